"""Environments, and which builds run in them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlmodel import and_, col, or_, select, tuple_

from registry.errors import BuildNotFound, DeploymentNotFound, EnvironmentNotFound
from registry.storage.build_views import DeploymentView
from registry.storage.tables import (
    BuildContractRow,
    BuildRow,
    ContractRow,
    ContractVersionRow,
    DeploymentRow,
    EnvironmentRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Mapped
    from sqlmodel.ext.asyncio.session import AsyncSession
    from sqlmodel.sql.expression import Select

    from contracts.model import ContractKey
    from registry.storage.build_views import DeploymentFilter
    from registry.storage.views import Page


class DeploymentStore:
    """What can be asked and told of environments."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def environments(self) -> list[str]:
        """The names of all environments."""
        return list(await self._session.exec(select(EnvironmentRow.name).order_by(col(EnvironmentRow.name))))

    async def add_environment(self, name: str) -> None:
        """Nothing; the environment, which was not there, is there afterwards."""
        self._session.add(EnvironmentRow(name=name))

    async def check_environment(self, name: str) -> None:
        """Nothing, if the environment exists.

        Raises:
            EnvironmentNotFound: there is none of this name.
        """
        known = await self.environments()
        if name not in known:
            raise EnvironmentNotFound(name, known)

    async def start(self, service: str, version: str, *, environment: str, instance: str) -> str | None:
        """The version that ran there before, None if none did; from now on it is this one.

        Raises:
            EnvironmentNotFound: there is no such environment.
            BuildNotFound: the build is not recorded.
        """
        place = await self._environment(environment, is_locking=True)
        query = select(BuildRow.id).where(BuildRow.service == service, BuildRow.version == version)
        build = (await self._session.exec(query)).first()
        if build is None:
            raise BuildNotFound(service, version)
        replaced = await self._end(place, service, instance)
        self._session.add(DeploymentRow(build_id=build, environment_id=place, instance=instance))
        return replaced

    async def end(self, service: str, *, environment: str, instance: str) -> str:
        """The version that ran there, and no longer does.

        Raises:
            EnvironmentNotFound: there is no such environment.
            DeploymentNotFound: the service did not run there.
        """
        ended = await self._end(await self._environment(environment, is_locking=True), service, instance)
        if ended is None:
            raise DeploymentNotFound(service, environment, instance)
        return ended

    async def page(self, wanted: DeploymentFilter, page: Page) -> list[DeploymentView]:
        """The deployments that are active, by environment, service and instance."""
        order = (col(EnvironmentRow.name), col(BuildRow.service), col(DeploymentRow.instance))
        query = self._active().order_by(*order).limit(page.limit)
        if wanted.environment is not None:
            query = query.where(col(EnvironmentRow.name) == wanted.environment)
        if wanted.service is not None:
            query = query.where(col(BuildRow.service) == wanted.service)
        if page.after is not None:
            query = query.where(_after(order, page.after))
        return [_view(*row) for row in await self._session.exec(query)]

    async def services(self, *, limit: int, after: str | None) -> list[str]:
        """At most `limit` services that run anywhere, those after a name."""
        active = col(DeploymentRow.is_active).is_(True)
        query = select(BuildRow.service).join(DeploymentRow, col(DeploymentRow.build_id) == BuildRow.id).where(active)
        if after is not None:
            query = query.where(col(BuildRow.service) > after)
        return list(await self._session.exec(query.distinct().order_by(col(BuildRow.service)).limit(limit)))

    async def of_services(self, services: Sequence[str]) -> list[DeploymentView]:
        """What runs of these services, by service, environment and instance."""
        order = (col(BuildRow.service), col(EnvironmentRow.name), col(DeploymentRow.instance))
        query = self._active().where(col(BuildRow.service).in_(services)).order_by(*order)
        return [_view(*row) for row in await self._session.exec(query)]

    async def history(
        self, environment: str, *, limit: int, before: tuple[datetime, UUID] | None
    ) -> list[DeploymentView]:
        """At most `limit` deployments, ended ones included, the newest first: those before a moment and an id.

        Raises:
            EnvironmentNotFound: there is no such environment.
        """
        place = await self._environment(environment)
        order = (col(DeploymentRow.created_at), col(DeploymentRow.id))
        query = self._all().where(col(DeploymentRow.environment_id) == place)
        if before is not None:
            query = query.where(tuple_(*order) < tuple_(*before))
        query = query.order_by(*(column.desc() for column in order)).limit(limit)
        return [_view(*row) for row in await self._session.exec(query)]

    async def users(self, key: ContractKey, number: int) -> list[DeploymentView]:
        """The active deployments of builds that were made against a version of a contract."""
        query = (
            self._active()
            .join(BuildContractRow, col(BuildContractRow.build_id) == col(BuildRow.id))
            .join(ContractVersionRow, col(ContractVersionRow.id) == col(BuildContractRow.contract_version_id))
            .join(ContractRow, col(ContractRow.id) == col(ContractVersionRow.contract_id))
            .where(col(ContractRow.kind) == key.kind.value, col(ContractRow.name) == key.name)
            .where(col(ContractVersionRow.number) == number)
            .order_by(col(EnvironmentRow.name), col(BuildRow.service), col(DeploymentRow.instance))
            .distinct()
        )
        return [_view(*row) for row in await self._session.exec(query)]

    async def _environment(self, name: str, *, is_locking: bool = False) -> UUID:
        """The id of an environment, held until the unit of work ends: one deployment is recorded after the other."""
        query = select(EnvironmentRow.id).where(EnvironmentRow.name == name)
        found = (await self._session.exec(query.with_for_update() if is_locking else query)).first()
        if found is None:
            raise EnvironmentNotFound(name, await self.environments())
        return found

    async def _end(self, environment: UUID, service: str, instance: str) -> str | None:
        query = (
            select(DeploymentRow, BuildRow.version)
            .join(BuildRow, col(BuildRow.id) == DeploymentRow.build_id)
            .where(DeploymentRow.environment_id == environment, DeploymentRow.instance == instance)
            .where(BuildRow.service == service, col(DeploymentRow.is_active).is_(True))
        )
        ended = list(await self._session.exec(query))
        for row, _ in ended:
            row.is_active, row.ended_at = False, datetime.now(UTC)
        return ended[0][1] if ended else None

    def _active(self) -> Select[DeploymentRow, BuildRow, EnvironmentRow]:
        return self._all().where(col(DeploymentRow.is_active).is_(True))

    def _all(self) -> Select[DeploymentRow, BuildRow, EnvironmentRow]:
        return (
            select(DeploymentRow, BuildRow, EnvironmentRow)
            .join(BuildRow, col(BuildRow.id) == DeploymentRow.build_id)
            .join(EnvironmentRow, col(EnvironmentRow.id) == DeploymentRow.environment_id)
        )


def _after(order: Sequence[Mapped[str]], position: Sequence[str]) -> ColumnElement[bool]:
    """Rows after a position, column by column."""
    steps = [
        and_(*(column == value for column, value in zip(order[:place], position, strict=False)), order[place] > after)
        for place, after in enumerate(position)
    ]
    return or_(*steps)


def _view(deployment: DeploymentRow, build: BuildRow, environment: EnvironmentRow) -> DeploymentView:
    return DeploymentView(
        id=deployment.id,
        environment=environment.name,
        service=build.service,
        version=build.version,
        instance=deployment.instance,
        since=deployment.created_at,
        until=deployment.ended_at,
    )
