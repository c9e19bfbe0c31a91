"""Strings that match a regular expression."""

from __future__ import annotations

from itertools import islice

import pytest

from contracts.messages.expressions import UnreadablePattern, read_pattern
from contracts.messages.patterns import pattern_samples
from contracts.validation import Validator

READABLE = [
    "^[A-Z]{3}-\\d{4}$",
    "^(foo|bar)-[0-9a-f]{8}(-x)?$",
    "^\\w+( \\w+)*$",
    "^[^a-zA-Z0-9]$",
    "^[\\w.+-]+@[\\w-]+\\.[a-z]{2,}$",
    "^\\+?[1-9]\\d{1,14}$",
    "^(?:[01]\\d|2[0-3]):[0-5]\\d$",
    "^(?<year>\\d{4})-(?<month>\\d{2})$",
    "^\\p{L}+$",
    "^\\P{L}$",
    "^\\p{Lu}\\p{Nd}$",
    "^\\x41\\u0042$",
    "^[\\d\\s_-]{4}$",
    "^[\\D]x$",
    "^[a\\-z]$",
    "^.{3}$",
    "^\\S+\\t\\W$",
    "(?=.*\\d)[a-z0-9]{6}",
    "^(?!admin)[a-z]+$",
    "\\bword\\b",
    "^a*?b+?$",
    "^x{2,}$",
    "^v\\d+\\.\\d+(\\.\\d+)?$",
    "",
]


@pytest.mark.parametrize("pattern", READABLE)
def test_a_sample_matches_its_pattern(pattern: str) -> None:
    """One of the first samples is accepted by the validator."""
    judge = Validator({"pattern": pattern})
    assert any(judge.accepts(sample) for sample in islice(pattern_samples(pattern), 20))


@pytest.mark.parametrize("length", [12, 40, 255])
def test_samples_grow_to_the_asked_length(length: int) -> None:
    """Repetitions are stretched to the bounds."""
    samples = pattern_samples("^[a-z]+(-[a-z]+)*$", length, length)
    assert any(len(sample) == length for sample in samples)


def test_what_stands_around_a_match_fills_the_length() -> None:
    """Without an anchor anything may stand before or after a match."""
    assert any(len(sample) == 10 for sample in pattern_samples("ab$", 10, 10))
    assert any(len(sample) == 10 for sample in pattern_samples("^ab", 10, 10))


def test_each_branch_is_sampled() -> None:
    """Samples show all alternatives."""
    samples = set(islice(pattern_samples("^(red|green|blue)$"), 20))
    assert {"red", "green", "blue"} <= samples


@pytest.mark.parametrize(
    "pattern",
    [
        "(?<=a)b",
        "(a)\\1",
        "(",
        ")",
        "[",
        "[a",
        "a{9999}",
        "\\p{Script=Greek}",
        "\\pL",
        "\\uZZZZ",
        "(" * 80,
        "[^\\d\\D]",
        "\\",
    ],
)
def test_an_unreadable_pattern_gives_no_sample(pattern: str) -> None:
    """What is not understood is not invented."""
    assert list(pattern_samples(pattern)) == []
    with pytest.raises(UnreadablePattern):
        read_pattern(pattern)


def test_a_pattern_of_millions_of_characters_gives_no_sample() -> None:
    """Nested repetitions do not exhaust memory."""
    assert list(pattern_samples("((a{900}){900}){900}")) == []
