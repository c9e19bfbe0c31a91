"""`bindery lint` and `bindery extract`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contracts.validation import Validator
from tests.command_line import Project, bindery
from tests.design_documents import BROKEN, UNCLOSED, order_document

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"


def validator(name: str) -> Validator:
    """The documented schema of an output."""
    return Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")))


def test_a_clean_document_has_no_findings(project: Project) -> None:
    """Lint ends with 0 where there is no error."""
    assert bindery("lint", project.docs).code == 0


def test_a_finding_has_its_place(project: Project) -> None:
    """Each problem is printed as file, line, column, severity, code and sentence."""
    project.write(UNCLOSED)
    answer = bindery("lint", project.docs)
    assert answer.code == 1
    assert "docs/orders.md:17:1: error unclosed-fence " in answer.out


def test_warnings_are_errors_when_asked(project: Project) -> None:
    """--strict counts a missing consumer as an error."""
    project.write(order_document(consumers="-"))
    assert bindery("lint", project.docs).code == 0
    assert bindery("lint", project.docs, "--strict").code == 1


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"x" * 3_000_000], ids=["not UTF-8", "3 MB"])
def test_a_document_that_cannot_be_read_is_a_finding(project: Project, body: bytes) -> None:
    """Bytes that are no text, and a document over the limit, are errors with a line."""
    project.write(body)
    answer = bindery("lint", project.docs, "--format", "json")
    assert answer.code == 1
    assert answer.json["problems"][0]["path"] == "docs/orders.md"


def test_extract_prints_the_documented_json(project: Project) -> None:
    """The output fits its JSON Schema, with and without --explain."""
    for extra in ((), ("--explain",)):
        answer = bindery("extract", project.docs, "--format", "json", *extra)
        assert validator("extract").rejections(answer.json) == ()
    (contract,) = answer.json["contracts"]
    assert (contract["name"], contract["producers"], contract["consumers"]) == (
        "order.created",
        ["orders"],
        ["billing"],
    )


def test_a_plan_is_printed_as_documented(project: Project) -> None:
    """The output of check fits its JSON Schema."""
    project.write(order_document(BROKEN))
    answer = bindery("check", project.docs, "--format", "json")
    assert validator("plan").rejections(answer.json) == ()


def test_extract_reads_for_people_too(project: Project) -> None:
    """The text names contract, parties and place."""
    answer = bindery("extract", project.docs)
    assert "order.created" in answer.out
    assert "orders -> billing" in answer.out
