"""What a comparison says to people."""

from __future__ import annotations

from registry.web.comparing import line_of


def test_the_line_of_a_place_is_that_of_the_nearest_place_around_it() -> None:
    """A schema is declared in a document; a keyword deep inside may have no line of its own."""
    lines = {"message#/properties/data": 7, "message#": 3}
    assert line_of(lines, "message", "/properties/data/properties/total/type") == 7
    assert line_of(lines, "message", "/properties/other") == 3
    assert line_of(lines, "request", "/properties/other") is None
