"""Recording where builds run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.services.builds import keep_build, read_lock
from registry.services.events import deployment_event
from registry.services.permissions import require_no_limit, require_service
from registry.storage import twice

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from contracts.lock_file import LockFile
    from contracts.model import ContractKey
    from registry.auth.actors import Actor
    from registry.services.placement import Placement
    from registry.storage import Database
    from registry.storage.build_views import BuildView, DeploymentFilter, DeploymentView
    from registry.storage.outbox import NewEvent
    from registry.storage.views import Page


async def record_deployment(database: Database, placement: Placement, *, actor: Actor) -> str | None:
    """The version that ran there until now, None if there was none. Rolling back is recording again.

    Raises:
        EnvironmentNotFound: there is no such environment.
        BuildNotFound: the build was never recorded, and no lock file was sent.
        BuildChanged: it was recorded with another lock file.
        NotRegistered: the lock file holds contracts that are not registered as it has them.
        RoleNotRegistered: the lock file says that the service produces what no document lets it produce.
        BadLockFile: what was sent is no lock file of this service.
        ScopeTooNarrow: the actor's key is for another service.
    """
    require_service(placement.service, actor)
    lock = read_lock(placement)
    return await twice(lambda: _recorded(database, placement, lock, actor))


async def _recorded(database: Database, placement: Placement, lock: LockFile | None, actor: Actor) -> str | None:
    async with database.writing() as store:
        if lock is not None:
            await keep_build(store, placement, lock)
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


async def add_environment(database: Database, name: str, *, actor: Actor) -> None:
    """Nothing; the environment is there afterwards.

    Raises:
        ScopeTooNarrow: the actor's key is limited to a service, and an environment is for all.
    """
    require_no_limit(f"the environment {name}", actor)
    await twice(lambda: _with_environment(database, name, actor))


async def _with_environment(database: Database, name: str, actor: Actor) -> None:
    async with database.writing() as store:
        if name not in await store.deployments.environments():
            await store.deployments.add_environment(name)
            store.audit.record("environment.created", name, actor=actor.name)


async def list_deployments(database: Database, wanted: DeploymentFilter, page: Page) -> list[DeploymentView]:
    """A page of what runs where."""
    async with database.reading() as store:
        return await store.deployments.page(wanted, page)


async def list_running(database: Database, *, limit: int, after: str | None) -> dict[str, list[DeploymentView]]:
    """What runs of at most `limit` services, those after a name that run anywhere."""
    async with database.reading() as store:
        services = await store.deployments.services(limit=limit, after=after)
        found = await store.deployments.of_services(services)
    return {service: [view for view in found if view.service == service] for service in services}


async def list_history(
    database: Database, environment: str, *, limit: int, before: tuple[datetime, UUID] | None
) -> list[DeploymentView]:
    """What runs and ran in an environment, the newest first.

    Raises:
        EnvironmentNotFound: there is no such environment.
    """
    async with database.reading() as store:
        await store.deployments.check_environment(
            environment
        )  # whatever was asked for: the database sees names it knows
        return await store.deployments.history(environment, limit=limit, before=before)


async def list_builds(database: Database, service: str | None, *, limit: int) -> list[BuildView]:
    """The builds that were recorded last, of one service or of all, the newest first."""
    async with database.reading() as store:
        return await store.builds.latest(service, limit=limit)


async def list_built_services(database: Database, *, limit: int) -> list[str]:
    """The names of services of which builds were recorded."""
    async with database.reading() as store:
        return await store.builds.services(limit=limit)


async def list_users(database: Database, key: ContractKey, number: int) -> list[DeploymentView]:
    """The active deployments of builds that were made against a version.

    Raises:
        ContractNotFound: there is no such contract.
        VersionNotFound: it has no such version.
    """
    async with database.reading() as store:
        await store.contracts.version(key, number)
        return await store.deployments.users(key, number)


def _event(placement: Placement, version: str, *, is_active: bool) -> NewEvent:
    return deployment_event(
        service=placement.service,
        version=version,
        environment=placement.environment,
        instance=placement.instance,
        is_active=is_active,
    )
