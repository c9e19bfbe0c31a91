"""Names, modes and places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import InvalidName
from contracts.keywords import Schema
from contracts.model import ContentModel, Definition, Direction, Kind, Mode, Policy, operation_name, service_name
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


def test_the_line_of_a_place_is_the_nearest_that_is_known() -> None:
    """A pointer without a line of its own has that of the place around it, at last that of the contract."""
    lines = {"message#/properties/data": 12}
    contract = event(schema=schema_of("a"), lines=lines)
    assert contract.line_of("message", "/properties/data/properties/total/type") == 12
    assert contract.line_of("message", "/properties/source") == 10
