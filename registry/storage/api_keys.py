"""API keys as they are kept: by their digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlmodel import col, select

from registry.errors import KeyNotFound
from registry.storage.key_views import ApiKeyView
from registry.storage.tables import ApiKeyRow

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from registry.storage.key_views import NewApiKey

_LOCK = 0x424B4559  # any number that no other user of the PostgreSQL server is likely to choose: "BKEY"


class ApiKeyStore:
    """What can be asked of API keys and done with them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def any_exists(self) -> bool:
        """Whether there ever was a key, revoked and expired ones included."""
        return (await self._session.exec(select(ApiKeyRow.id).limit(1))).first() is not None

    async def lock(self) -> None:
        """Keep everybody else who locks from going on, until the unit of work ends."""
        if self._session.get_bind().dialect.name != "sqlite":  # where only one can write anyway
            statement = text("SELECT pg_advisory_xact_lock(:key)").bindparams(key=_LOCK)
            await (await self._session.connection()).execute(statement)

    async def add(self, key: NewApiKey) -> ApiKeyView:
        """The key, now kept."""
        row = ApiKeyRow(
            name=key.name,
            shown=key.shown,
            digest=key.digest,
            role=key.role,
            contract_prefix=key.contract_prefix,
            service=key.service,
            created_by=key.created_by,
            expires_at=key.expires_at,
        )
        self._session.add(row)
        await self._session.flush()
        return _view(row)

    async def by_digest(self, digest: str) -> ApiKeyView | None:
        """The key with this digest, whether it may still be used or not."""
        row = (await self._session.exec(select(ApiKeyRow).where(ApiKeyRow.digest == digest))).first()
        return _view(row) if row else None

    async def by_id(self, identity: UUID) -> ApiKeyView | None:
        """The key with this id, whether it may still be used or not."""
        row = await self._session.get(ApiKeyRow, identity)
        return _view(row) if row else None

    async def page(self, *, limit: int, after: str | None = None) -> list[ApiKeyView]:
        """At most `limit` keys, by their beginning, those after one."""
        query = select(ApiKeyRow).order_by(col(ApiKeyRow.shown)).limit(limit)
        if after is not None:
            query = query.where(col(ApiKeyRow.shown) > after)
        return [_view(row) for row in await self._session.exec(query)]

    async def id_of(self, shown: str) -> UUID:
        """The id of the key with this beginning.

        Raises:
            KeyNotFound: there is none.
        """
        found = (await self._session.exec(select(ApiKeyRow.id).where(ApiKeyRow.shown == shown))).first()
        if found is None:
            raise KeyNotFound(shown)
        return found

    async def revoke(self, identity: UUID, *, now: datetime) -> ApiKeyView:
        """The key, of no use from now on; one that was revoked before stays revoked since then.

        Raises:
            KeyNotFound: there is none with this id.
        """
        row = await self._session.get(ApiKeyRow, identity, with_for_update=True)
        if row is None:
            raise KeyNotFound(str(identity))
        row.revoked_at = row.revoked_at or now
        return _view(row)


def _view(row: ApiKeyRow) -> ApiKeyView:
    return ApiKeyView(
        id=row.id,
        name=row.name,
        shown=row.shown,
        role=row.role,
        contract_prefix=row.contract_prefix,
        service=row.service,
        created_by=row.created_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
