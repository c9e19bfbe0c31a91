"""Events: written with what they tell of, read as the change feed, and marked once they are delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam
from sqlmodel import col, func, select, update

from registry.storage.plain_tables import OUTBOX, SEQUENCE, add_rows
from registry.storage.tables import OutboxRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession
    from sqlmodel.sql.expression import SelectOfScalar

    from contracts.keywords import Json

_TAKEN = (
    update(SEQUENCE)
    .where(SEQUENCE.c.name == "outbox")
    .values(value=SEQUENCE.c.value + bindparam("count", type_=BigInteger))
    .returning(SEQUENCE.c.value)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """Something that happened to a subject, in the words of an event of Bindery's own design document."""

    type: str
    subject: str
    data: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event as it is stored: `sequence` counts from 1 without a gap, in the order of the commits."""

    id: UUID
    sequence: int
    type: str
    subject: str
    data: Json
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How many events a broker has confirmed, how many wait, and since when the first of them does."""

    delivered: int
    waiting: int
    oldest_at: datetime | None


class OutboxStore:
    """The events of the registry, in one order that never changes."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def append(self, events: Sequence[NewEvent]) -> None:
        """Store events; the last thing that a unit of work does.

        The row of the sequence is locked from here to the commit: whoever waits for it holds nothing that the one who
        has it still needs, and numbers are committed in their order.
        """
        if not events:
            return
        await self._session.flush()
        connection = await self._session.connection()
        last = (await connection.execute(_TAKEN, {"count": len(events)})).scalar_one()
        rows = [
            {"sequence": number, "type": event.type, "subject": event.subject, "payload": event.data}
            for number, event in enumerate(events, last - len(events) + 1)
        ]
        await add_rows(connection, OUTBOX, rows)

    async def latest(self, limit: int) -> list[Event]:
        """At most `limit` events, the newest first."""
        query = select(OutboxRow).order_by(col(OutboxRow.sequence).desc()).limit(limit)
        return await self._events(query)

    async def after(self, sequence: int, *, limit: int) -> list[Event]:
        """At most `limit` events after a sequence number, ascending."""
        query = select(OutboxRow).where(col(OutboxRow.sequence) > sequence)
        return await self._events(query.order_by(col(OutboxRow.sequence)).limit(limit))

    async def last(self) -> int:
        """The sequence number of the last event; 0 before the first."""
        return (await self._session.exec(select(func.max(OutboxRow.sequence)))).one() or 0

    async def undelivered(self, *, limit: int) -> list[Event]:
        """The first events that no broker has confirmed yet, ascending."""
        query = select(OutboxRow).where(col(OutboxRow.delivered_at).is_(None))
        return await self._events(query.order_by(col(OutboxRow.sequence)).limit(limit))

    async def backlog(self) -> Backlog:
        """How far delivery is: it keeps to the order of the sequence, which has no gap."""
        first = select(OutboxRow.sequence, OutboxRow.created_at).where(col(OutboxRow.delivered_at).is_(None))
        found = (await self._session.exec(first.order_by(col(OutboxRow.sequence)).limit(1))).first()
        last = await self.last()
        if found is None:
            return Backlog(delivered=last, waiting=0, oldest_at=None)
        return Backlog(delivered=found[0] - 1, waiting=last - found[0] + 1, oldest_at=found[1])

    async def mark_delivered(self, events: Sequence[Event]) -> None:
        """Remember that a broker has confirmed these events."""
        marked = update(OutboxRow).where(col(OutboxRow.id).in_([event.id for event in events]))
        await self._session.exec(marked.values(delivered_at=datetime.now(UTC)))

    async def _events(self, query: SelectOfScalar[OutboxRow]) -> list[Event]:
        return [
            Event(
                id=row.id,
                sequence=row.sequence,
                type=row.type,
                subject=row.subject,
                data=row.payload,
                happened_at=row.created_at,
            )
            for row in await self._session.exec(query)
        ]
