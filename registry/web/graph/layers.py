"""Columns for a graph: who stands left of whom, and in which order, so that few lines cross."""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SWEEPS = 12  # more change nothing that an eye would see

Edge = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """Vertices in columns from left to right, each from top to bottom.

    `chains` has, for each edge, the vertices that it passes, one per column, from left to right. Vertices beyond the
    given ones are bends: they keep a way free through the columns between two ends.
    """

    columns: tuple[tuple[int, ...], ...]
    chains: tuple[tuple[int, ...], ...]


def in_layers(size: int, edges: Sequence[Edge]) -> Layers:
    """The layers of a graph of the vertices 0 to `size` - 1; no edge may begin where it ends."""
    rank = {vertex: place for place, vertex in enumerate(_mostly_forward(size, edges))}
    forward = [(a, b) if rank[a] < rank[b] else (b, a) for a, b in edges]
    layer = _columns(size, forward, rank)
    columns: list[list[int]] = [[] for _ in range(max(layer, default=-1) + 1)]
    for vertex in range(size):
        columns[layer[vertex]].append(vertex)
    chains = [_chain(edge, layer, columns) for edge in forward]
    return Layers(columns=_ordered(columns, chains), chains=tuple(chains))


def crossings(columns: Sequence[Sequence[int]], chains: Iterable[Sequence[int]]) -> int:
    """How often lines cross between neighbouring columns."""
    place = {vertex: number for column in columns for number, vertex in enumerate(column)}
    column_of = {vertex: number for number, column in enumerate(columns) for vertex in column}
    gaps: dict[int, list[tuple[int, int]]] = {}
    for chain in chains:
        for left, right in pairwise(chain):
            gaps.setdefault(column_of[left], []).append((place[left], place[right]))
    return sum(_inversions([right for _, right in sorted(lines)]) for lines in gaps.values())


def _mostly_forward(size: int, edges: Iterable[Edge]) -> list[int]:
    """An order of all vertices in which few edges lead back: vertices that only send come first.

    Source: Eades, Lin and Smyth (1993), "A Fast and Effective Heuristic for the Feedback Arc Set Problem".
    """
    after: dict[int, set[int]] = {vertex: set() for vertex in range(size)}
    before: dict[int, set[int]] = {vertex: set() for vertex in range(size)}
    for a, b in edges:
        after[a].add(b)
        before[b].add(a)
    left, beginning, end = set(range(size)), list[int](), list[int]()
    while left:
        sink = next((vertex for vertex in sorted(left) if not after[vertex] & left), None)
        if sink is not None:
            end.append(sink)
            left.remove(sink)
            continue
        sends_most = max(sorted(left), key=lambda vertex: len(after[vertex] & left) - len(before[vertex] & left))
        beginning.append(sends_most)
        left.remove(sends_most)
    return beginning + end[::-1]


def _columns(size: int, forward: Iterable[Edge], rank: dict[int, int]) -> list[int]:
    """The column of each vertex: right of what leads to it, and near most of what it is connected with."""
    after: dict[int, list[int]] = {}
    before: dict[int, list[int]] = {}
    for a, b in forward:
        after.setdefault(a, []).append(b)
        before.setdefault(b, []).append(a)
    column = [0] * size
    in_order = sorted(range(size), key=lambda vertex: rank[vertex])
    for vertex in in_order:
        column[vertex] = 1 + max((column[other] for other in before.get(vertex, ())), default=-1)
    for vertex in reversed(in_order):
        if len(after.get(vertex, ())) > len(before.get(vertex, ())):
            column[vertex] = min(column[other] for other in after[vertex]) - 1
    return column


def _chain(edge: Edge, layer: Sequence[int], columns: list[list[int]]) -> tuple[int, ...]:
    """The edge with a bend in each column between its ends; the bends are put into the columns."""
    left, right = edge
    bends = []
    free = sum(len(column) for column in columns)  # every vertex stands in one column, and numbers have no holes
    for column in columns[layer[left] + 1 : layer[right]]:
        column.append(free)
        bends.append(free)
        free += 1
    return (left, *bends, right)


def _ordered(columns: list[list[int]], chains: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """The columns in the order, of those that sweeps find, with the fewest crossings."""
    lefts: dict[int, list[int]] = {}
    rights: dict[int, list[int]] = {}
    for chain in chains:
        for left, right in pairwise(chain):
            lefts.setdefault(right, []).append(left)
            rights.setdefault(left, []).append(right)
    best, fewest = tuple(map(tuple, columns)), crossings(columns, chains)
    for sweep in range(_SWEEPS):
        if fewest == 0:
            break
        is_rightward = sweep % 2 == 0
        _sweep(columns if is_rightward else columns[::-1], lefts if is_rightward else rights)
        found = crossings(columns, chains)
        if found < fewest:
            best, fewest = tuple(map(tuple, columns)), found
    return best


def _sweep(columns: Iterable[list[int]], beside: dict[int, list[int]]) -> None:
    """Sort each column by the mean place of what its vertices have in the column before it."""
    place: dict[int, float] = {}
    for column in columns:
        wanted = {
            vertex: sum(place[other] for other in found) / len(found)
            if (found := beside.get(vertex))
            else float(number)
            for number, vertex in enumerate(column)
        }
        column.sort(key=lambda vertex: wanted[vertex])
        place |= {vertex: float(number) for number, vertex in enumerate(column)}


def _inversions(numbers: Iterable[int]) -> int:
    seen: list[int] = []
    found = 0
    for number in numbers:
        found += len(seen) - bisect_right(seen, number)
        insort(seen, number)
    return found
