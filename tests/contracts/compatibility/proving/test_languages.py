"""What is said of formats as patterns holds for the validators: texts close to the border are tried."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.compatibility.proving.languages import is_within, pattern_of_all, pattern_of_some
from contracts.compatibility.proving.samples import samples_of
from contracts.validation import Validator
from contracts.validation.ecma import compiled_pattern
from contracts.validation.formats import formats_of

FORMATS = sorted(formats_of(2020))
KNOWN = [name for name in FORMATS if pattern_of_all(name)]
SURE = [name for name in FORMATS if pattern_of_some(name)]
WITHIN = [(one, other) for one in FORMATS for other in FORMATS if one != other and is_within(one, other)]
TRICKY = (
    *("000.-01-01", "2024-0,-1*", "1/:30:4.Z", "12:30:45+0*:3-", "////-12-31T00:00:00Z"),
    *("2000-02-29", "1900-02-29", "0000-02-29", "2024-04-31", "2024-01-01t00:00:60z", "23:59:60Z", "a@[1.2.3.4]"),
    *("00.1.2.3", "::ffff:1.2.3.4", "a.b.", "xn--a", "urn:", "http://[::1]:80/?q#f", "//x", "P1Y2M3DT4H5M6S", "/~2"),
)
TEXTS = [*TRICKY, *(text for name in FORMATS for text in samples_of(name))]
CHARACTERS = '0123456789abfTtZz:.-+/*,@# ~%[]\n"_é\u0660'


@st.composite
def _near(draw: st.DrawFn) -> str:
    """A text that has a format, with a few characters changed."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(text)))
        kept = draw(st.integers(0, 1))
        text = text[:place] + draw(st.sampled_from(["", *CHARACTERS])) + text[place + 1 - kept :]
    return text


def _accepts(name: str, text: str) -> bool:
    return Validator({"type": "string", "format": name}).accepts(text)


def _matches(pattern: str | None, text: str) -> bool:
    return pattern is not None and compiled_pattern(pattern).search(text) is not None


@pytest.mark.parametrize("name", KNOWN)
@given(text=_near())
@settings(max_examples=150)
def test_what_the_normative_validator_takes_for_a_format_matches_its_pattern(name: str, text: str) -> None:
    """Else a text that is sent would be left out, and a proof be wrong."""
    assert _matches(pattern_of_all(name), text) or not _accepts(name, text)


@pytest.mark.parametrize("name", SURE)
@given(data=st.data())
@settings(max_examples=60)
def test_what_matches_the_narrow_pattern_has_the_format(name: str, data: st.DataObject) -> None:
    """The same of what is refused."""
    text = data.draw(st.from_regex(compiled_pattern(pattern_of_some(name) or ""), fullmatch=True))
    assert _accepts(name, text)


@pytest.mark.parametrize(("one", "other"), WITHIN)
@given(text=_near())
@settings(max_examples=150)
def test_a_format_is_within_another_one(one: str, other: str, text: str) -> None:
    """Every text that has the first has the second."""
    assert _accepts(other, text) or not _accepts(one, text)


@pytest.mark.parametrize("name", KNOWN)
def test_samples_match(name: str) -> None:
    """The samples of a format are texts of its pattern."""
    assert all(_matches(pattern_of_all(name), text) for text in samples_of(name))
