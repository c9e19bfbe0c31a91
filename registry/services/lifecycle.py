"""Telling the registry what no document says of a contract: that it ends, has ended, or how it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.errors import ContractInUse, ContractNotFound
from registry.services.events import archive_event, deprecation_event
from registry.services.permissions import require_contract

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.keywords import Json
    from contracts.model import ContractKey
    from contracts.registration import RegisteredContract
    from registry.auth.actors import Actor
    from registry.storage import Database, Store
    from registry.storage.lifecycle import Deprecation
    from registry.storage.outbox import NewEvent
    from registry.storage.views import ContractView, VersionView


async def deprecate_contract(
    database: Database, key: ContractKey, deprecation: Deprecation | None, *, actor: Actor
) -> ContractView:
    """The contract, deprecated, or no longer so (None). Its document may still say that it is.

    Raises:
        ContractNotFound: there is none of this key.
        ScopeTooNarrow: the actor's key is not for this contract.
    """
    async with database.writing() as store:
        await _locked(store, key, actor)
        is_changed = await store.lifecycle.deprecate(key, deprecation)
        if is_changed:
            store.audit.record("contract.deprecated", str(key), actor=actor.name, detail=_told(deprecation))
            await store.outbox.append([_event(key, deprecation)])
        return await store.contracts.get(key)


async def deprecate_version(
    database: Database, key: ContractKey, number: int, deprecation: Deprecation | None, *, actor: Actor
) -> VersionView:
    """One version, deprecated, or no longer so (None). New versions are not compared with deprecated ones.

    Raises:
        ContractNotFound: there is no such contract.
        ScopeTooNarrow: the actor's key is not for this contract.
        VersionNotFound: it has no such version.
    """
    async with database.writing() as store:
        await _locked(store, key, actor)
        is_changed = await store.lifecycle.deprecate_version(key, number, deprecation)
        if is_changed:
            detail = _told(deprecation) | {"version": number}
            store.audit.record("contract.deprecated", str(key), actor=actor.name, detail=detail)
            await store.outbox.append([_event(key, deprecation, version=number)])
        return await store.contracts.version(key, number)


async def archive_contract(database: Database, key: ContractKey, *, actor: Actor) -> ContractView:
    """The contract, archived as if its document had dropped it. A document that declares it brings it back.

    Raises:
        ContractNotFound: there is none of this key.
        ScopeTooNarrow: the actor's key is not for this contract.
        ContractInUse: services read what it describes, and it is not deprecated.
    """
    async with database.writing() as store:
        contract = await _locked(store, key, actor)
        if not contract.may_end:
            raise ContractInUse(key, contract.dependents)
        if not contract.is_archived:
            await store.lifecycle.archive(key)
            store.audit.record("contract.archived", str(key), actor=actor.name)
            await store.outbox.append([archive_event(contract)])
        return await store.contracts.get(key)


async def replace_tags(database: Database, key: ContractKey, tags: Iterable[str], *, actor: Actor) -> ContractView:
    """The contract with these tags and no others.

    Raises:
        ContractNotFound: there is none of this key.
        ScopeTooNarrow: the actor's key is not for this contract.
    """
    tags = sorted(set(tags))
    async with database.writing() as store:
        await _locked(store, key, actor)
        await store.lifecycle.replace_tags(key, tags)
        store.audit.record("contract.tagged", str(key), actor=actor.name, detail={"tags": tags})
        return await store.contracts.get(key)


async def _locked(store: Store, key: ContractKey, actor: Actor) -> RegisteredContract:
    """The contract, held until the unit of work ends, if the actor may change what is said of it."""
    contract = (await store.registrations.locked((), (key,))).registered.contracts.get(key)
    if contract is None:
        raise ContractNotFound(key)
    require_contract(contract, actor)
    return contract


def _told(deprecation: Deprecation | None) -> dict[str, Json]:
    """What the audit log keeps of a deprecation; None takes it back."""
    if deprecation is None:
        return {"deprecated": False}
    return {
        "deprecated": True,
        "reason": deprecation.reason,
        "sunset_on": deprecation.sunset_on and deprecation.sunset_on.isoformat(),
    }


def _event(key: ContractKey, deprecation: Deprecation | None, *, version: int | None = None) -> NewEvent:
    return deprecation_event(
        key,
        is_deprecated=deprecation is not None,
        version=version,
        reason=deprecation.reason if deprecation else "",
        sunset_on=deprecation.sunset_on if deprecation else None,
    )
