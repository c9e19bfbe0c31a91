"""Columns for a graph: laws that hold for every graph."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registry.web.graph.layers import Edge, Layers, crossings, in_layers

SIZES = st.integers(min_value=1, max_value=14)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, list[Edge]]:
    """The number of vertices, and edges between different ones, cycles and repetitions included."""
    size = draw(SIZES)
    vertex = st.integers(min_value=0, max_value=size - 1)
    edges = draw(st.lists(st.tuples(vertex, vertex).filter(lambda edge: edge[0] != edge[1]), max_size=30))
    return size, edges


def columns_of(layers: Layers) -> dict[int, int]:
    """The column of each vertex."""
    return {vertex: number for number, column in enumerate(layers.columns) for vertex in column}


@given(graphs())
def test_every_vertex_stands_in_one_column(graph: tuple[int, list[Edge]]) -> None:
    """None is lost, and none is drawn twice; no column is empty."""
    size, edges = graph
    layers = in_layers(size, edges)
    standing = [vertex for column in layers.columns for vertex in column]
    assert len(standing) == len(set(standing))
    assert set(range(size)) <= set(standing)
    assert all(layers.columns)


@given(graphs())
def test_a_chain_passes_every_column_between_its_ends(graph: tuple[int, list[Edge]]) -> None:
    """One vertex per column, from left to right; in between are bends of its own."""
    size, edges = graph
    layers = in_layers(size, edges)
    column = columns_of(layers)
    bends: list[int] = []
    for edge, chain in zip(edges, layers.chains, strict=True):
        assert {chain[0], chain[-1]} == set(edge)
        assert all(column[right] == column[left] + 1 for left, right in pairwise(chain))
        bends += chain[1:-1]
    assert len(bends) == len(set(bends))
    assert all(bend >= size for bend in bends)


@given(graphs())
def test_ordering_makes_no_more_crossings(graph: tuple[int, list[Edge]]) -> None:
    """Than there were in the order in which vertices came."""
    layers = in_layers(*graph)
    assert crossings(layers.columns, layers.chains) <= crossings(
        [sorted(column) for column in layers.columns], layers.chains
    )


def test_what_needs_no_crossing_gets_none() -> None:
    """Two pairs whose names stand the wrong way round."""
    layers = in_layers(4, [(0, 3), (1, 2)])
    assert crossings(layers.columns, layers.chains) == 0


def test_crossings_are_counted() -> None:
    """Each pair of lines between the same two columns that change sides."""
    assert crossings([[0, 1, 2], [3, 4, 5]], [(0, 5), (1, 4), (2, 3)]) == 3


def test_edges_lead_to_the_right_where_they_can() -> None:
    """Of a cycle, one leads back."""
    edges = [(0, 1), (1, 2), (2, 0)]
    layers = in_layers(3, edges)
    assert sum(chain[0] != edge[0] for edge, chain in zip(edges, layers.chains, strict=True)) == 1
