"""Reading services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from contracts.model import ContractKey, Kind, Role, Status
from registry.errors import ServiceNotFound
from registry.storage.tables import ContractRow, PartyRow, ServiceRow
from registry.storage.views import NamedRole, ServiceView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel.ext.asyncio.session import AsyncSession


class ServiceStore:
    """What can be asked of services."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, *, limit: int, after: str | None = None) -> list[ServiceView]:
        """At most `limit` services, those after a name."""
        query = select(ServiceRow).order_by(col(ServiceRow.name)).limit(limit)
        if after is not None:
            query = query.where(col(ServiceRow.name) > after)
        return await self._views(list(await self._session.exec(query)))

    async def count(self) -> int:
        """How many services there are."""
        return (await self._session.exec(select(func.count()).select_from(ServiceRow))).one()

    async def get(self, name: str) -> ServiceView:
        """The service of this name.

        Raises:
            ServiceNotFound: there is none.
        """
        row = None
        if "\0" not in name:  # which PostgreSQL cannot be asked for
            row = (await self._session.exec(select(ServiceRow).where(ServiceRow.name == name))).first()
        if row is None:
            raise ServiceNotFound(name)
        return (await self._views([row]))[0]

    async def roles(self, name: str) -> list[NamedRole]:
        """The roles that documents give a service, by contract; none if it is not known."""
        query = (
            select(ContractRow, PartyRow.role)
            .join(PartyRow, col(PartyRow.contract_id) == ContractRow.id)
            .join(ServiceRow, col(ServiceRow.id) == PartyRow.service_id)
            .where(ServiceRow.name == name)
        )
        found = {
            NamedRole(
                key=ContractKey(kind=Kind(contract.kind), name=contract.name),
                role=Role(role),
                status=Status(contract.status),
                is_shaped=contract.current_number is not None,
                is_external=contract.declaration.get("visibility") == "external",
            )
            for contract, role in await self._session.exec(query)
        }
        return sorted(found, key=lambda named: (named.key.kind, named.key.name, named.role))

    async def _views(self, rows: Sequence[ServiceRow]) -> list[ServiceView]:
        query = (
            select(PartyRow.service_id, PartyRow.role, func.count(func.distinct(PartyRow.contract_id)))
            .where(col(PartyRow.service_id).in_([row.id for row in rows]))
            .group_by(col(PartyRow.service_id), col(PartyRow.role))
            .order_by(col(PartyRow.role))
        )
        counted = list(await self._session.exec(query))
        return [
            ServiceView(
                name=row.name,
                title=row.title,
                responsibility=row.responsibility,
                tech_stack=row.tech_stack,
                aliases=tuple(row.aliases),
                roles={role: count for service, role, count in counted if service == row.id},
            )
            for row in rows
        ]
