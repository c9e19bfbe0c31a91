"""Telling the registry what no document says of a contract: that it ends, has ended, or how it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.errors import ContractInUse, ContractNotFound
from registry.services.events import archive_event, deprecation_event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.model import ContractKey
    from registry.storage import Database
    from registry.storage.lifecycle import Deprecation
    from registry.storage.outbox import NewEvent
    from registry.storage.views import ContractView, VersionView


async def deprecate_contract(database: Database, key: ContractKey, deprecation: Deprecation | None) -> ContractView:
    """The contract, deprecated, or no longer so (None). Its document may still say that it is.

    Raises:
        ContractNotFound: there is none of this key.
    """
    async with database.writing() as store:
        is_changed = await store.lifecycle.deprecate(key, deprecation)
        if is_changed:
            await store.outbox.append([_event(key, deprecation)])
        return await store.contracts.get(key)


async def deprecate_version(
    database: Database, key: ContractKey, number: int, deprecation: Deprecation | None
) -> VersionView:
    """One version, deprecated, or no longer so (None). New versions are not compared with deprecated ones.

    Raises:
        ContractNotFound: there is no such contract.
        VersionNotFound: it has no such version.
    """
    async with database.writing() as store:
        is_changed = await store.lifecycle.deprecate_version(key, number, deprecation)
        if is_changed:
            await store.outbox.append([_event(key, deprecation, version=number)])
        return await store.contracts.version(key, number)


async def archive_contract(database: Database, key: ContractKey) -> ContractView:
    """The contract, archived as if its document had dropped it. A document that declares it brings it back.

    Raises:
        ContractNotFound: there is none of this key.
        ContractInUse: services read what it describes, and it is not deprecated.
    """
    async with database.writing() as store:
        contract = (await store.registrations.locked((), (key,))).contracts.get(key)
        if contract is None:
            raise ContractNotFound(key)
        if not contract.may_end:
            raise ContractInUse(key, contract.dependents)
        if not contract.is_archived:
            await store.lifecycle.archive(key)
            await store.outbox.append([archive_event(contract)])
        return await store.contracts.get(key)


async def replace_tags(database: Database, key: ContractKey, tags: Iterable[str]) -> ContractView:
    """The contract with these tags and no others.

    Raises:
        ContractNotFound: there is none of this key.
    """
    async with database.writing() as store:
        await store.lifecycle.replace_tags(key, tags)
        return await store.contracts.get(key)


def _event(key: ContractKey, deprecation: Deprecation | None, *, version: int | None = None) -> NewEvent:
    return deprecation_event(
        key,
        is_deprecated=deprecation is not None,
        version=version,
        reason=deprecation.reason if deprecation else "",
        sunset_on=deprecation.sunset_on if deprecation else None,
    )
