"""Who depends on whom: all services, or one and those around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from registry.storage import Database
    from registry.storage.graph_views import ArrowView, GraphFilter, LinkView


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceGraph:
    """Services, and the links between them: nobody else is at the end of one."""

    services: tuple[str, ...]
    links: tuple[LinkView, ...]


async def read_links(
    database: Database, wanted: GraphFilter, *, around: str | None = None, depth: int = 1
) -> ServiceGraph:
    """The graph of all services, or of one and those that are at most `depth` links away from it.

    Raises:
        ServiceNotFound: no document names the service.
        EnvironmentNotFound: there is no such environment.
    """
    async with database.reading() as store:
        if wanted.environment is not None:
            await store.deployments.check_environment(wanted.environment)
        center = (await store.services.get(around)).name if around else None
        links = await store.graph.links(wanted)
        services = set(await store.graph.services(wanted))
    services |= {end for link in links for end in (link.source, link.target)}
    if center is not None:
        services = _neighbours(links, center, depth)
    return ServiceGraph(
        services=tuple(sorted(services)),
        links=tuple(link for link in links if link.source in services and link.target in services),
    )


async def list_arrows(
    database: Database, wanted: GraphFilter, services: Collection[str], *, limit: int
) -> list[ArrowView]:
    """The contracts between some services, at most `limit`."""
    async with database.reading() as store:
        return await store.graph.arrows(wanted, services, limit=limit)


def _neighbours(links: Iterable[LinkView], center: str, depth: int) -> set[str]:
    """The services at most `depth` links away, whichever way the links go."""
    beside: dict[str, set[str]] = {}
    for link in links:
        beside.setdefault(link.source, set()).add(link.target)
        beside.setdefault(link.target, set()).add(link.source)
    found = {center}
    for _ in range(depth):
        found |= {name for known in found for name in beside.get(known, ())}
    return found
