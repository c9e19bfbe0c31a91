"""Reading everything that the graph of services is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from contracts.model import ContractKey, Kind, Role, Status
from registry.storage.tables import ContractRow, EdgeRow, PartyRow, ServiceRow
from registry.storage.views import EdgeView, GraphView, RoleView

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession


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
