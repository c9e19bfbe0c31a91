"""Creating, listing and revoking API keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from registry.auth.api_keys import digest_of, new_key, shown_part
from registry.auth.roles import AccessRole
from registry.errors import LimitWithoutEffect
from registry.storage.key_views import NewApiKey

if TYPE_CHECKING:
    from contracts.keywords import Json
    from registry.auth.actors import Actor, Scope
    from registry.storage import Database, Store
    from registry.storage.key_views import ApiKeyView


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedKey:
    """The key that is asked for; `name` says what it is for."""

    name: str
    role: AccessRole
    scope: Scope
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedKey:
    """A key, this once, and how it is listed from now on."""

    key: str
    view: ApiKeyView

    def __repr__(self) -> str:
        return f"CreatedKey({self.view.shown}...)"


async def create_key(database: Database, wanted: WantedKey, *, actor: Actor) -> CreatedKey:
    """A new key; it is never shown again.

    Raises:
        LimitWithoutEffect: the key would be limited in what its role may not do anyway.
        DatabaseUnavailable: the database does not answer or refused the commit; there is no such key.
    """
    if wanted.role is AccessRole.DEPLOYER and wanted.scope.contract_prefix is not None:
        raise LimitWithoutEffect
    async with database.writing() as store:
        return await _create(store, wanted, actor, new_key())


async def create_first_key(
    database: Database, wanted: WantedKey, *, actor: Actor, key: str | None = None
) -> CreatedKey | None:
    """The key, if it is the first ever: of several replicas that start at once, one creates it. None otherwise.

    `key` is chosen by the caller, who answers for its randomness; by default it is a new one.

    Raises:
        DatabaseUnavailable: the database does not answer or refused the commit; there is no such key.
    """
    async with database.writing() as store:
        await store.api_keys.lock()
        return None if await store.api_keys.any_exists() else await _create(store, wanted, actor, key or new_key())


async def _create(store: Store, wanted: WantedKey, actor: Actor, key: str) -> CreatedKey:
    view = await store.api_keys.add(
        NewApiKey(
            name=wanted.name,
            shown=shown_part(key),
            digest=digest_of(key),
            role=wanted.role.value,
            created_by=actor.name,
            contract_prefix=wanted.scope.contract_prefix,
            service=wanted.scope.service,
            expires_at=wanted.expires_at,
        )
    )
    store.audit.record("key.created", view.shown, actor=actor.name, detail=_facts(view))
    return CreatedKey(key=key, view=view)


async def list_keys(database: Database, *, limit: int, after: str | None = None) -> list[ApiKeyView]:
    """At most `limit` keys by their beginning, those after one; revoked and expired ones too."""
    async with database.reading() as store:
        return await store.api_keys.page(limit=limit, after=after)


async def revoke_key(database: Database, key: UUID | str, *, actor: Actor) -> ApiKeyView:
    """The key with this id or beginning, of no use from now on.

    Raises:
        KeyNotFound: there is none.
        DatabaseUnavailable: the database does not answer or refused the commit; the key can still be used.
    """
    async with database.writing() as store:
        identity = key if isinstance(key, UUID) else await store.api_keys.id_of(key)
        view = await store.api_keys.revoke(identity, now=datetime.now(UTC))
        store.audit.record("key.revoked", view.shown, actor=actor.name)
        return view


def _facts(view: ApiKeyView) -> Json:
    return {
        "name": view.name,
        "role": view.role,
        "contract_prefix": view.contract_prefix,
        "service": view.service,
        "expires_at": view.expires_at and view.expires_at.isoformat(),
    }
