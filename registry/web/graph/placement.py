"""Places for the boxes and lines of a graph, in pixels: its columns side by side, or as rows, whichever fits a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from registry.web.graph.layers import in_layers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from registry.web.graph.layers import Edge, Layers

HEIGHT = 34.0  # of a box, at least: one line of text
MARGIN = 14.0
PAGE_WIDTH = 1120.0  # what a page shows without scrolling
_BESIDE = 14.0  # between two boxes of a layer
_BEND = 6.0  # the breadth of a way through a layer
_PORT = 9.0  # between two lines at the side of a box
_CORNER = 10.0  # of the side of a box, free of lines
_GAP, _GAP_PER_LINE, _WIDEST_GAP = 84.0, 2.0, 140.0  # between layers
_APART = 40.0  # between two parts of a graph that nothing connects
_LABELS = (0.5, 0.32, 0.68)  # how far along a curve
_ROUNDS = 8

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where a vertex is drawn."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where an edge is drawn: `path` in the notation of SVG, from the side of one box to the side of the other.

    `middle` is a place on it, for its label.
    """

    start: Point
    end: Point
    middle: Point
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A drawing: one box per vertex, one line per edge, in their order."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@lru_cache(maxsize=128)
def placed(widths: tuple[float, ...], edges: tuple[Edge, ...]) -> Placement:
    """The drawing of a graph whose vertices have boxes of these widths; no edge may begin where it ends."""
    boxes: dict[int, Box] = {}
    lines: dict[int, Line] = {}
    x = y = below = MARGIN
    right = bottom = MARGIN
    for vertices in _parts(len(widths), edges):
        number = {vertex: place for place, vertex in enumerate(vertices)}
        own = [place for place, (a, _) in enumerate(edges) if a in number]
        ends = [(number[edges[place][0]], number[edges[place][1]]) for place in own]
        part = _best([widths[vertex] for vertex in vertices], ends)
        if x > MARGIN and x + part.width > PAGE_WIDTH:
            x, y = MARGIN, below
        boxes |= {vertex: part.box(place, x, y) for vertex, place in number.items()}
        lines |= {place: part.line(inside, x, y) for inside, place in enumerate(own)}
        right, bottom = max(right, x + part.width), max(bottom, y + part.height)
        x, below = x + part.width + _APART, bottom + _APART
    return Placement(
        width=right + MARGIN,
        height=bottom + MARGIN,
        boxes=tuple(boxes[vertex] for vertex in range(len(widths))),
        lines=tuple(lines[place] for place in range(len(edges))),
    )


def _parts(size: int, edges: Iterable[Edge]) -> list[list[int]]:
    """The vertices of each connected part, the largest part first."""
    part = {vertex: {vertex} for vertex in range(size)}
    for a, b in edges:
        if part[a] is not part[b]:
            both = part[a] | part[b]
            part |= dict.fromkeys(both, both)
    found = {min(members): sorted(members) for members in part.values()}
    return sorted(found.values(), key=lambda members: (-len(members), members))


def _best(widths: Sequence[float], edges: Sequence[Edge]) -> _Part:
    """The part with its layers as columns if that fits a page, else as rows if these are narrower."""
    layers = in_layers(len(widths), edges)
    columns = _Part(layers, widths, edges, is_downward=False)
    if columns.width <= PAGE_WIDTH:
        return columns
    return min(columns, _Part(layers, widths, edges, is_downward=True), key=lambda part: part.width)


class _Part:
    """A connected part: `along` is the direction from layer to layer, `across` that of the vertices in a layer."""

    def __init__(self, layers: Layers, widths: Sequence[float], edges: Sequence[Edge], *, is_downward: bool) -> None:
        self._layers = layers
        self._edges = edges
        self._is_downward = is_downward
        ends = _ends(layers)
        most_lines = [max(len(ends.get((v, side), ())) for side in (True, False)) for v in range(len(widths))]
        least = widths if is_downward else [HEIGHT] * len(widths)
        self._breadths = {v: max(least[v], 2 * _CORNER + _PORT * (count - 1)) for v, count in enumerate(most_lines)}
        self._breadths |= {bend: _BEND for chain in layers.chains for bend in chain[1:-1]}
        self._layer_of = {v: number for number, layer in enumerate(layers.columns) for v in layer}
        self._begins, self._ends = _sides(layers, [HEIGHT] * len(widths) if is_downward else widths)
        self._middles = _middles(layers, self._breadths)
        self._ports = _ports(ends, self._middles)
        along, across = self._ends[-1], max(self._middles[v] + self._breadths[v] / 2 for v in self._middles)
        self.width, self.height = self._turned(along, across)

    def box(self, vertex: int, x: float, y: float) -> Box:
        """The box of a vertex, moved by x and y."""
        layer, breadth = self._layer_of[vertex], self._breadths[vertex]
        left, top = self._turned(self._begins[layer], self._middles[vertex] - breadth / 2)
        width, height = self._turned(self._ends[layer] - self._begins[layer], breadth)
        return Box(x=_rounded(x + left), y=_rounded(y + top), width=_rounded(width), height=_rounded(height))

    def line(self, number: int, x: float, y: float) -> Line:
        """The line of an edge, moved by x and y."""
        points = self._points(number)
        if self._layers.chains[number][0] != self._edges[number][0]:  # it leads back
            points.reverse()
        shown = [self._moved(point, x, y) for point in points]
        path = "M{:g},{:g}".format(*shown[0])
        for place, (a, b) in enumerate(pairwise(points)):
            if place % 2 == 0:  # between two layers; the others lead straight through one
                turn = (a[0] + b[0]) / 2
                path += "C{:g},{:g} {:g},{:g} ".format(
                    *self._moved((turn, a[1]), x, y), *self._moved((turn, b[1]), x, y)
                )
            else:
                path += "L"
            path += "{:g},{:g}".format(*shown[place + 1])
        return Line(start=shown[0], end=shown[-1], middle=self._moved(_for_label(*points[:2]), x, y), path=path)

    def _points(self, number: int) -> list[Point]:
        """From the side of one box, through both sides of each layer between, to the side of the other."""
        chain = self._layers.chains[number]
        points = [(self._ends[self._layer_of[chain[0]]], self._ports[chain[0], True, number])]
        for bend in chain[1:-1]:
            layer, across = self._layer_of[bend], self._middles[bend]
            points += [(self._begins[layer], across), (self._ends[layer], across)]
        return [*points, (self._begins[self._layer_of[chain[-1]]], self._ports[chain[-1], False, number])]

    def _moved(self, point: Point, x: float, y: float) -> Point:
        px, py = self._turned(*point)
        return _rounded(x + px), _rounded(y + py)

    def _turned(self, along: float, across: float) -> Point:
        """What is along and across the layers, as what is to the right and down."""
        return (across, along) if self._is_downward else (along, across)


def _for_label(a: Point, b: Point) -> Point:
    """A place on the curve from a to b: lines side by side have theirs one after the other."""
    t = _LABELS[int(a[1] // _PORT) % len(_LABELS)]
    bend = 1.5 * t * (1 - t)  # the share of each end in the two turning points, which lie in the middle
    along = a[0] * (1 - t) ** 3 + (a[0] + b[0]) * bend + b[0] * t**3
    rest = t * t * (3 - 2 * t)
    return along, a[1] * (1 - rest) + b[1] * rest


def _ends(layers: Layers) -> dict[tuple[int, bool], list[tuple[int, int]]]:
    """The lines at each side (True: towards the next layer) of a vertex: the edge, and the next vertex on its way."""
    found: dict[tuple[int, bool], list[tuple[int, int]]] = {}
    for number, chain in enumerate(layers.chains):
        found.setdefault((chain[0], True), []).append((number, chain[1]))
        found.setdefault((chain[-1], False), []).append((number, chain[-2]))
    return found


def _ports(
    ends: dict[tuple[int, bool], list[tuple[int, int]]], middles: dict[int, float]
) -> dict[tuple[int, bool, int], float]:
    """Where lines meet the sides of boxes: in the order of where they come from, around the middle of the side."""
    found: dict[tuple[int, bool, int], float] = {}
    for (vertex, is_next), lines in ends.items():
        ordered = sorted(lines, key=lambda line: (middles[line[1]], line[0]))
        for place, (number, _) in enumerate(ordered):
            found[vertex, is_next, number] = middles[vertex] + _PORT * (place - (len(lines) - 1) / 2)
    return found


def _sides(layers: Layers, lengths: Sequence[float]) -> tuple[list[float], list[float]]:
    """Where each layer begins and ends, as long as its longest box; more lines need a wider gap."""
    layer_of = {v: number for number, layer in enumerate(layers.columns) for v in layer}
    lines = [0] * len(layers.columns)
    for chain in layers.chains:
        for before, _ in pairwise(chain):
            lines[layer_of[before]] += 1
    begins, ends = list[float](), list[float]()
    at = 0.0
    for layer, count in zip(layers.columns, lines, strict=True):
        begins.append(at)
        ends.append(at + max((lengths[v] for v in layer if v < len(lengths)), default=0.0))
        at = ends[-1] + min(_GAP + _GAP_PER_LINE * count, _WIDEST_GAP)
    return begins, ends


def _middles(layers: Layers, breadths: dict[int, float]) -> dict[int, float]:
    """How far across the middle of each vertex is: near what it is connected with, and clear of those beside it."""
    beside: dict[int, list[int]] = {}
    for chain in layers.chains:
        for before, after in pairwise(chain):
            beside.setdefault(before, []).append(after)
            beside.setdefault(after, []).append(before)
    middles: dict[int, float] = {}
    for layer in layers.columns:
        middles |= dict(zip(layer, _apart([0.0] * len(layer), [breadths[v] for v in layer]), strict=True))
    for turn in range(_ROUNDS):
        for layer in layers.columns if turn % 2 == 0 else layers.columns[::-1]:
            wanted = [_mean([middles[other] for other in beside.get(v, ())], middles[v]) for v in layer]
            middles |= dict(zip(layer, _apart(wanted, [breadths[v] for v in layer]), strict=True))
    first = min(middles[v] - breadths[v] / 2 for v in middles)
    return {v: middles[v] - first for v in middles}


def _mean(found: Sequence[float], otherwise: float) -> float:
    return sum(found) / len(found) if found else otherwise


def _apart(wanted: Sequence[float], breadths: Sequence[float]) -> list[float]:
    """The middles nearest to those that are wanted, in this order, that let no two overlap.

    With the least sum of squared distances: after the room that each takes is left out, that is a monotone
    regression, which pooling neighbours that stand in each other's way solves.
    """
    offsets = [0.0]
    for before, after in pairwise(breadths):
        offsets.append(offsets[-1] + (before + after) / 2 + _BESIDE)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        total, count = want - offset, 1
        while pools and pools[-1][0] / pools[-1][1] >= total / count:
            before_total, before_count = pools.pop()
            total, count = total + before_total, count + before_count
        pools.append((total, count))
    levels = [total / count for total, count in pools for _ in range(count)]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]


def _rounded(number: float) -> float:
    return round(number, 1)
