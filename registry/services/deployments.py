"""Recording where builds run, and answering whether one may go there."""

from __future__ import annotations

from asyncio import to_thread
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.canonical import definition_of_bytes, fingerprint, fingerprint_of_bytes
from contracts.deployment import Deployment, can_i_deploy
from contracts.errors import InvalidLockFile
from contracts.lock_file import LockedContract, file_bytes, read_lock_file
from contracts.model import Role
from registry.errors import BadLockFile, BuildChanged, NotRegistered
from registry.services.events import deployment_event
from registry.services.permissions import require_service
from registry.storage import twice
from registry.storage.views import BuildContract

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from contracts.compatibility import Prove
    from contracts.deployment import Matrix, Requirements
    from contracts.keywords import Json
    from contracts.lock_file import LockFile
    from contracts.model import ContractKey, Definition
    from registry.auth.actors import Actor
    from registry.storage import Database, Store
    from registry.storage.outbox import NewEvent
    from registry.storage.views import DeploymentFilter, DeploymentView, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A version of a service in an environment; `lock` is the lock file of the build, None if it is recorded already.

    `instance` tells several deployments of one service in one environment apart.
    """

    service: str
    version: str = ""
    environment: str
    instance: str = ""
    lock: Json = None

    @property
    def target(self) -> str:
        """What the audit log calls it."""
        label = f" ({self.instance})" if self.instance else ""
        return f"{self.service}{label} in {self.environment}"


async def record_deployment(database: Database, placement: Placement, *, actor: Actor) -> str | None:
    """The version that ran there until now, None if there was none. Rolling back is recording again.

    Raises:
        EnvironmentNotFound: there is no such environment.
        BuildNotFound: the build was never recorded, and no lock file was sent.
        BuildChanged: it was recorded with another lock file.
        NotRegistered: the lock file holds contracts that are not registered as it has them.
        BadLockFile: what was sent is no lock file of this service.
        ScopeTooNarrow: the actor's key is for another service.
    """
    require_service(placement.service, actor)
    lock = _read(placement)
    return await twice(lambda: _recorded(database, placement, lock, actor))


async def _recorded(database: Database, placement: Placement, lock: LockFile | None, actor: Actor) -> str | None:
    async with database.writing() as store:
        if lock is not None:
            await _keep_build(store, placement, lock)
        replaced = await store.deployments.start(
            placement.service, placement.version, environment=placement.environment, instance=placement.instance
        )
        detail = {"version": placement.version, "replaced_version": replaced}
        store.audit.record("deployment.recorded", placement.target, actor=actor.name, detail=detail)
        await store.outbox.append([_event(placement, placement.version, is_active=True)])
        return replaced


async def end_deployment(database: Database, placement: Placement, *, actor: Actor) -> str:
    """The version that ran there, and no longer does; the placement names no version.

    Raises:
        EnvironmentNotFound: there is no such environment.
        DeploymentNotFound: the service did not run there.
        ScopeTooNarrow: the actor's key is for another service.
    """
    require_service(placement.service, actor)
    async with database.writing() as store:
        ended = await store.deployments.end(
            placement.service, environment=placement.environment, instance=placement.instance
        )
        store.audit.record("deployment.ended", placement.target, actor=actor.name, detail={"version": ended})
        await store.outbox.append([_event(placement, ended, is_active=False)])
        return ended


async def list_environments(database: Database) -> list[str]:
    """The names of all environments."""
    async with database.reading() as store:
        return await store.deployments.environments()


async def add_environment(database: Database, name: str, *, actor: str) -> None:
    """Nothing; the environment is there afterwards."""
    await twice(lambda: _with_environment(database, name, actor))


async def _with_environment(database: Database, name: str, actor: str) -> None:
    async with database.writing() as store:
        if name not in await store.deployments.environments():
            await store.deployments.add_environment(name)
            store.audit.record("environment.created", name, actor=actor)


async def list_deployments(database: Database, wanted: DeploymentFilter, page: Page) -> list[DeploymentView]:
    """A page of what runs where."""
    async with database.reading() as store:
        return await store.deployments.page(wanted, page)


async def list_users(database: Database, key: ContractKey, number: int) -> list[DeploymentView]:
    """The active deployments of builds that were made against a version.

    Raises:
        ContractNotFound: there is no such contract.
        VersionNotFound: it has no such version.
    """
    async with database.reading() as store:
        await store.contracts.version(key, number)
        return await store.deployments.users(key, number)


async def answer_can_i_deploy(
    database: Database, prove: Prove, placement: Placement, requirements: Requirements
) -> Matrix:
    """The matrix of a build against what runs in an environment. Nothing is stored.

    Raises:
        EnvironmentNotFound: there is no such environment.
        BuildNotFound: the build was never recorded, and no lock file was sent.
        BuildChanged: it was recorded with another lock file.
        NotRegistered: the lock file holds contracts that are not registered as it has them.
        BadLockFile: what was sent is no lock file of this service.
        RegistryBusy: there was no worker process free.
    """
    lock = _read(placement)
    async with database.reading() as store:
        await store.deployments.check_environment(placement.environment)
        own = await _candidate(store, placement, lock)
        others = await store.builds.counterparts(
            placement.environment, {contract.key for contract in own}, of=placement.service
        )
        fingerprints = {contract.fingerprint for contract in (*own, *others) if contract.fingerprint}
        bodies = await store.contracts.bodies(fingerprints)
        verified = await store.builds.verifications(placement.service, placement.version)
    passed = {(item.key, item.role): item.has_passed for item in verified}

    def computed() -> Matrix:
        held = _Definitions(bodies, called={item.key for item in (*own, *others) if item.role is Role.CALLER})
        (candidate,) = held.deployments(own) or [Deployment(service=placement.service, version=placement.version)]
        candidate = Deployment(
            service=candidate.service,
            version=candidate.version,
            contracts=candidate.contracts,
            unshaped=candidate.unshaped,
            verified=passed,
        )
        return can_i_deploy(candidate, held.deployments(others), requirements=requirements, prove=prove)

    return await to_thread(computed)


class _Definitions:
    """Definitions by their stored bytes, each read once."""

    def __init__(self, bodies: Mapping[str, bytes], *, called: Container[ContractKey]) -> None:
        self._bodies = bodies
        self._called = called
        self._read: dict[str, Definition] = {}

    def deployments(self, contracts: Iterable[BuildContract]) -> list[Deployment]:
        """The contracts as their deployments hold them, but external operations that no build there calls."""
        by_build: dict[tuple[str, str, str], list[BuildContract]] = {}
        for contract in contracts:
            by_build.setdefault((contract.service, contract.version, contract.instance), []).append(contract)
        return [self._deployment(identity, held) for identity, held in by_build.items()]

    def _deployment(self, identity: tuple[str, str, str], held: Sequence[BuildContract]) -> Deployment:
        service, version, instance = identity
        asked = [contract for contract in held if not contract.is_external or contract.key in self._called]
        return Deployment(
            service=service,
            version=version,
            instance=instance,
            contracts=tuple(self._locked(contract) for contract in asked if contract.fingerprint is not None),
            unshaped=tuple((contract.key, contract.role) for contract in asked if contract.fingerprint is None),
        )

    def _locked(self, contract: BuildContract) -> LockedContract:
        mark = contract.fingerprint or ""
        if mark not in self._read:
            self._read[mark] = definition_of_bytes(contract.key.kind, self._bodies[mark])
        return LockedContract(
            key=contract.key,
            role=contract.role,
            definition=self._read[mark],
            policy=contract.policy,
            version=contract.number,
        )


def _event(placement: Placement, version: str, *, is_active: bool) -> NewEvent:
    return deployment_event(
        service=placement.service,
        version=version,
        environment=placement.environment,
        instance=placement.instance,
        is_active=is_active,
    )


def _read(placement: Placement) -> LockFile | None:
    if placement.lock is None:
        return None
    try:
        lock = read_lock_file(placement.lock)
    except InvalidLockFile as error:
        raise BadLockFile(str(error)) from error
    if lock.service != placement.service:
        raise BadLockFile(f"the lock file is that of {lock.service!r}, and {placement.service!r} was named")
    return lock


async def _candidate(store: Store, placement: Placement, lock: LockFile | None) -> list[BuildContract]:
    if lock is None:
        return await store.builds.contracts(placement.service, placement.version)
    return await _resolved(store, placement, lock)


async def _keep_build(store: Store, placement: Placement, lock: LockFile) -> None:
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
