"""Who depends on whom: all services, or one and those around it."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING

from contracts.model import ContractKey, Kind, Role
from registry.storage.graph_views import LinkView

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from registry.storage import Database
    from registry.storage.graph_views import CircleView, GraphFilter

NAMED = 6  # contracts of a link
_FLOWS = frozenset({(Role.PRODUCER, Role.CONSUMER), (Role.CALLER, Role.PROVIDER)})


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
        known = await store.graph.services(wanted.environment)
        circles = await store.graph.circles(wanted)
        mentions = [] if wanted.kind or wanted.tag else await store.graph.mentions()
        center = (await store.services.get(around)).name if around else None
    links = [*_links(circles), *mentions]
    if wanted.environment is not None:
        links = [link for link in links if link.source in known and link.target in known]
    services = {*known, *(end for link in links for end in (link.source, link.target))}
    if center is not None:
        services = _neighbours(links, center, depth)
    return ServiceGraph(
        services=tuple(sorted(services)),
        links=tuple(link for link in links if link.source in services and link.target in services),
    )


def _links(circles: Iterable[CircleView]) -> Iterator[LinkView]:
    """Who depends on whom, by source, target and kind; each link counts its contracts and names the first."""
    found: dict[tuple[str, str, Kind], list[tuple[str, ...]]] = {}
    for circle in circles:
        for source, target in _flows(circle.parties):
            found.setdefault((source, target, circle.kind), []).append(circle.names)
    for (source, target, kind), names in sorted(found.items()):
        first = nsmallest(NAMED, (name for some in names for name in some[:NAMED]))
        yield LinkView(
            source=source,
            target=target,
            kind=kind,
            contracts=sum(map(len, names)),
            named=tuple(ContractKey(kind=kind, name=name) for name in first),
        )


def _flows(parties: Collection[tuple[Role, str]]) -> set[tuple[str, str]]:
    """From each that writes or calls to each that reads or provides."""
    return {
        (source, target)
        for source_role, source in parties
        for target_role, target in parties
        if (source_role, target_role) in _FLOWS
    }


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
