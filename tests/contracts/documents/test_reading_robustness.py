"""No text makes the reader raise, hang, or answer differently the second time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.documents import read_design_document
from contracts.model import Severity
from tests.design_documents import assert_sound

GOLDEN = Path(__file__).parents[2] / "golden" / "documents"
TEXTS = tuple(path.read_text("utf-8") for path in sorted(GOLDEN.glob("*.md")))
LINES = tuple(line for text in TEXTS for line in text.split("\n"))
PIECES = (
    "# Events",
    "## order.created",
    "### `POST /internal/x/{id}`",
    "**Producer:** orders | **Consumers:** billing, all, ???",
    "| Event | Producer | Consumer | Payload |",
    "|---|---|---|---|",
    "| a.b | x | y | { c: int } | extra |",
    "| Field | Type | Required |",
    "| a.b[].c | List<Map<string, X>> | yes |",
    "```json",
    '{"eventType": "a.created", "data": {"x": null, "y": [1, "a", {}]}}',
    '{"$schema": "x", "type": "object", "properties": {"a": {"$ref": "http://nowhere/"}}}',
    '{"\\ud800": 1e999}',
    "```",
    "```ts",
    "interface AEvent extends AEvent { eventType: 'a.created'; a: AEvent[]; b: string | null }",
    "<!-- contract: event=a.created required=x mode=FULL -->",
    "<!-- contract: ignore -->",
    "- Publishes: `a.created`, `b.created`",
    "  - `x` (uuid, required): y",
    "---",
    "contracts: {service: a, aliases: {b: [c]}}",
    "> quoted",
    "~~gone~~",
)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """Random characters."""
    assert_sound(read_design_document(text, path="any.md"))


@given(st.binary(max_size=200))
def test_any_bytes_are_read(body: bytes) -> None:
    """Random bytes: what is not UTF-8 is one error with its line."""
    document = read_design_document(body, path="any.md")
    assert_sound(document)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES + LINES), max_size=30).map("\n".join))
def test_any_mixture_of_notations_is_read(text: str) -> None:
    """Lines of real notations in any order, fences left open, tables cut in half."""
    document = read_design_document(text, path="any.md")
    assert_sound(document)
    assert document == read_design_document(text, path="any.md")


@settings(max_examples=60)
@given(st.sampled_from(TEXTS), st.data())
def test_any_mutilated_document_is_read(text: str, data: st.DataObject) -> None:
    """A piece cut out of a golden document, and characters put in its place."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 80)))
    put = data.draw(st.text(alphabet='|`*#{}[]":,\n<>!-~ a', max_size=8))
    assert_sound(read_design_document(text[:start] + put + text[end:], path="any.md"))


@pytest.mark.parametrize("schema", ['{"$schema": "urn:x"}', '{"$schema": "$S", "$ref": "http://nowhere/"}'])
def test_a_schema_that_is_not_judged_here_is_an_error_with_its_line(schema: str) -> None:
    """An unknown dialect and a reference to the outside refuse the document; they never escape as exceptions."""
    text = schema.replace("$S", "https://json-schema.org/draft/2020-12/schema")
    document = read_design_document(f"# Events\n\n```json schema event=a.created\n{text}\n```\n", path="any.md")
    errors = [problem for problem in document.problems if problem.severity is Severity.ERROR]
    assert {(problem.code, problem.line) for problem in errors} <= {("invalid-schema", 4), ("unsupported-schema", 4)}
    assert errors
    assert [contract.definition for contract in document.contracts] == [None]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (b"# a\n\xff\n", "unreadable-text", 2),
        ("# a\n\ud800", "unreadable-text", 2),
        (b"x" * 2_000_001, "document-too-large", 1),
        ("# a\n\n```json\n{}\n", "unclosed-fence", 3),
        ("# a\n\n~~~\n{}\n```\n", "unclosed-fence", 3),
        ("```json\n" + " " * 256_001 + "\n```\n", "fence-too-large", 1),
        ("> " * 100 + "a", "nested-too-deeply", 1),
        ("\n| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 2_001, "too-many-rows", 2),
        ("# Events\n## a.created\n```json\n" + "[" * 65 + "]" * 65 + "\n```\n", "unreadable-example", 4),
    ],
)
def test_a_limit_is_an_error_with_its_line(text: str | bytes, code: str, line: int) -> None:
    """Never a crash, and nothing is read from what breaks the limit."""
    problems = read_design_document(text, path="any.md").problems
    assert (code, Severity.ERROR, line) in {(found.code, found.severity, found.line) for found in problems}


@pytest.mark.parametrize(("levels", "found"), [(1, ["order.created"]), (3, ["order.created"]), (17, [])])
def test_a_table_is_read_as_deep_as_people_quote(levels: int, found: list[str]) -> None:
    """Each level costs another look at all lines, so that hundreds of them would take minutes."""
    lines = ["# Events", "| Event | Producer |", "|---|---|", "| order.created | orders |"]
    document = read_design_document("\n".join("> " * levels + line for line in lines), path="a.md")
    assert [contract.name for contract in document.contracts] == found
