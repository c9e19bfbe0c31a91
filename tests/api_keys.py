"""API keys in the database of a test, and the headers that show them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from registry.auth.actors import COMMAND_LINE, Scope
from registry.auth.roles import AccessRole
from registry.services.keys import CreatedKey, WantedKey, create_key
from registry.settings import Settings
from registry.storage import Database, migrate


def created_key(
    settings: Settings,
    role: AccessRole = AccessRole.ADMIN,
    *,
    scope: Scope | None = None,
    expires_in: timedelta | None = None,
) -> CreatedKey:
    """A new key in the database, which is migrated first."""
    wanted = WantedKey(
        name=f"a test's {role}",
        role=role,
        scope=scope or Scope(),
        expires_at=None if expires_in is None else datetime.now(UTC) + expires_in,
    )

    async def create() -> CreatedKey:
        database = Database(settings.database_url)
        try:
            await migrate(database)
            return await create_key(database, wanted, actor=COMMAND_LINE)
        finally:
            await database.close()

    return asyncio.run(create())


def bearer(credential: str | CreatedKey) -> dict[str, str]:
    """The header that shows a key or a token."""
    return {"authorization": f"Bearer {credential if isinstance(credential, str) else credential.key}"}
