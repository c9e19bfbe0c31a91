"""The picture of services: what its boxes and lines say and lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from contracts.model.counts import counted
from registry.web.graph.folding import Folded, folded
from registry.web.graph.placement import placed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from registry.services.graphs import ServiceGraph
    from registry.storage.graph_views import LinkView
    from registry.web.graph.placement import Box, Line

MOST_SERVICES = 60  # that are drawn one by one
MOST_LINES, MOST_LINES_OF_GROUPS = 120, 30
_LONGEST = 26  # characters of a name in a box
_CHARACTER, _PADDING = 8.0, 24.0
_WIDE = {"W", "F"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a box says: `text` has the name as far as there is room, and how many others are folded into it."""

    name: str
    others: tuple[str, ...]

    @classmethod
    def of(cls, name: str, members: Mapping[str, tuple[str, ...]]) -> Label:
        """The label of a service, or of the group that bears its name."""
        return cls(name=name, others=tuple(member for member in members.get(name, ()) if member != name))

    @property
    def text(self) -> str:
        """What stands in the box."""
        short = self.name if len(self.name) <= _LONGEST else f"{self.name[: _LONGEST - 1]}…"
        return f"{short} +{len(self.others)}" if self.others else short

    @property
    def full(self) -> str:
        """What the box has no room for."""
        return f"{self.name}, with {', '.join(self.others)}" if self.others else self.name

    @property
    def width(self) -> float:
        """What the text needs, in a font whose characters are equally wide: those of East Asia take two."""
        return _PADDING + _CHARACTER * sum(2 if east_asian_width(char) in _WIDE else 1 for char in self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A service in the picture, or a group that bears its name."""

    label: Label
    url: str
    box: Box
    is_center: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A link in the picture."""

    link: LinkView
    line: Line

    @property
    def kind(self) -> str:
        """`event`, `operation`, or `mention` for what is no contract."""
        return self.link.kind.value if self.link.kind else "mention"

    @property
    def count(self) -> str:
        """The number of its contracts where there are several."""
        return f"{self.link.contracts:,}" if self.link.contracts > 1 else ""

    @property
    def full(self) -> str:
        """What appears over the line."""
        link = self.link
        what = counted(link.contracts, link.kind.value) if link.kind else ", ".join(link.protocols) or "no contract"
        return f"{link.source} → {link.target}: {what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture, and what is not in it: services that nothing connects, and how many lines.

    `groups` is true where boxes stand for several services; `loops` are boxes of services that talk to themselves.
    """

    width: float
    height: float
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    loops: tuple[Box, ...]
    alone: tuple[str, ...]
    left_out: int
    groups: bool


def draw(graph: ServiceGraph, url_of: Callable[[str], str], *, center: str | None = None) -> Picture:
    """The picture of a graph; `url_of` is where the box of a service leads."""
    connected = {end for link in graph.links for end in (link.source, link.target)}
    alone = tuple(name for name in graph.services if name not in connected and name != center)
    is_folded = len(connected) > MOST_SERVICES
    whole = folded(graph) if is_folded else Folded(graph=graph, members={})
    boxes = [Label.of(name, whole.members) for name in whole.graph.services if name not in alone]
    number = {label.name: place for place, label in enumerate(boxes)}
    lines = _lines(whole.graph)
    links = _strongest(lines, MOST_LINES_OF_GROUPS if is_folded else MOST_LINES)
    placement = placed(
        tuple(label.width for label in boxes), tuple((number[link.source], number[link.target]) for link in links)
    )
    return Picture(
        width=placement.width,
        height=placement.height,
        nodes=tuple(
            Node(label=label, url=url_of(label.name), box=box, is_center=label.name == center)
            for label, box in zip(boxes, placement.boxes, strict=True)
        ),
        ties=tuple(Tie(link=link, line=line) for link, line in zip(links, placement.lines, strict=True)),
        loops=tuple(placement.boxes[number[name]] for name in _talking_to_themselves(whole.graph)),
        alone=alone,
        left_out=len(lines) - len(links),
        groups=is_folded,
    )


def _talking_to_themselves(graph: ServiceGraph) -> list[str]:
    return sorted({link.source for link in graph.links if link.source == link.target})


def _lines(graph: ServiceGraph) -> list[LinkView]:
    """The links that make a line: what documents mention says nothing where there is a contract."""
    agreed = {(link.source, link.target) for link in graph.links if link.kind}
    return [
        link
        for link in graph.links
        if link.source != link.target and (link.kind or (link.source, link.target) not in agreed)
    ]


def _strongest(between: list[LinkView], at_most: int) -> list[LinkView]:
    """The links that are drawn: those of most contracts, in their order."""
    kept = sorted(range(len(between)), key=lambda place: -between[place].contracts)[:at_most]
    return [between[place] for place in sorted(kept)]
