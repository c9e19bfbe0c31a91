"""Builds: what each version of a service writes and reads, and what its contract tests said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from contracts.model import ContentModel, ContractKey, Formats, Kind, Policy, Role
from registry.errors import BuildNotFound
from registry.storage.build_views import BuildContract, BuildView, VerificationView
from registry.storage.registered import chunks
from registry.storage.tables import (
    BuildContractRow,
    BuildRow,
    ContractRow,
    ContractVersionRow,
    DeploymentRow,
    EnvironmentRow,
    VerificationRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession


class BuildStore:
    """What can be asked and told of builds."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def digest(self, service: str, version: str) -> str | None:
        """The digest of the lock file that a build was recorded with; None if the build is not known."""
        row = await self._build(service, version)
        return row.digest if row else None

    async def add(self, service: str, version: str, *, digest: str, contracts: Iterable[BuildContract]) -> None:
        """Nothing; the build is recorded, with what it writes and reads. Its contracts must be registered."""
        build = BuildRow(service=service, version=version, digest=digest)
        self._session.add(build)
        await self._session.flush()  # the contracts refer to it, and nothing else tells the session so
        contracts = list(contracts)
        ids = await self._contract_ids({contract.key for contract in contracts})
        versions = await self._version_ids(ids[contract.key] for contract in contracts)
        self._session.add_all(
            BuildContractRow(
                build_id=build.id,
                contract_id=ids[contract.key],
                role=contract.role.value,
                contract_version_id=versions[ids[contract.key], contract.number] if contract.number else None,
                content_model=contract.policy.content_model.value,
                formats=contract.policy.formats.value,
            )
            for contract in contracts
        )

    async def contracts(self, service: str, version: str) -> list[BuildContract]:
        """What a build writes and reads.

        Raises:
            BuildNotFound: nobody recorded it.
        """
        build = await self._build(service, version)
        if build is None:
            raise BuildNotFound(service, version)
        return await self._held(col(BuildRow.id) == build.id)

    async def latest(self, service: str | None, *, limit: int) -> list[BuildView]:
        """The builds that were recorded last, of one service or of all, the newest first."""
        query = select(BuildRow).order_by(col(BuildRow.created_at).desc(), col(BuildRow.id).desc()).limit(limit)
        if service is not None:
            query = query.where(BuildRow.service == service)
        return [
            BuildView(service=row.service, version=row.version, recorded_at=row.created_at)
            for row in await self._session.exec(query)
        ]

    async def services(self, *, limit: int) -> list[str]:
        """The names of services of which builds were recorded."""
        query = select(BuildRow.service).distinct().order_by(col(BuildRow.service)).limit(limit)
        return list(await self._session.exec(query))

    async def counterparts(self, environment: str, keys: Iterable[ContractKey], *, of: str) -> list[BuildContract]:
        """What the active builds of an environment write and read of these contracts, and call of the service `of`."""
        conditions = [
            (col(ContractRow.kind) == kind) & col(ContractRow.name).in_(some)
            for kind, names in _by_kind(keys).items()
            for some in chunks(sorted(names))
        ]
        calls = (col(BuildContractRow.role) == Role.CALLER.value) & col(ContractRow.name).startswith(
            f"{of}:", autoescape=True
        )
        found: dict[tuple[str, str, str, ContractKey, Role], BuildContract] = {}
        for condition in (*conditions, calls):
            for contract in await self._running(condition, environment):
                found[contract.service, contract.instance, contract.version, contract.key, contract.role] = contract
        return list(found.values())

    async def numbers(self, keys: Iterable[ContractKey]) -> dict[tuple[ContractKey, str], int]:
        """The numbers of all versions of these contracts, by contract and fingerprint."""
        found: dict[tuple[ContractKey, str], int] = {}
        for kind, names in _by_kind(keys).items():
            for some in chunks(sorted(names)):
                query = (
                    select(ContractRow.name, ContractVersionRow.fingerprint, ContractVersionRow.number)
                    .join(ContractVersionRow, col(ContractVersionRow.contract_id) == ContractRow.id)
                    .where(ContractRow.kind == kind, col(ContractRow.name).in_(some))
                )
                for name, fingerprint, number in await self._session.exec(query):
                    found[ContractKey(kind=Kind(kind), name=name), fingerprint] = number
        return found

    async def verify(self, service: str, version: str, results: Sequence[VerificationView]) -> None:
        """Nothing; what the contract tests of a build said is kept, in place of what they said before."""
        ids = await self._contract_ids({result.key for result in results})
        query = select(VerificationRow).where(VerificationRow.service == service, VerificationRow.version == version)
        rows = {(row.contract_id, row.role): row for row in await self._session.exec(query)}
        for result in results:
            identity = (ids[result.key], result.role.value)
            row = rows.get(identity) or VerificationRow(
                service=service, version=version, contract_id=identity[0], role=identity[1], has_passed=False, tests=0
            )
            row.has_passed, row.tests, row.fingerprint = result.has_passed, result.tests, result.fingerprint
            self._session.add(row)

    async def verifications(self, service: str, version: str) -> list[VerificationView]:
        """What the contract tests of a build said, by contract and role."""
        query = (
            select(VerificationRow, ContractRow.kind, ContractRow.name, ContractVersionRow.number)
            .join(ContractRow, col(ContractRow.id) == VerificationRow.contract_id)
            .join(
                ContractVersionRow,
                (col(ContractVersionRow.contract_id) == VerificationRow.contract_id)
                & (col(ContractVersionRow.fingerprint) == VerificationRow.fingerprint),
                isouter=True,
            )
            .where(VerificationRow.service == service, VerificationRow.version == version)
            .order_by(col(ContractRow.kind), col(ContractRow.name), col(VerificationRow.role))
        )
        return [
            VerificationView(
                key=ContractKey(kind=Kind(kind), name=name),
                role=Role(row.role),
                has_passed=row.has_passed,
                tests=row.tests,
                fingerprint=row.fingerprint,
                number=number,
                reported_at=row.updated_at,
            )
            for row, kind, name, number in await self._session.exec(query)
        ]

    async def _build(self, service: str, version: str) -> BuildRow | None:
        query = select(BuildRow).where(BuildRow.service == service, BuildRow.version == version)
        return (await self._session.exec(query)).first()

    async def _held(self, condition: ColumnElement[bool]) -> list[BuildContract]:
        """What builds hold."""
        query = (
            select(BuildContractRow, ContractRow, BuildRow)
            .join(BuildRow, col(BuildRow.id) == BuildContractRow.build_id)
            .join(ContractRow, col(ContractRow.id) == BuildContractRow.contract_id)
            .where(condition)
        )
        return await self._shown([(*row, "") for row in await self._session.exec(query)])

    async def _running(self, condition: ColumnElement[bool], environment: str) -> list[BuildContract]:
        """What the builds that run in an environment hold, once per deployment."""
        query = (
            select(BuildContractRow, ContractRow, BuildRow, DeploymentRow)
            .join(BuildRow, col(BuildRow.id) == BuildContractRow.build_id)
            .join(ContractRow, col(ContractRow.id) == BuildContractRow.contract_id)
            .join(DeploymentRow, col(DeploymentRow.build_id) == BuildRow.id)
            .join(EnvironmentRow, col(EnvironmentRow.id) == DeploymentRow.environment_id)
            .where(condition, EnvironmentRow.name == environment, col(DeploymentRow.is_active).is_(True))
        )
        rows = await self._session.exec(query)
        return await self._shown([(held, contract, build, at.instance) for held, contract, build, at in rows])

    async def _shown(self, rows: Sequence[tuple[BuildContractRow, ContractRow, BuildRow, str]]) -> list[BuildContract]:
        versions = await self._versions(row[0].contract_version_id for row in rows)
        return [
            _build_contract(held, contract, build, versions.get(held.contract_version_id), instance=instance)
            for held, contract, build, instance in rows
        ]

    async def _versions(self, ids: Iterable[UUID | None]) -> dict[UUID | None, tuple[int, str]]:
        """Number and fingerprint of versions."""
        wanted = sorted({identity for identity in ids if identity is not None})
        found: dict[UUID | None, tuple[int, str]] = {}
        for some in chunks(wanted):
            query = select(ContractVersionRow.id, ContractVersionRow.number, ContractVersionRow.fingerprint).where(
                col(ContractVersionRow.id).in_(some)
            )
            found |= {
                identity: (number, fingerprint) for identity, number, fingerprint in await self._session.exec(query)
            }
        return found

    async def _contract_ids(self, keys: Iterable[ContractKey]) -> dict[ContractKey, UUID]:
        found: dict[ContractKey, UUID] = {}
        for kind, names in _by_kind(keys).items():
            for some in chunks(sorted(names)):
                query = select(ContractRow.name, ContractRow.id).where(
                    ContractRow.kind == kind, col(ContractRow.name).in_(some)
                )
                found |= {
                    ContractKey(kind=Kind(kind), name=name): identity
                    for name, identity in await self._session.exec(query)
                }
        return found

    async def _version_ids(self, contracts: Iterable[UUID]) -> dict[tuple[UUID, int], UUID]:
        found: dict[tuple[UUID, int], UUID] = {}
        for some in chunks(sorted(set(contracts))):
            query = select(ContractVersionRow.contract_id, ContractVersionRow.number, ContractVersionRow.id).where(
                col(ContractVersionRow.contract_id).in_(some)
            )
            found |= {(contract, number): identity for contract, number, identity in await self._session.exec(query)}
        return found


def _by_kind(keys: Iterable[ContractKey]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in keys:
        found.setdefault(key.kind.value, set()).add(key.name)
    return found


def _build_contract(
    held: BuildContractRow, contract: ContractRow, build: BuildRow, version: tuple[int, str] | None, *, instance: str
) -> BuildContract:
    number, fingerprint = version or (None, None)
    return BuildContract(
        service=build.service,
        version=build.version,
        instance=instance,
        key=ContractKey(kind=Kind(contract.kind), name=contract.name),
        role=Role(held.role),
        number=number,
        fingerprint=fingerprint,
        policy=Policy(content_model=ContentModel(held.content_model), formats=Formats(held.formats)),
        is_external=contract.declaration.get("visibility") == "external",
    )
