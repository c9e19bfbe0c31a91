"""Reading everything that the graph of services is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, cast
from sqlalchemy import select as plain_select
from sqlmodel import col, func, select

from contracts.model import ContractKey, Kind, Role, Status
from registry.storage.contract_views import CONTRACT
from registry.storage.graph_views import CircleView, EdgeView, GraphView, LinkView, RoleView
from registry.storage.tables import (
    METADATA,
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
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession
    from sqlmodel.sql.expression import SelectOfScalar

    from registry.storage.graph_views import GraphFilter

_PARTY = METADATA.tables["party"].c


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

    async def circles(self, wanted: GraphFilter) -> list[CircleView]:
        """The contracts that the filter lets through, those of the same parties together; the environment is ignored.

        Parties become one text per contract where the contracts are: 10,000 of them have few different ones, and rows
        of parties joined with each other took ten times as long.
        """
        text = func.aggregate_strings(_PARTY.role + ":" + cast(_PARTY.service_id, String), ",")
        query = plain_select(CONTRACT.kind, CONTRACT.name, text).where(*_let_through(wanted)).group_by(CONTRACT.id)
        connection = await self._session.connection()
        names: dict[tuple[str, str], list[str]] = {}
        for kind, name, parties in await connection.execute(query):
            names.setdefault((kind, parties), []).append(name)
        services = {
            service.hex: name for service, name in await self._session.exec(select(ServiceRow.id, ServiceRow.name))
        }
        return [
            CircleView(kind=Kind(kind), parties=_parties(text, services), names=tuple(sorted(found)))
            for (kind, text), found in names.items()
        ]

    async def services(self, environment: str | None = None) -> list[str]:
        """The names of all services, or of those that run in an environment."""
        query = select(ServiceRow.name).order_by(col(ServiceRow.name))
        if environment is not None:
            query = query.where(col(ServiceRow.name).in_(_running_in(environment)))
        return list(await self._session.exec(query))

    async def mentions(self) -> list[LinkView]:
        """The dependencies that are no contracts."""
        query = select(EdgeRow.from_service, EdgeRow.to_service, EdgeRow.protocol).distinct()
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


def _parties(text: str, services: Mapping[str, str]) -> frozenset[tuple[Role, str]]:
    """The parties in a text such as `producer:6512bd43d9ca46e0a2c990b0a82652dc,consumer:...`, by services' names."""
    pairs = (party.split(":") for party in text.split(","))
    return frozenset((Role(role), services[service.replace("-", "")]) for role, service in pairs)


def _let_through(wanted: GraphFilter) -> list[ColumnElement[bool]]:
    found = [_PARTY.contract_id == CONTRACT.id, CONTRACT.status != Status.ARCHIVED.value]
    if wanted.kind is not None:
        found.append(CONTRACT.kind == wanted.kind.value)
    if wanted.tag is not None:
        found.append(CONTRACT.id.in_(select(ContractTagRow.contract_id).where(ContractTagRow.tag == wanted.tag)))
    return found


def _running_in(environment: str) -> SelectOfScalar[str]:
    return (
        select(BuildRow.service)
        .join(DeploymentRow, col(DeploymentRow.build_id) == BuildRow.id)
        .join(EnvironmentRow, col(EnvironmentRow.id) == DeploymentRow.environment_id)
        .where(EnvironmentRow.name == environment, col(DeploymentRow.is_active).is_(True))
    )
