"""Places of boxes and lines: laws that hold for every graph."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from registry.web.graph.placement import PAGE_WIDTH, Box, placed

Graph = tuple[tuple[float, ...], tuple[tuple[int, int], ...]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Widths of boxes, and edges between different ones."""
    widths = draw(st.lists(st.floats(min_value=20, max_value=260), min_size=1, max_size=14))
    vertex = st.integers(min_value=0, max_value=len(widths) - 1)
    edges = draw(st.lists(st.tuples(vertex, vertex).filter(lambda edge: edge[0] != edge[1]), max_size=30))
    return tuple(widths), tuple(edges)


def is_clear(one: Box, other: Box) -> bool:
    """Whether two boxes are beside or above each other."""
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def is_on_border(point: tuple[float, float], box: Box) -> bool:
    """Whether a point lies on the border of a box, as exact as pictures are."""
    x, y = point[0] - box.x, point[1] - box.y
    is_beside = min(abs(x), abs(x - box.width)) < 0.2 and -0.1 <= y <= box.height + 0.1
    is_above = min(abs(y), abs(y - box.height)) < 0.2 and -0.1 <= x <= box.width + 0.1
    return is_beside or is_above


@given(graphs())
def test_no_two_boxes_overlap(graph: Graph) -> None:
    """Whatever connects them, and all lie within the picture."""
    found = placed(*graph)
    assert all(is_clear(one, other) for one, other in combinations(found.boxes, 2))
    for box, width in zip(found.boxes, graph[0], strict=True):
        assert box.width >= width - 0.1
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= found.width
        assert box.y + box.height <= found.height


@given(graphs())
def test_lines_begin_and_end_at_their_boxes(graph: Graph) -> None:
    """On the border of the box that they come from, and of the one that they lead to."""
    found = placed(*graph)
    for (source, target), line in zip(graph[1], found.lines, strict=True):
        assert is_on_border(line.start, found.boxes[source])
        assert is_on_border(line.end, found.boxes[target])


@given(graphs())
def test_the_same_graph_is_the_same_picture(graph: Graph) -> None:
    """Computed anew, not remembered."""
    assert placed.__wrapped__(*graph) == placed.__wrapped__(*graph)


def test_a_long_way_leads_down_the_page() -> None:
    """Thirty services in a row are as wide as one, and not wider than the page."""
    found = placed((120.0,) * 30, tuple((number, number + 1) for number in range(29)))
    assert found.width <= PAGE_WIDTH
    assert found.height > found.width


def test_parts_that_nothing_connects_stand_apart() -> None:
    """Side by side as long as there is room, then below."""
    found = placed((100.0,) * 20, tuple((number, number + 1) for number in range(0, 20, 2)))
    assert found.width <= PAGE_WIDTH + 50
    assert len({box.y for box in found.boxes}) > 1
