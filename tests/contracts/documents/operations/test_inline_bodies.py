"""Bodies of an endpoint that stand in a line beside their label."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document


def parts(below: str, method: str = "POST") -> dict[str, list[str]]:
    """The fields of each part of an endpoint with these lines below it."""
    (contract,) = read_design_document(f"# API\n### {method} /seats\n{below}\n", path="a.md").contracts
    found = contract.definition.parts if contract.definition else ()
    return {part.name.split()[0]: list(part.schema["properties"]) for part in found if isinstance(part.schema, dict)}


@pytest.mark.parametrize(
    "below",
    [
        '**Parameters:**\n{ "row": "string", "seat": 4 }',
        '**Request:** `{ "row": "string", "seat": 4 }`',
        '- Request body: { "row": "string", "seat": 4 }',
        "**Request:** `{ row: string, seat: int }`",
        '**요청:** `{ "row": "string", "seat": 4 }`',
    ],
)
def test_an_object_beside_its_label_is_the_request(below: str) -> None:
    """In the same line, or in the next one of the same paragraph."""
    assert parts(below) == {"request": ["row", "seat"]}


def test_request_and_response_may_stand_in_lines_of_one_list() -> None:
    """Each with its own label."""
    below = '- **Request:** `{ "row": "int" }`\n- **Response (201):** `{ "id": "uuid" }`\n- **Errors:** `{ "a": "x" }`'
    assert parts(below) == {"request": ["row"], "response": ["id"]}


def test_parameters_of_a_method_without_a_body_are_no_request() -> None:
    """They stand in its query."""
    assert parts('**Parameters:**\n{ "row": "string" }', "GET") == {}


@pytest.mark.parametrize(
    "below", ["**Request:** {body}", "**Request:** see {the form}, and {more}", "**Request:** a seat"]
)
def test_what_is_no_object_beside_a_label_is_no_body(below: str) -> None:
    """A placeholder or a sentence."""
    assert parts(below) == {}
