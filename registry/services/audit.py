"""Reading the audit log. It is written by `store.audit.record`, in the transaction of the write that it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from registry.storage import Database
    from registry.storage.views import AuditView


async def list_audit(database: Database, *, limit: int, after: tuple[datetime, UUID] | None = None) -> list[AuditView]:
    """At most `limit` entries, the latest first, those before one."""
    async with database.reading() as store:
        return await store.audit.page(limit=limit, after=after)
