"""Answering whether a build may go to an environment."""

from __future__ import annotations

from asyncio import to_thread
from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.canonical import definition_of_bytes
from contracts.deployment import Deployment, Verification, can_i_deploy
from contracts.documents import contract_named
from contracts.lock_file import LockedContract
from contracts.model import Role, Status
from registry.errors import ContractNotFound
from registry.services.builds import build_contracts, read_lock

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from contracts.compatibility import Prove
    from contracts.deployment import Matrix, Requirements
    from contracts.model import ContractKey, Definition
    from registry.services.placement import Placement
    from registry.storage import Database, Store
    from registry.storage.build_views import BuildContract, VerificationView
    from registry.storage.views import NamedRole


async def answer_can_i_deploy(
    database: Database, prove: Prove, placement: Placement, requirements: Requirements
) -> Matrix:
    """The matrix of a build against what runs in an environment. Nothing is stored.

    Raises:
        EnvironmentNotFound: there is no such environment.
        ContractNotFound: a contract that shall be ignored is not registered.
        InvalidName: no contract can have its name.
        BuildNotFound: the build was never recorded, and no lock file was sent.
        BuildChanged: it was recorded with another lock file.
        NotRegistered: the lock file holds contracts that are not registered as it has them.
        RoleNotRegistered: the lock file says that the service produces what no document lets it produce.
        BadLockFile: what was sent is no lock file of this service.
        RegistryBusy: there was no worker process free.
    """
    lock = read_lock(placement)
    async with database.reading() as store:
        await store.deployments.check_environment(placement.environment)
        requirements = await _known(store, requirements)
        own = await build_contracts(store, placement, lock)
        named = await store.services.roles(placement.service)
        called = {role.key for role in named if role.role is Role.CALLER}  # also those that the lock file lacks
        others = await store.builds.counterparts(
            placement.environment, {contract.key for contract in own} | called, of=placement.service
        )
        fingerprints = {contract.fingerprint for contract in (*own, *others) if contract.fingerprint}
        bodies = await store.contracts.bodies(fingerprints)
        tests = await store.builds.verifications(placement.service, placement.version)
    held = _Definitions(bodies, called={item.key for item in (*own, *others) if item.role is Role.CALLER})

    def computed() -> Matrix:
        asked = [*held.deployments(own), Deployment(service=placement.service, version=placement.version)][0]
        candidate = _compared_with(named, replace(asked, verified=_verified(tests)))
        return can_i_deploy(candidate, held.deployments(others), requirements=requirements, prove=prove)

    return await to_thread(computed)


async def _known(store: Store, requirements: Requirements) -> Requirements:
    """The same with names as the registry spells them; what is ignored by mistake would look like care."""
    keys = {contract_named(name) for name in requirements.ignored}
    unknown = sorted(keys - await store.contracts.known(keys), key=str)
    if unknown:
        raise ContractNotFound(unknown[0])
    return replace(requirements, ignored=frozenset(key.name for key in keys))


def _verified(tests: Iterable[VerificationView]) -> dict[tuple[ContractKey, Role], Verification]:
    return {
        (item.key, item.role): Verification(fingerprint=item.fingerprint, has_passed=item.has_passed) for item in tests
    }


def _compared_with(named: Iterable[NamedRole], build: Deployment) -> Deployment:
    """The build, with what its lock file lacks of the roles that documents give its service, and has beyond them.

    Who calls an external operation is not known, so nobody asks whether it is provided; what is archived is not missed.
    """
    shaped = {(contract.key, contract.role) for contract in build.contracts}
    missed = [
        role
        for role in named
        if role.place not in shaped
        and role.status is not Status.ARCHIVED
        and not (role.is_external and role.role is Role.PROVIDER)
    ]
    unlocked = tuple(role.place for role in missed if role.is_shaped)
    unshaped = {*build.unshaped, *(role.place for role in missed if not role.is_shaped)} - set(unlocked)
    unnamed = {*shaped, *build.unshaped} - {role.place for role in named}
    return replace(build, unshaped=tuple(unshaped), unlocked=unlocked, unnamed=frozenset(unnamed))


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
