"""Many services as few groups."""

from __future__ import annotations

from contracts.model import Kind
from registry.services.graphs import ServiceGraph
from registry.storage.graph_views import LinkView
from registry.web.graph.folding import folded


def graph_of(*links: tuple[str, str, int]) -> ServiceGraph:
    """A graph of events: source, target, how many."""
    services = sorted({end for source, target, _ in links for end in (source, target)})
    return ServiceGraph(
        services=tuple(services),
        links=tuple(
            LinkView(source=source, target=target, kind=Kind.EVENT, contracts=count) for source, target, count in links
        ),
    )


STARS = graph_of(
    *((("orders", f"o{number}", 1)) for number in range(5)),
    *((f"b{number}", "billing", 1) for number in range(4)),
    ("o1", "b1", 3),
    ("o2", "b2", 4),
    ("b3", "far", 1),
)


def test_the_best_connected_services_name_the_groups() -> None:
    """And everything that something connects with them is in one of them."""
    found = folded(STARS, groups=2)
    assert found.graph.services == ("billing", "orders")
    assert sorted(name for members in found.members.values() for name in members) == list(STARS.services)
    assert "far" in found.members["billing"]


def test_links_between_groups_are_summed_up() -> None:
    """What services of one group say to those of another is one link."""
    found = folded(STARS, groups=2)
    assert [(link.source, link.target, link.contracts) for link in found.graph.links] == [("orders", "billing", 7)]


def test_a_service_belongs_to_whom_it_mostly_talks_to() -> None:
    """More contracts decide, whichever way they go."""
    links = [("a", "x1", 1), ("a", "x2", 1), ("a", "x3", 1), ("b", "y1", 1), ("b", "y2", 1), ("b", "y3", 1)]
    found = folded(graph_of(*links, ("both", "a", 1), ("both", "b", 2)), groups=2)
    assert "both" in found.members["b"]
