"""The audit log: what was written, by whom. Rows are added in the transaction of the write that they tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import tuple_
from sqlmodel import col, select

from registry.storage.tables import AuditRow
from registry.storage.views import AuditView

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from contracts.keywords import Json


class AuditStore:
    """What can be asked of the audit log, and the one thing that can be done to it."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def record(self, action: str, target: str, *, actor: str, detail: Json = None) -> None:
        """Add what is done in this unit of work: it stands in the log if, and only if, it is committed.

        >>> store.audit.record("contract.deprecated", "event order.created", actor=actor.name)  # doctest: +SKIP
        """
        self._session.add(AuditRow(actor=actor, action=action, target=target, detail=detail or {}))

    async def page(self, *, limit: int, after: tuple[datetime, UUID] | None = None) -> list[AuditView]:
        """At most `limit` entries, the latest first, those before one."""
        query = select(AuditRow).order_by(col(AuditRow.created_at).desc(), col(AuditRow.id).desc()).limit(limit)
        if after is not None:
            query = query.where(tuple_(col(AuditRow.created_at), col(AuditRow.id)) < after)
        return [
            AuditView(
                id=row.id,
                at=row.created_at,
                actor=row.actor,
                action=row.action,
                target=row.target,
                detail=row.detail,
            )
            for row in await self._session.exec(query)
        ]
