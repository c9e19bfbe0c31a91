"""The page about the rules is what the command prints."""

from __future__ import annotations

from pathlib import Path

from contracts.compatibility import RULES
from tests.command_line import bindery

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    """`bindery rules --format markdown > docs/rules.md` would change nothing."""
    assert bindery("rules", "--format", "markdown").out == PAGE


def test_every_rule_has_one_row() -> None:
    """Each id starts exactly one row."""
    assert [line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `")] == [rule.id for rule in RULES]
