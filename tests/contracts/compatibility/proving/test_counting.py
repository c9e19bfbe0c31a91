"""Arrays whose items are counted, against all short arrays."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.compatibility import Outcome, check_schemas
from contracts.validation import Validator

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

ITEMS: tuple[Json, ...] = ("a", "bb", 1, 2)
LISTS = [list(items) for length in range(5) for items in product(ITEMS, repeat=length)]
ONE = st.sampled_from(
    [{"type": "string"}, {"type": "integer"}, {"enum": ["a", 1]}, {"const": 2}, {"not": {"const": "a"}}]
)
NUMBER = st.integers(0, 3)
COUNT = st.fixed_dictionaries({"contains": ONE}, optional={"minContains": NUMBER, "maxContains": NUMBER})
SHAPE = st.fixed_dictionaries(
    {},
    optional={
        "items": ONE,
        "prefixItems": st.lists(ONE, min_size=1, max_size=2),
        "minItems": NUMBER,
        "uniqueItems": st.just(True),  # noqa: FBT003  # the value of the keyword
    },
)
MEMBERS = st.tuples(COUNT, SHAPE, st.lists(COUNT, max_size=1)).map(
    lambda parts: {**parts[0], **parts[1], "allOf": [*parts[2], {}]}
)


@given(writer=MEMBERS, reader=MEMBERS)
@settings(max_examples=300)
def test_counted_items_are_judged_as_all_short_arrays_are(writer: Schema, reader: Schema) -> None:
    """An array of up to four of these items that refutes containment makes it incompatible."""
    short = {"type": "array", "items": {"enum": list(ITEMS)}, "maxItems": 4}
    sends, reads = Validator({"allOf": [short, writer]}), Validator(reader)
    is_refuted = any(sends.accepts(value) and not reads.accepts(value) for value in LISTS)
    verdict = check_schemas(writer={"allOf": [short, writer]}, reader=reader, content_model="open")
    assert verdict.outcome in {Outcome.UNDECIDED, Outcome.INCOMPATIBLE if is_refuted else Outcome.COMPATIBLE}


def test_counts_are_decided_both_ways() -> None:
    """At least and at most, over prefixes, together with lengths, and for schemas that differ."""
    text, whole, number = {"type": "string"}, {"type": "integer"}, {"type": "number"}
    none = {"minContains": 0}
    asked: list[tuple[Json, Json, Outcome]] = [
        ({"contains": whole, "minContains": 3}, {"contains": number, "minContains": 2}, Outcome.COMPATIBLE),
        ({"contains": number, "minContains": 3}, {"contains": whole, "minContains": 2}, Outcome.INCOMPATIBLE),
        ({"contains": number, "maxContains": 2}, {**none, "contains": whole, "maxContains": 2}, Outcome.COMPATIBLE),
        ({"items": text, "minItems": 2}, {"contains": text, "minContains": 2}, Outcome.COMPATIBLE),
        ({"prefixItems": [text, text], "minItems": 2}, {"contains": text, "minContains": 2}, Outcome.COMPATIBLE),
        ({"prefixItems": [text, whole]}, {"contains": whole, "minContains": 0, "maxContains": 2}, Outcome.INCOMPATIBLE),
        (
            {"items": {"type": ["string", "integer"]}, "contains": text, "maxContains": 2, "minItems": 4},
            {"contains": whole, "minContains": 2},
            Outcome.COMPATIBLE,
        ),
    ]
    for writer, reader, outcome in asked:
        verdict = check_schemas(writer={"type": "array", **writer}, reader=reader, content_model="open")
        assert verdict.outcome is outcome
