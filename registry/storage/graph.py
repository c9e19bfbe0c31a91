"""Reading everything that the graph of services is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import aliased
from sqlmodel import and_, col, func, or_, select

from contracts.model import ContractKey, Kind, Role, Status
from registry.storage.graph_views import ArrowView, EdgeView, GraphView, LinkView, RoleView
from registry.storage.tables import (
    BuildRow,
    ContractRow,
    ContractTagRow,
    DeploymentRow,
    EdgeRow,
    EnvironmentRow,
    PartyRow,
    ServiceRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Mapped
    from sqlmodel.ext.asyncio.session import AsyncSession

    from registry.storage.graph_views import GraphFilter

_FROM, _TO = aliased(PartyRow), aliased(PartyRow)
_SOURCE, _TARGET = aliased(ServiceRow), aliased(ServiceRow)
_SOURCE_NAME, _TARGET_NAME = col(_SOURCE.name), col(_TARGET.name)
_FLOWS = ((Role.PRODUCER, Role.CONSUMER), (Role.CALLER, Role.PROVIDER))


class GraphStore:
    """Services, who is what in which contract, and dependencies that are no contracts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def read(self) -> GraphView:
        """All of it, without contracts that are archived; three queries, whatever there is."""
        services = await self._session.exec(select(ServiceRow.name).order_by(col(ServiceRow.name)))
        edges = select(EdgeRow.from_service, EdgeRow.to_service, EdgeRow.protocol, EdgeRow.pattern).distinct()
        return GraphView(
            services=tuple(services),
            roles=tuple(await self._roles()),
            edges=tuple(
                EdgeView(from_service=source, to_service=target, protocol=protocol, pattern=pattern)
                for source, target, protocol, pattern in sorted(await self._session.exec(edges))
            ),
        )

    async def links(self, wanted: GraphFilter) -> list[LinkView]:
        """Who depends on whom, counted where the contracts are: 10,000 of them are too many to count elsewhere."""
        counted = (
            select(_SOURCE.name, _TARGET.name, ContractRow.kind, func.count(func.distinct(col(ContractRow.id))))
            .where(*_joined(wanted))
            .group_by(_SOURCE.name, _TARGET.name, ContractRow.kind)
        )
        found = [
            LinkView(source=source, target=target, kind=Kind(kind), contracts=contracts)
            for source, target, kind, contracts in sorted(await self._session.exec(counted))
        ]
        return found if wanted.kind or wanted.tag else found + await self._mentions(wanted)

    async def arrows(self, wanted: GraphFilter, services: Collection[str], *, limit: int) -> list[ArrowView]:
        """The contracts between some services, by source, target, kind and name; at most `limit`."""
        query = (
            select(_SOURCE.name, _TARGET.name, ContractRow.kind, ContractRow.name)
            .where(*_joined(wanted), _SOURCE_NAME.in_(services), _TARGET_NAME.in_(services))
            .order_by(_SOURCE.name, _TARGET.name, ContractRow.kind, ContractRow.name)
            .distinct()
            .limit(limit)
        )
        return [
            ArrowView(source=source, target=target, key=ContractKey(kind=Kind(kind), name=name))
            for source, target, kind, name in await self._session.exec(query)
        ]

    async def services(self, wanted: GraphFilter) -> list[str]:
        """The names of the services that may be in the graph."""
        query = select(ServiceRow.name).order_by(col(ServiceRow.name))
        if wanted.environment is not None:
            query = query.where(_runs_in(wanted.environment, col(ServiceRow.name)))
        return list(await self._session.exec(query))

    async def _mentions(self, wanted: GraphFilter) -> list[LinkView]:
        """The dependencies that are no contracts."""
        query = select(EdgeRow.from_service, EdgeRow.to_service, EdgeRow.protocol).distinct()
        if wanted.environment is not None:
            ends = (col(EdgeRow.from_service), col(EdgeRow.to_service))
            query = query.where(*(_runs_in(wanted.environment, end) for end in ends))
        protocols: dict[tuple[str, str], list[str]] = {}
        for source, target, protocol in sorted(await self._session.exec(query)):
            protocols.setdefault((source, target), []).append(protocol)
        return [
            LinkView(source=source, target=target, kind=None, contracts=0, protocols=tuple(filter(None, found)))
            for (source, target), found in protocols.items()
        ]

    async def _roles(self) -> list[RoleView]:
        query = (
            select(ContractRow.kind, ContractRow.name, PartyRow.role, ServiceRow.name)
            .where(PartyRow.contract_id == ContractRow.id, ServiceRow.id == PartyRow.service_id)
            .where(ContractRow.status != Status.ARCHIVED.value)
            .distinct()
        )
        return [
            RoleView(key=ContractKey(kind=Kind(kind), name=name), role=Role(role), service=service)
            for kind, name, role, service in sorted(await self._session.exec(query))
        ]


def _joined(wanted: GraphFilter) -> list[ColumnElement[bool]]:
    """What makes two parties of a contract the two ends of an arrow that the filter lets through."""
    contract = col(ContractRow.id)
    found = [
        col(_FROM.contract_id) == contract,
        col(_TO.contract_id) == contract,
        col(_SOURCE.id) == _FROM.service_id,
        col(_TARGET.id) == _TO.service_id,
        or_(*(and_(col(_FROM.role) == source.value, col(_TO.role) == target.value) for source, target in _FLOWS)),
        col(ContractRow.status) != Status.ARCHIVED.value,
    ]
    if wanted.kind is not None:
        found.append(col(ContractRow.kind) == wanted.kind.value)
    if wanted.tag is not None:
        tagged = select(ContractTagRow.contract_id).where(ContractTagRow.tag == wanted.tag)
        found.append(contract.in_(tagged))
    if wanted.environment is not None:
        found += [_runs_in(wanted.environment, end) for end in (_SOURCE_NAME, _TARGET_NAME)]
    return found


def _runs_in(environment: str, service: Mapped[str]) -> ColumnElement[bool]:
    running = (
        select(BuildRow.service)
        .join(DeploymentRow, col(DeploymentRow.build_id) == BuildRow.id)
        .join(EnvironmentRow, col(EnvironmentRow.id) == DeploymentRow.environment_id)
        .where(EnvironmentRow.name == environment, col(DeploymentRow.is_active).is_(True))
    )
    return service.in_(running)
