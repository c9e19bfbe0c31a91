"""What the engine says about everyday edits of an order event (content model closed-writer, formats asserted)."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest

from contracts.compatibility import Outcome, check_contracts, check_schemas
from contracts.model import Definition, Direction, Policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.keywords import Json

ORDER = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "type": {"const": "order.created"},
        "time": {"type": "string", "format": "date-time"},
        "data": {
            "type": "object",
            "properties": {
                "orderId": {"type": "string"},
                "total": {"type": "integer", "minimum": 0},
                "coupon": {"type": "string"},
                "email": {"type": "string", "format": "email"},
                "lines": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {"sku": {"type": "string"}, "quantity": {"type": "integer"}},
                        "required": ["sku", "quantity"],
                    },
                },
            },
            "required": ["orderId", "total", "lines"],
        },
    },
    "required": ["id", "type", "time", "data"],
}


def _edited(edit: Callable[[dict[str, Json]], object]) -> dict[str, Json]:
    schema = copy.deepcopy(ORDER)
    edit(schema["properties"]["data"])  # type: ignore[index]  # a literal of nested dictionaries
    return schema


def _set(name: str, schema: Json) -> Callable[[dict[str, Json]], object]:
    return lambda data: data["properties"].update({name: schema})


def _add_required(data: dict[str, Json]) -> None:
    data["properties"]["customer"] = {"type": "string"}
    data["required"].append("customer")


def _remove_required(data: dict[str, Json]) -> None:
    del data["properties"]["total"]
    data["required"].remove("total")


YES, NO = Outcome.COMPATIBLE, Outcome.INCOMPATIBLE
EDITS = {
    "add an optional field": (_set("note", {"type": "string"}), YES, YES),
    "add a required field": (_add_required, YES, NO),
    "remove an optional field": (lambda data: data["properties"].pop("coupon"), YES, YES),
    "remove a required field": (_remove_required, NO, YES),
    "change a type": (_set("total", {"type": "string"}), NO, NO),
    "widen integer to number": (_set("total", {"type": "number", "minimum": 0}), NO, YES),
    "lower a minimum": (_set("total", {"type": "integer", "minimum": -1}), NO, YES),
    "drop a format": (_set("email", {"type": "string"}), NO, YES),
    "add a format": (_set("coupon", {"type": "string", "format": "uuid"}), YES, NO),
    "describe a field": (lambda data: data.update(description="what was ordered"), YES, YES),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_has_the_effect_that_the_table_says(name: str) -> None:
    """Deployed consumers (FORWARD) and messages in flight (BACKWARD) fare as the design page says."""
    edit, forward, backward = EDITS[name]
    comparison = check_contracts(Definition.of_event(ORDER), Definition.of_event(_edited(edit)), Policy())
    outcome = {check.direction: check.verdict.outcome for check in comparison.checks}
    assert outcome == {Direction.FORWARD: forward, Direction.BACKWARD: backward}


def test_a_removed_field_is_explained_where_the_message_fails() -> None:
    """The witness lacks the field, the first change names it, and the fix says to keep it."""
    new = _edited(_remove_required)
    comparison = check_contracts(Definition.of_event(ORDER), Definition.of_event(new), Policy(), old_number=3)
    (check,) = [check for check in comparison.checks if check.is_blocking]
    assert check.verdict.witness is not None
    assert "total" not in check.verdict.witness.message["data"]
    assert check.changes[0].rule == "required-property-removed"
    assert check.changes[0].sentence.startswith("`data.total` is no longer sent")
    assert check.changes[0].old_pointer == "/properties/data/properties/total"
    assert check.changes[0].new_pointer is None
    assert "keep `data.total` required" in check.changes[0].fix
    assert check.old_number == 3


def test_an_optional_field_breaks_open_readers_only_without_the_closed_writer() -> None:
    """Under the content model open, an old writer may have sent anything in the new field."""
    new = _edited(_set("note", {"type": "string"}))
    verdicts = {
        model: check_schemas(writer=ORDER, reader=new, content_model=model).outcome
        for model in ("open", "closed-writer")
    }
    assert verdicts == {"open": NO, "closed-writer": YES}
