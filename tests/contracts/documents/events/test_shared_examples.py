# ruff: noqa: RUF001 - fullwidth marks of the languages that documents are written in are meant
"""Headings of several events: their spellings on both sides of a dash, and one example below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.documents import read_design_document

if TYPE_CHECKING:
    from contracts.model import Contract

EXAMPLE = '\n```json\n{"eventType": "RoomBooked", "roomId": "R-1"}\n```\n'


def events(text: str) -> dict[str, Contract]:
    """The events of a text by name."""
    return {contract.name: contract for contract in read_design_document(text, path="a.md").contracts}


@pytest.mark.parametrize(
    "heading",
    [
        "room.booked / room.freed — `RoomBooked` / `RoomFreed`",
        "`room.booked` / `room.freed` — `RoomBooked` / `RoomFreed`",
        "2.1 room.booked, room.freed: RoomBooked, RoomFreed",
        "`RoomBooked` · `RoomFreed` – `room.booked` · `room.freed`",
        "room.booked / room.freed：RoomBooked / RoomFreed",
    ],
)
def test_lists_on_both_sides_of_a_dash_are_two_spellings_of_the_same_events(heading: str) -> None:
    """By position; the example shows which of them is on the wire."""
    found = events(f"# Rooms\n## Events\n### {heading}\n{EXAMPLE}")
    assert {name: contract.aliases for name, contract in found.items()} == {
        "RoomBooked": ("room.booked",),
        "RoomFreed": ("room.freed",),
    }


def test_spellings_of_a_pair_need_not_be_alike() -> None:
    """The topic of an event may be called quite differently."""
    found = events(f"# Rooms\n## Events\n### stay.begun / stay.ended — `RoomBooked` / `RoomFreed`\n{EXAMPLE}")
    assert found["RoomFreed"].aliases == ("stay.ended",)


def test_the_example_of_one_event_shows_the_fields_of_the_other() -> None:
    """Its type key holds the other name there."""
    contract = events(f"# Rooms\n## Events\n### RoomBooked / RoomFreed\n{EXAMPLE}")["RoomFreed"]
    assert contract.definition is not None
    schema = contract.definition.parts[0].schema
    assert isinstance(schema, dict)
    assert schema["properties"] == {
        "eventType": {"type": "string", "const": "RoomFreed"},
        "roomId": {"type": "string"},
    }


@pytest.mark.parametrize("line", ["`RoomFreed` has a `reason` as well.", "`StayEnded`: `roomId`, `endedAt`"])
def test_an_example_is_not_shared_where_lines_tell_the_events_apart(line: str) -> None:
    """What differs is said in words, which no schema is made of."""
    contract = events(f"# Rooms\n## Events\n### RoomBooked / RoomFreed\n{EXAMPLE}\n{line}\n")["RoomFreed"]
    assert contract.definition is None


def test_a_type_key_in_another_style_names_one_of_several_events() -> None:
    """`room.booked` of the heading is `RoomBooked` on the wire."""
    found = events(f"# Rooms\n## Events\n### room.booked / room.freed\n{EXAMPLE}")
    assert found["RoomBooked"].aliases == ("room.booked",)
    assert found["RoomBooked"].definition is not None


@pytest.mark.parametrize("heading", ["room.booked — room.freed", "RoomBooked — room-events", "RoomBooked — Room Freed"])
def test_what_is_no_other_spelling_is_no_alias(heading: str) -> None:
    """Another event, a channel, or words."""
    found = events(f'# Rooms\n## Events\n### {heading}\n\n```json\n{{"roomId": "R-1"}}\n```\n')
    assert [contract.aliases for contract in found.values()] == [()]
