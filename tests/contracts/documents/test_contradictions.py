"""What a document says twice must agree: a contradiction is an error that names both places."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document
from contracts.model import Severity

TABLE = "| Field | Type | Required |\n|---|---|---|\n| id | string | yes |\n| total | number | yes |\n"
SCHEMA = '```json schema event=a.created\n{\n"type": "object",\n"properties": {\n"total": {"type": "number"}}}\n```\n'
EXAMPLE = '```json\n{\n"id": "A-1",\n"total": "ten"\n}\n```\n'
TYPES = "```ts\ninterface ACreated {\n  id: string;\n  total: string;\n}\n```\n"


def contradictions(text: str) -> list[tuple[str, int, bool]]:
    """The errors of a document about `a.created`: code, the line with `ten` or the like, whether it names the other."""
    document = read_design_document(text, path="a.md")
    return [
        (found.code, found.line, f"line {_line(text, 'total', 1)}" in found.message)
        for found in document.problems
        if found.severity is Severity.ERROR
    ]


def _line(text: str, word: str, number: int) -> int:
    """The line on which the word stands for the first (1) or another time."""
    lines = [index for index, line in enumerate(text.split("\n"), 1) if word in line]
    return lines[number - 1]


@pytest.mark.parametrize("declared", [TABLE, SCHEMA], ids=["a field table", "a schema"])
def test_an_example_is_checked_against_what_the_document_declares(declared: str) -> None:
    """The problem stands at the example's field and names the line that declares the field."""
    text = f"# Events\n\n## a.created\n\n{declared}\n{EXAMPLE.replace('```json', '```json example event=a.created')}"
    assert contradictions(text) == [("example-fails-schema", _line(text, "total", 2), True)]


def test_examples_of_one_event_may_differ() -> None:
    """Without a declaration, several examples together say what the event may hold."""
    other = EXAMPLE.replace('"ten"', "10")
    assert contradictions(f"# Events\n\n## a.created\n\n{EXAMPLE}\n{other}") == []


def test_a_table_and_an_interface_must_agree() -> None:
    """The problem names the field with the lines of both."""
    text = f"# Events\n\n## a.created\n\n{TABLE}\n{TYPES}"
    document = read_design_document(text, path="a.md")
    (found,) = [problem for problem in document.problems if problem.severity is Severity.ERROR]
    assert (found.code, found.line) == ("field-disagreement", _line(text, "total", 1))
    assert f"line {_line(text, 'total', 2)}" in found.message


def test_two_schemas_of_one_event_must_agree() -> None:
    """The second one is the error, the first one is named."""
    other = SCHEMA.replace("number", "string")
    document = read_design_document(f"# Events\n\n{SCHEMA}\n{other}", path="a.md")
    (found,) = [problem for problem in document.problems if problem.severity is Severity.ERROR]
    assert (found.code, "line 4" in found.message) == ("event-disagreement", True)
