"""What the picture of services says."""

from __future__ import annotations

from contracts.model import Kind
from registry.services.graphs import ServiceGraph
from registry.storage.graph_views import LinkView
from registry.web.graph.picture import MOST_SERVICES, Picture, draw


def link(source: str, target: str, contracts: int = 1, kind: Kind | None = Kind.EVENT) -> LinkView:
    """A link of one kind."""
    return LinkView(source=source, target=target, kind=kind, contracts=contracts)


def drawn(*links: LinkView, others: tuple[str, ...] = (), center: str | None = None) -> Picture:
    """The picture of these links, with services that have none."""
    services = sorted({end for each in links for end in (each.source, each.target)} | set(others))
    return draw(ServiceGraph(services=tuple(services), links=links), lambda name: f"/to/{name}", center=center)


def test_a_box_leads_to_its_service() -> None:
    """By what the page says of a service."""
    assert {node.label.name: node.url for node in drawn(link("a", "b")).nodes} == {"a": "/to/a", "b": "/to/b"}


def test_services_that_nothing_connects_are_listed() -> None:
    """Unless everything is about one of them."""
    assert drawn(link("a", "b"), others=("alone",)).alone == ("alone",)
    assert [node.label.name for node in drawn(others=("alone",), center="alone").nodes] == ["alone"]


def test_what_is_mentioned_beside_a_contract_is_no_line() -> None:
    """The contract says it; the other way round, nothing does."""
    mentions = [link("a", "b", 0, None), link("b", "a", 0, None)]
    assert [(tie.kind, tie.link.source) for tie in drawn(link("a", "b"), *mentions).ties] == [
        ("event", "a"),
        ("mention", "b"),
    ]


def test_a_service_that_talks_to_itself_has_a_loop() -> None:
    """Which is no line between two boxes."""
    found = drawn(link("a", "a"), link("a", "b"))
    assert (len(found.loops), len(found.ties)) == (1, 1)


def test_many_services_are_drawn_as_groups() -> None:
    """With the number of those that are folded into each, and what is left out."""
    found = drawn(*(link(f"hub{number % 3}", f"leaf{number:03}") for number in range(MOST_SERVICES + 30)))
    assert found.groups
    assert sum(1 + int(node.label.text.partition("+")[2] or 0) for node in found.nodes) == MOST_SERVICES + 33


def test_a_long_name_is_cut_in_its_box_only() -> None:
    """The whole of it is told by what appears over the box."""
    name = "a" * 200
    node = next(node for node in drawn(link(name, "b")).nodes if node.label.name == name)
    assert (len(node.label.text), node.label.full) == (26, name)
