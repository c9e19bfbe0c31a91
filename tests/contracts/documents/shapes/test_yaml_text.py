"""The YAML reader: plain values as YAML 1.2 has them, a place for each, and an end to whatever it is given."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.documents.shapes.json_nodes import Node, Unreadable
from contracts.documents.shapes.yaml_text import read_yaml_text
from contracts.keywords import Json

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc-_ .", min_size=1), inner, max_size=4),
    max_leaves=12,
)


def value(text: str) -> Json:
    """The value of a text that can be read."""
    found = read_yaml_text(text)
    assert isinstance(found, Node)
    return found.to_json()


def refused(text: str) -> Unreadable:
    """Why a text cannot be read."""
    found = read_yaml_text(text)
    assert isinstance(found, Unreadable)
    return found


@given(JSON)
def test_json_is_yaml(written: Json) -> None:
    """What the standard library writes is read as it was meant."""
    assert value(json.dumps(written, ensure_ascii=False)) == written


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("on", "on"),
        ("12:30", "12:30"),
        ("2024-01-01", "2024-01-01"),
        ("~", None),
        ("1e3", 1000.0),
        ("-7", -7),
        ("'7'", "7"),
        ("!!str 7", "7"),
        ("True", True),
        ("|\n  a\n  b\n", "a\nb\n"),
    ],
)
def test_plain_values_mean_what_yaml_1_2_says(text: str, meant: Json) -> None:
    """No boolean `on`, no clock time as a number."""
    assert value(text) == meant


def test_aliases_and_merges_are_followed() -> None:
    """`*base` is the value again, `<<` puts its members in front of one's own."""
    assert value("a: &base {x: 1, y: 2}\nb: {<<: *base, y: 3}\nc: *base\n") == {
        "a": {"x": 1, "y": 2},
        "b": {"x": 1, "y": 3},
        "c": {"x": 1, "y": 2},
    }


def test_each_key_knows_its_place() -> None:
    """Lines count from the first line of the text in its document."""
    found = read_yaml_text("a:\n  b: 1\n", first_line=10)
    assert isinstance(found, Node)
    inner = found.members[0].node.members[0]
    assert (inner.key, inner.line, inner.column) == ("b", 11, 3)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("a: [1,\n", 2),
        ("a: 1\na: 2\n", 2),
        ("a: 1\n---\nb: 2\n", 3),
        ("a: &a [*a]", 1),
        ("b: *a", 1),
        ("? [a]\n: b\n", 1),
        ("x: " + "9" * 5_000, 1),
        ("x: 1e999", 1),
        ("a:\n\tb: 1\n", 2),
        ("\x00", 1),
        ("[" * 100_000, 1),
        ("- " * 100_000, 1),
        ("{a: " * 100_000, 1),
        ("a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 100)), 62),
    ],
)
def test_what_cannot_be_read_has_a_line(text: str, line: int) -> None:
    """Broken, endless or too deep: a reason and a place, never an exception."""
    assert refused(text).line == line


def test_aliases_cannot_grow_without_end() -> None:
    """A few lines of aliases that double stop at the limit of values."""
    bomb = "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 50))
    assert refused(bomb).code == "too-many-values"


@given(st.text(alphabet="abc:-?[]{}&*!|>'\"%#,\n \t0<", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Within the lines of the text."""
    found = read_yaml_text(text)
    assert 1 <= found.line <= text.count("\n") + 1
