"""Event tables: what their headers and cells say of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.documents import read_design_document

if TYPE_CHECKING:
    from contracts.keywords import Json


def properties(text: str) -> dict[str, Json]:
    """The fields of the one contract of a text that has a schema."""
    (definition,) = (
        found.definition for found in read_design_document(text, path="a.md").contracts if found.definition
    )
    schema = definition.to_json()
    return dict(schema["properties"])


@pytest.mark.parametrize("header", ["Events Published", "Key Events Published", "Main events published"])
def test_a_qualifier_of_a_header_changes_nothing(header: str) -> None:
    """A catalogue of services whose columns hold their most important events."""
    table = f"| Service | Responsibility | {header} |\n|---|---|---|\n| orders | keeps orders | `order.placed` |\n"
    (contract,) = read_design_document(f"## Services\n\n{table}", path="a.md").contracts
    assert (contract.name, [party.service for party in contract.parties]) == ("order.placed", ["orders"])


def test_a_table_of_facts_holds_the_payload() -> None:
    """`| Schema | {...} |` below the heading of an event."""
    facts = '| Field | Value |\n|---|---|\n| **Description** | Held |\n| **Schema** | `{"holdId": "uuid"}` |\n'
    found = properties(f"# Events\n\n## MoneyHeld\n\n{facts}")
    assert found == {"holdId": {"type": "string", "format": "uuid"}}


def test_a_condition_behind_the_name_of_a_field_is_no_part_of_it() -> None:
    """The names of a cell are read although one has a note."""
    row = "| `SeatHeld` | `seatId`, `bookingId` when present, `heldAt` |"
    found = properties(
        f"# Events\n\n| Event | Required payload fields |\n|---|---|\n{row}\n## SeatHeld\n**Producer:** x\n"
    )
    assert set(found) == {"seatId", "bookingId", "heldAt"}
