"""What a registry holds, what happened in it last, and what somebody should look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.model import Kind, Status
from registry.storage.views import ContractFilter

if TYPE_CHECKING:
    from registry.storage import Database
    from registry.storage.outbox import Event

_LATEST = 12
_COUNTED = {
    "events": ContractFilter(kind=Kind.EVENT),
    "operations": ContractFilter(kind=Kind.OPERATION),
    "without_schema": ContractFilter(has_schema=False),
    "deprecated": ContractFilter(status=Status.DEPRECATED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How many there are of what, as the lists count them, and the latest events, the newest first."""

    events: int
    operations: int
    services: int
    documents: int
    without_schema: int
    deprecated: int
    latest: tuple[Event, ...]


async def read_overview(database: Database) -> Overview:
    """The overview of a registry."""
    async with database.reading() as store:
        counts = {name: await store.contracts.count(wanted) for name, wanted in _COUNTED.items()}
        return Overview(
            services=await store.services.count(),
            documents=await store.documents.count(),
            latest=tuple(await store.outbox.latest(_LATEST)),
            **counts,
        )
