"""Patterns that occur in texts, in a bounded time."""

from __future__ import annotations

import pytest

from contracts.validation.occurrence import longest_judged, occurs


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^a$", "a", True),
        ("^a$", "a\n", False),
        (r"\d", "\u0661", False),
        ("^(a+)+$", "a" * 5_000, True),
        ("^(a+)+$", "a" * 5_000 + "!", False),
        ("(x+x+)+y", "x" * 5_000, False),
        ("a*a*a*a*b", "a" * 5_000, False),
        (r"^(a+)+\1b$", "a" * 5_000, None),
        ("^(?=(a+)+$)b", "a" * 5_000, None),
        (r"^(?=a)ab", "ab", True),
        (r"\p{Nonsense}", "a", None),
        ("(a|b)*c", "\ud800" * 30, False),
    ],
)
def test_what_cannot_be_told_soon_is_not_told(pattern: str, text: str, found: bool | None) -> None:  # noqa: FBT001  # a value of the table
    """Backtracking that may never end is left to the linear-time engine, or to nobody."""
    assert occurs(pattern, text) is found


def test_what_repeats_groups_backtracks_on_short_texts_only() -> None:
    """The more repetitions, the shorter the text; characters in a class repeat nothing."""
    assert longest_judged("^[a-z*+]$") == longest_judged("^a$") > longest_judged("^a*$b*$") > longest_judged("(a+)+")
