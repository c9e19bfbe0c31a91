"""The page about the problems is what the command prints."""

from __future__ import annotations

from pathlib import Path

from contracts.documents import CATALOGUE
from tests.command_line import bindery

PAGE = (Path(__file__).parents[2] / "docs" / "problems.md").read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    """`bindery problems --format markdown > docs/problems.md` would change nothing."""
    assert bindery("problems", "--format", "markdown").out == PAGE


def test_every_problem_has_one_row() -> None:
    """Each code starts exactly one row."""
    codes = [line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    assert sorted(codes) == sorted(CATALOGUE)
