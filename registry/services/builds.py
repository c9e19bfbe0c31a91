"""Builds: a version of a service, and the contracts that its lock file says it writes and reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.canonical import fingerprint, fingerprint_of_bytes
from contracts.errors import InvalidLockFile
from contracts.lock_file import file_bytes, read_lock_file
from registry.errors import BadLockFile, BuildChanged, NotRegistered
from registry.storage.views import BuildContract

if TYPE_CHECKING:
    from contracts.keywords import Json
    from contracts.lock_file import LockFile
    from registry.services.placement import Placement
    from registry.storage import Store


def read_lock(placement: Placement) -> LockFile | None:
    """The lock file of a placement, None if none was sent.

    Raises:
        BadLockFile: what was sent is no lock file of this service.
    """
    if placement.lock is None:
        return None
    try:
        lock = read_lock_file(placement.lock)
    except InvalidLockFile as error:
        raise BadLockFile(str(error)) from error
    if lock.service != placement.service:
        raise BadLockFile(f"the lock file is that of {lock.service!r}, and {placement.service!r} was named")
    return lock


async def build_contracts(store: Store, placement: Placement, lock: LockFile | None) -> list[BuildContract]:
    """What a build writes and reads, as its lock file says or as it was recorded.

    Raises:
        BuildNotFound: there is no lock file, and the build was never recorded.
        NotRegistered: the lock file holds contracts that are not registered as it has them.
    """
    if lock is None:
        return await store.builds.contracts(placement.service, placement.version)
    return await _resolved(store, placement, lock)


async def keep_build(store: Store, placement: Placement, lock: LockFile) -> None:
    """Nothing; the build is recorded afterwards.

    Raises:
        BuildChanged: it was recorded with another lock file.
        NotRegistered: the lock file holds contracts that are not registered as it has them.
    """
    digest = fingerprint_of_bytes(file_bytes(_without_numbers(placement.lock)))
    known = await store.builds.digest(placement.service, placement.version)
    if known is not None and known != digest:
        raise BuildChanged(placement.service, placement.version)
    if known is None:
        contracts = await _resolved(store, placement, lock)
        await store.builds.add(placement.service, placement.version, digest=digest, contracts=contracts)


def _without_numbers(lock: Json) -> Json:
    """What identifies a build: numbers are filled in when the file is pulled again, and say nothing of the build."""
    entries = [{**entry, "version": None} for entry in lock["contracts"]]
    return {**lock, "contracts": sorted(entries, key=lambda entry: (entry["kind"], entry["name"], entry["role"]))}


async def _resolved(store: Store, placement: Placement, lock: LockFile) -> list[BuildContract]:
    """The contracts of a lock file with the registry's own numbers, and those without a schema that it leaves out."""
    keys = {contract.key for contract in lock.contracts}
    marked = [(contract, fingerprint(contract.definition)) for contract in lock.contracts]
    numbers = await store.builds.numbers(keys)
    missing = sorted({contract.key.name for contract, mark in marked if (contract.key, mark) not in numbers})
    if missing:
        raise NotRegistered(missing)
    external = await store.contracts.external(keys)
    shaped = [
        BuildContract(
            service=placement.service,
            version=placement.version,
            key=contract.key,
            role=contract.role,
            number=numbers[contract.key, mark],
            fingerprint=mark,
            policy=contract.policy,
            is_external=contract.key in external,
        )
        for contract, mark in marked
    ]
    unshaped = [
        BuildContract(
            service=placement.service,
            version=placement.version,
            key=view.key,
            role=role,
            number=None,
            fingerprint=None,
            policy=view.policy,
            is_external=view.declaration.get("visibility") == "external",
        )
        for view in await store.contracts.unshaped_of(placement.service)
        for role in sorted({party.role for party in view.parties if party.service == placement.service})
    ]
    return shaped + unshaped
