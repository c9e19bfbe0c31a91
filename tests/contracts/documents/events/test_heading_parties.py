# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""Who sends an event to whom, where the line that introduces it says so behind its name."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document
from contracts.model import Contract, Role

SHOWN = '\n\n```json\n{"parcelId": "P-1"}\n```\n'


def parties(line: str) -> tuple[list[str], list[str]]:
    """The producers and the consumers of the one event of a document of one line and an example."""
    (contract,) = read_design_document(f"# Bus\n## Events\n{line}{SHOWN}", path="a.md").contracts
    return _of(contract, Role.PRODUCER), _of(contract, Role.CONSUMER)


def _of(contract: Contract, role: Role) -> list[str]:
    return [party.service for party in contract.parties if party.role is role]


@pytest.mark.parametrize(
    "heading",
    [
        "### `parcel.sorted` — Depot → Fleet, Mail",
        "### parcel.sorted – Depot → Fleet, Mail",
        "### parcel.sorted - Depot -> Fleet, Mail",
        "### 3. parcel.sorted: Depot -> Fleet, Mail",
        "### ParcelSorted：Depot ⇒ Fleet, Mail",
        "### Event: parcel.sorted - Depot => Fleet, Mail",
        "### `parcel.sorted` — `depot` → `fleet`, `mail-service`",
        "**`parcel.sorted`** — depot → fleet, mail-service",
        "**`parcel.sorted`**: depot → fleet, mail-service",
    ],
)
def test_services_behind_a_dash_or_colon_and_around_an_arrow_are_the_parties(heading: str) -> None:
    """The name, a dash or colon, who sends, an arrow, and who receives."""
    producers, consumers = parties(heading)
    assert producers == ["depot"]
    assert [name.removesuffix("-service") for name in consumers] == ["fleet", "mail"]


@pytest.mark.parametrize(
    "change", ["Draft → Placed", "pending → paid", "Sorting → In Transit", "PENDING -> PAID", "NEW → Active"]
)
def test_states_behind_a_dash_are_no_parties(change: str) -> None:
    """`parcel.updated — Draft → Placed` says how a parcel changes."""
    assert parties(f"### `parcel.updated` — {change}") == ([], [])
