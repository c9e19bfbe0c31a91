"""Look-ahead at the start of a pattern, as several patterns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.compatibility.proving.automata import automaton_of, find_texts
from contracts.compatibility.proving.lookahead import members_of
from contracts.validation import Validator
from contracts.validation.effort import Budget

PATTERNS = (
    "^(?!no)[a-z]*$",
    "^(?=.*b)(?!.*cc)[abc]+",
    "^(?=a|b)(?=.{2})",
    "^(?!(a|b)c)[a-c)]*",
    "^(?=[)(]|a)[^b]$",
    "^(?!\\))a|^(?=b)c",
    "^(?=a(?!b))[abc]{2}",
    "(?=a)b",
    "^a(?=b)",
    "^(?=a)?b",
)
IRREGULAR = ("\\bab\\b", "^(a|b)\\1$", "a(?=b)c", "(?<!a)b", "^\\p{L}+b$", "[^\\p{L}]c", "^(?:\\Ba)*$", "a(?!b)c+")


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=st.text(alphabet="abcno)( |", max_size=5))
def test_the_members_say_together_what_the_pattern_says(pattern: str, text: str) -> None:
    """Where there are members at all, a text passes all of them exactly if it matches."""
    members = members_of(pattern)
    if members is not None:
        matches = Validator({"pattern": pattern}).accepts(text)
        assert all(Validator(member).accepts(text) for member in members) is matches


def test_only_look_ahead_at_the_very_start_is_split() -> None:
    """Alternatives, back-references and repeated groups are left alone."""
    assert [members_of(pattern) is not None for pattern in PATTERNS] == [True] * 5 + [False, True] + [False] * 3
    assert members_of("^(?=(a|b))\\1$") is None


@pytest.mark.parametrize("pattern", IRREGULAR)
@given(text=st.text(alphabet="abcé \u0660", max_size=4))
def test_a_wide_automaton_matches_all_that_the_pattern_matches(pattern: str, text: str) -> None:
    """What is not regular stands for anything, so a proof of none stays true."""
    assert automaton_of(pattern, wide_dot=False, is_wide=True).steps
    if Validator({"pattern": pattern}).accepts(text):
        spelt = "".join(f"\\u{{{ord(character):x}}}" for character in text)
        assert find_texts((pattern, f"^{spelt}$"), (), budget=Budget(steps=10**7)).found == (text,)
