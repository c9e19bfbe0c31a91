"""Names, modes and places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.canonical import fingerprint
from contracts.errors import InvalidName
from contracts.keywords import Json, Schema
from contracts.model import ContentModel, Definition, Direction, Kind, Mode, Policy, Role, operation_name, service_name
from tests.builders import event, schema_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Order Service", "order-service"),
        ("billing_api", "billing-api"),
        (" \uff21\uff30\uff29 ", "api"),
        ("Straße", "strasse"),
    ],
)
def test_a_service_name_is_normalised(text: str, name: str) -> None:
    """Case, width, spaces and underscores do not make another service; nothing is stripped."""
    assert service_name(text) == name


@given(st.text())
def test_normalising_twice_is_once(text: str) -> None:
    """A normalised name stays what it is."""
    try:
        name = service_name(text)
    except InvalidName:
        return
    assert service_name(name) == name


@pytest.mark.parametrize("text", ["", "  ", "a:b"])
def test_what_cannot_be_a_service_is_refused(text: str) -> None:
    """An empty name and one with a colon are refused."""
    with pytest.raises(InvalidName):
        service_name(text)


def test_an_operation_is_named_without_its_parameters() -> None:
    """Parameter names are erased, the method is upper case."""
    assert operation_name("inventory", "get", "/items/{itemId}/bins/{b}") == "inventory:GET:/items/{}/bins/{}"


@pytest.mark.parametrize(
    ("mode", "backward", "forward", "transitive"),
    [
        (Mode.BACKWARD, True, False, False),
        (Mode.FORWARD_TRANSITIVE, False, True, True),
        (Mode.FULL, True, True, False),
        (Mode.NONE, False, False, False),
    ],
)
def test_a_mode_says_what_blocks(mode: Mode, *, backward: bool, forward: bool, transitive: bool) -> None:
    """Directions and transitivity are read off the mode."""
    assert (mode.blocks(Direction.BACKWARD), mode.blocks(Direction.FORWARD)) == (backward, forward)
    assert mode.is_transitive is transitive


@pytest.mark.parametrize(
    ("mode", "other", "joined"),
    [
        (Mode.NONE, Mode.NONE, Mode.NONE),
        (Mode.NONE, Mode.BACKWARD, Mode.BACKWARD),
        (Mode.BACKWARD, Mode.FULL, Mode.FULL),
        (Mode.FORWARD, Mode.BACKWARD, Mode.FULL),
        (Mode.FORWARD, Mode.FORWARD_TRANSITIVE, Mode.FORWARD_TRANSITIVE),
        (Mode.BACKWARD, Mode.FORWARD_TRANSITIVE, Mode.FULL_TRANSITIVE),
    ],
)
def test_two_modes_together_refuse_what_either_refuses(mode: Mode, other: Mode, joined: Mode) -> None:
    """The order of the two does not matter."""
    assert (mode.joined_with(other), other.joined_with(mode)) == (joined, joined)


def test_the_default_protects_existing_counterparts() -> None:
    """Events are judged forward, operations backward, over all versions."""
    assert Policy().mode_for(Kind.EVENT) is Mode.FORWARD_TRANSITIVE
    assert Policy().mode_for(Kind.OPERATION) is Mode.BACKWARD_TRANSITIVE
    assert Policy().content_model is ContentModel.CLOSED_WRITER


def test_a_definition_is_read_back_from_its_json() -> None:
    """Parts survive being written, statuses and media types included."""
    responses: dict[str, dict[str, Schema]] = {
        "200": {"application/json": True, "text/csv": {"type": "string"}},
        "404": {"application/json": {}},
    }
    definition = Definition.of_operation(request={"type": "object"}, responses=responses)
    assert Definition.from_json(Kind.OPERATION, definition.to_json()) == definition
    assert [part.name for part in definition.parts][:2] == ["request", "response 200 application/json"]
    assert definition.part("response 500 application/json") is None


BODIES_ONLY = "sha256:2dd2241cb0493040304ec3787d4adc5aa98e6dee5558f681af98b9d855b7c17c"
OPERATION: Json = {
    "parameters": {"type": "object", "properties": {"query": {"type": "object"}}},
    "request": {"type": "object"},
    "requests": {"text/csv": {"type": "string"}},
    "responses": {"201": {"application/json": True}, "204": {}},
    "response_headers": {"201": {"type": "object", "required": ["location"]}},
    "security": [{"http bearer": []}, {"oauth2": ["orders:read", "orders:write"]}],
    "styles": {"query": {"ids": {"style": "form", "explode": False}}},
    "base_paths": ["/v1"],
    "request_required": False,
}


def test_all_that_an_operation_fixes_survives_being_written() -> None:
    """Parameters, headers, bodies of every type, statuses without a body, and the terms."""
    definition = Definition.from_json(Kind.OPERATION, OPERATION)
    assert definition.to_json() == OPERATION
    assert definition.statuses == ("201", "204")
    assert {part.name: part.writer for part in definition.parts} == {
        "parameters": Role.CALLER,
        "request": Role.CALLER,
        "request text/csv": Role.CALLER,
        "response 201 application/json": Role.PROVIDER,
        "response-headers 201": Role.PROVIDER,
    }


def test_an_operation_with_bodies_only_keeps_its_form() -> None:
    """What a definition does not say does not stand in its JSON: earlier fingerprints hold."""
    bodies: Json = {"request": {"type": "object"}, "responses": {"201": {"application/json": {"type": "object"}}}}
    assert Definition.from_json(Kind.OPERATION, bodies).to_json() == bodies
    assert fingerprint(Definition.of_operation(**bodies)) == BODIES_ONLY


def test_the_order_of_scopes_means_nothing() -> None:
    """Two spellings of the same credentials are one definition."""
    one, other = ({"security": [{"oauth2": scopes}]} for scopes in (["a", "b"], ["b", "a"]))
    assert Definition.from_json(Kind.OPERATION, one) == Definition.from_json(Kind.OPERATION, other)


def test_the_line_of_a_place_is_the_nearest_that_is_known() -> None:
    """A pointer without a line of its own has that of the place around it, at last that of the contract."""
    lines = {"message#/properties/data": 12}
    contract = event(schema=schema_of("a"), lines=lines)
    assert contract.line_of("message", "/properties/data/properties/total/type") == 12
    assert contract.line_of("message", "/properties/source") == 10
