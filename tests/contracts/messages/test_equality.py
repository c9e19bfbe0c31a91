"""When two JSON values are the same."""

from __future__ import annotations

from contracts.messages.equality import json_key, text_key


def test_numbers_are_equal_by_value_and_no_number_is_a_boolean() -> None:
    """1 and 1.0 are one JSON value, 1 and true are two."""
    assert json_key(1) == json_key(1.0)
    assert json_key(1) != json_key(True)  # noqa: FBT003 - the value is the point
    assert text_key({"a": 1, "b": 2}) == text_key({"b": 2, "a": 1})


def test_what_json_cannot_write_still_has_a_key() -> None:
    """A key is needed before a value is judged."""
    assert json_key(float("inf")) != json_key(float("-inf"))
