"""The change feed: what happened, in one order, from any place on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.services.events import message_of

if TYPE_CHECKING:
    from contracts.keywords import Json
    from registry.storage import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Events after a sequence number; `last` is the number to ask after next."""

    events: tuple[dict[str, Json], ...]
    last: int


async def list_changes(database: Database, *, after: int, limit: int) -> Changes:
    """At most `limit` events after a sequence number, ascending; none is ever added before one that was seen."""
    async with database.reading() as store:
        events = await store.outbox.after(after, limit=limit)
    last = events[-1].sequence if events else after
    return Changes(events=tuple(message_of(event) for event in events), last=last)
