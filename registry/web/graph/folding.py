"""Many services as few: the best connected ones, and with each of them those that mostly talk to it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from registry.services.graphs import ServiceGraph

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from registry.storage.graph_views import LinkView

GROUPS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A graph of groups: each has the name of one of its services; `members` are all of them, that one included."""

    graph: ServiceGraph
    members: Mapping[str, tuple[str, ...]]


def folded(graph: ServiceGraph, *, groups: int = GROUPS) -> Folded:
    """The graph of at most so many groups; what nothing connects with the others has no group."""
    ties = _ties(graph.links)
    first = sorted(sorted(ties), key=lambda name: -len(ties[name]))[:groups]
    group_of = _grouped(first, ties)
    members: dict[str, list[str]] = {name: [] for name in first}
    for name in sorted(group_of):
        members[group_of[name]].append(name)
    return Folded(
        graph=ServiceGraph(services=tuple(sorted(first)), links=tuple(_between(graph.links, group_of))),
        members={name: tuple(found) for name, found in members.items()},
    )


def _ties(links: Iterable[LinkView]) -> dict[str, Counter[str]]:
    """With whom each service has how many contracts, whichever way they go."""
    found: dict[str, Counter[str]] = {}
    for link in links:
        if link.source != link.target:
            for one, other in ((link.source, link.target), (link.target, link.source)):
                found.setdefault(one, Counter())[other] += max(link.contracts, 1)
    return found


def _grouped(first: Collection[str], ties: Mapping[str, Counter[str]]) -> dict[str, str]:
    """The group of each service: that of its strongest tie to one that has a group already, nearest ones first."""
    group_of = {name: name for name in first}
    while True:
        found = {}
        for name in sorted(ties):
            if name not in group_of:
                known = [(count, other) for other, count in ties[name].items() if other in group_of]
                if known:
                    _, strongest = min(known, key=lambda tie: (-tie[0], tie[1]))
                    found[name] = group_of[strongest]
        if not found:
            return group_of
        group_of |= found


def _between(links: Iterable[LinkView], group_of: Mapping[str, str]) -> list[LinkView]:
    """The links between groups, each with all contracts that its services have with those of the other."""
    found: dict[tuple[str, str, bool, str], LinkView] = {}
    for link in links:
        source, target = group_of.get(link.source, ""), group_of.get(link.target, "")
        if source == target:
            continue
        identity = (source, target, link.kind is None, link.kind or "")
        known = found.get(identity, replace(link, source=source, target=target, contracts=0, protocols=()))
        found[identity] = replace(
            known, contracts=known.contracts + link.contracts, protocols=(*known.protocols, *link.protocols)
        )
    return [found[identity] for identity in sorted(found)]
