"""Two schemas line by line."""

from __future__ import annotations

from registry.web.schema_diff import MAX_LINES, diff_lines


def test_equal_schemas_differ_in_no_line() -> None:
    """The order of the lines is that of the text, which is canonical when it is stored."""
    assert diff_lines({"type": "object"}, {"type": "object"}) == ()


def test_a_changed_line_is_taken_away_and_added() -> None:
    """What stays around it is shown for orientation, what is far away is not."""
    old = {"enum": [*range(20)], "type": "integer"}
    found = diff_lines(old, {**old, "type": "number"})
    assert found is not None
    assert [(line.sign, line.text.strip()) for line in found if line.kind in {"added", "removed"}] == [
        ("-", '"type": "integer"'),
        ("+", '"type": "number"'),
    ]
    assert found[0].kind == "gap"
    assert len(found) < 10


def test_what_is_too_long_is_not_compared() -> None:
    """The page links to both texts instead."""
    assert diff_lines([*range(MAX_LINES)], []) is None
