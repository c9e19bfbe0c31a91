"""Text -> tree: YAML 1.2 and JSON with lines, and an error within limits for everything else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.documents import read_design_document
from contracts.documents.openapi.detection import is_openapi
from contracts.documents.openapi.tree import UnreadableTree, read_tree
from contracts.keywords import Json

VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=8,
)
HEAD = "openapi: 3.1.0\ninfo: {title: A, version: '1'}\n"


@given(st.dictionaries(st.text(), VALUES, max_size=3))
def test_json_is_read_as_the_standard_library_does(value: dict[str, Json]) -> None:
    """A text that begins with a brace is JSON, surrogate pairs and all."""
    assert read_tree(json.dumps(value)).to_json() == value


def test_scalars_follow_the_core_schema_of_yaml_1_2() -> None:
    """Country codes, dates and times are text, as OpenAPI asks for."""
    text = "a: no\nb: 2024-01-01\nc: 1:30\nd: 0.5\ne: -3\nf: ~\ng: True\nh: '12'\ni: !!str 12\nj: 1e3\n"
    assert read_tree(text).to_json() == {
        "a": "no",
        "b": "2024-01-01",
        "c": "1:30",
        "d": 0.5,
        "e": -3,
        "f": None,
        "g": True,
        "h": "12",
        "i": "12",
        "j": 1000.0,
    }


def test_every_value_knows_its_line() -> None:
    """Also in the middle of a document: lines count from where the text begins."""
    tree = read_tree("a:\n  - b\n  - c: d\n", first_line=10)
    found = tree.at("a")
    assert found is not None
    assert [item.line for item in found.items] == [11, 12]


def test_aliases_and_merges_are_written_out() -> None:
    """A merge key fills in what the mapping does not say itself."""
    text = "base: &base {a: 1, b: 2}\nother:\n  <<: *base\n  b: 3\nsame: *base\n"
    assert read_tree(text).to_json() == {"base": {"a": 1, "b": 2}, "other": {"a": 1, "b": 3}, "same": {"a": 1, "b": 2}}


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)
TOWER = "a0: &a0 " + "[" * 40 + "]" * 40 + "\n" + "a1: " + "[" * 40 + "*a0" + "]" * 40 + "\n"


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        (BOMB, 6, "values"),
        (TOWER, 2, "levels"),
        ("a: " + "[" * 1_000_000, 1, "levels"),
        ("{" + '"a":{' * 100_000, 1, "deep"),
        ('{"a":[' + "1," * 400_000 + "1]}", 1, "values"),
        ("a: &a [*a]\n", 1, "alias"),
        ("a: 1\nb: 2\na: 3\n", 3, "twice"),
        ("a: 1\n---\nb: 2\n", 3, "several"),
        ("? [a, b]\n: 1\n", 1, "key"),
        ("a:\n\t- b\n", 2, ""),
        ("a: 'b\n", 1, ""),
        ('{"a": 1, // no JSON\n"b": 2}', 1, "JSON"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_what_cannot_be_read_is_an_error_on_its_line(text: str, line: int, word: str) -> None:
    """Bombs, towers and slips of the pen; never a crash."""
    with pytest.raises(UnreadableTree) as caught:
        read_tree(text)
    assert word in caught.value.reason
    assert caught.value.line in {line, line + 1, line - 1}


@given(st.text(alphabet="ab:-[]{}&*!?|>'\"#%@` \n\t0~<,"))
def test_no_text_makes_the_reading_fail(text: str) -> None:
    """Whatever stands in the file, the answer is a document."""
    for path in ("a.yaml", "a.json"):
        assert read_design_document(HEAD + text, path=path).path == path
        assert read_design_document(text, path=path).path == path


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("openapi: 3.0.3\n", True),
        ("# a comment\n'openapi': \"3.1.0\"\n", True),
        ('{"info": {"title": "a"}, "openapi": "3.1.0"}', True),
        ('{"openapi": "3.1.0", broken', True),
        ('{"documents": [{"openapi": "3.1.0"}]}', False),
        ("swagger: '2.0'\n", False),
        ("spec:\n  openapi: 3.0.0\n", False),
        ("name: openapi\n", False),
        ("", False),
    ],
)
def test_a_text_says_at_its_top_whether_it_is_openapi(text: str, *, found: bool) -> None:
    """A collection that holds such documents is none itself, and a broken one still is."""
    assert is_openapi(text) is found
    assert is_openapi(text.encode()) is found
