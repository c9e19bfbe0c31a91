"""Builds: a version of a service, and the contracts that its lock file says it writes and reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.canonical import fingerprint, fingerprint_of_bytes
from contracts.errors import InvalidLockFile
from contracts.lock_file import file_bytes, read_lock_file
from contracts.model import Policy, Role
from registry.errors import BadLockFile, BuildChanged, NotRegistered, RoleNotRegistered
from registry.storage.build_views import BuildContract

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.keywords import Json
    from contracts.lock_file import LockFile
    from contracts.model import ContractKey
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
    """What a build writes and reads, as it was recorded, else as its lock file says.

    Raises:
        BuildNotFound: there is no lock file, and the build was never recorded.
        BuildChanged: it was recorded with another lock file.
        NotRegistered: the lock file holds contracts that are not registered as it has them.
        RoleNotRegistered: the lock file says that the service produces what no document lets it produce.
    """
    if lock is None or await _is_recorded(store, placement):
        return await store.builds.contracts(placement.service, placement.version)
    return await _resolved(store, placement, lock)


async def keep_build(store: Store, placement: Placement, lock: LockFile) -> None:
    """Nothing; the build is recorded afterwards.

    Raises:
        BuildChanged: it was recorded with another lock file.
        NotRegistered: the lock file holds contracts that are not registered as it has them.
        RoleNotRegistered: the lock file says that the service produces what no document lets it produce.
    """
    if not await _is_recorded(store, placement):
        contracts = await _resolved(store, placement, lock)
        digest = _digest(placement.lock)
        await store.builds.add(placement.service, placement.version, digest=digest, contracts=contracts)


async def _is_recorded(store: Store, placement: Placement) -> bool:
    """Whether the build was recorded, with the lock file that was sent."""
    known = await store.builds.digest(placement.service, placement.version)
    if known is not None and known != _digest(placement.lock):
        raise BuildChanged(placement.service, placement.version)
    return known is not None


def _digest(lock: Json) -> str:
    """What identifies a build: numbers are filled in when the file is pulled again, and say nothing of the build."""
    entries = [{**entry, "version": None} for entry in lock["contracts"]]
    members = {**lock, "contracts": entries, "no_schema": lock.get("no_schema", [])}
    for member in ("contracts", "no_schema"):
        members[member] = sorted(members[member], key=lambda entry: (entry["kind"], entry["name"], entry["role"]))
    return fingerprint_of_bytes(file_bytes(members))


async def _resolved(store: Store, placement: Placement, lock: LockFile) -> list[BuildContract]:
    """The contracts of a lock file with the registry's own numbers, and those without a schema that it leaves out."""
    shaped = {(contract.key, contract.role): contract for contract in lock.contracts}
    marks = {place: fingerprint(contract.definition) for place, contract in shaped.items()}
    keys = {key for key, _ in (*shaped, *lock.unshaped)}
    numbers = await store.builds.numbers(keys)
    missing = {key for (key, _), mark in marks.items() if (key, mark) not in numbers}
    missing |= keys - await store.contracts.known(keys)
    if missing:
        raise NotRegistered(sorted(key.name for key in missing))
    named = await store.services.roles(placement.service)
    _check_producers([*shaped, *lock.unshaped], {role.place for role in named}, placement.service)
    unshaped = {role.place for role in named if not role.is_shaped} | set(lock.unshaped)
    external = await store.contracts.external(keys) | {role.key for role in named if role.is_external}
    return [
        BuildContract(
            service=placement.service,
            version=placement.version,
            key=key,
            role=role,
            number=numbers[key, marks[key, role]] if (key, role) in marks else None,
            fingerprint=marks.get((key, role)),
            policy=shaped[key, role].policy if (key, role) in shaped else Policy(),
            is_external=key in external,
        )
        for key, role in sorted({*shaped, *unshaped}, key=lambda place: (place[0].kind, place[0].name, place[1]))
    ]


def _check_producers(
    claimed: Iterable[tuple[ContractKey, Role]], named: set[tuple[ContractKey, Role]], service: str
) -> None:
    """Nothing, if documents let the service produce what it says that it produces; who reads harms nobody else."""
    unheard = {key.name for key, role in claimed if role is Role.PRODUCER and (key, role) not in named}
    if unheard:
        raise RoleNotRegistered(service, sorted(unheard))
