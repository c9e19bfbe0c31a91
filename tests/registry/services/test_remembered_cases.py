"""What is remembered of test cases."""

from __future__ import annotations

from contracts.keywords import Json
from contracts.messages import Case
from contracts.model import Definition, Formats
from registry.services.remembered_cases import RememberedCases
from registry.services.work import PartCases


def definition(name: str) -> Definition:
    """A definition with one field."""
    return Definition.of_event({"type": "object", "properties": {name: {"type": "string"}}})


class Generator:
    """Counts how often it is asked."""

    def __init__(self, size: int = 1) -> None:
        self.asked = 0
        self._size = size

    def __call__(self) -> Json:
        """Some cases."""
        self.asked += 1
        return [PartCases(part="message", cases=(Case(id="full", message={"a": "x" * self._size}, valid=True),))]


def test_cases_are_generated_once() -> None:
    """The second time they are what they were the first time, and nobody can change them for the third."""
    remembered, generate = RememberedCases(), Generator()
    first, second = (remembered.of(definition("a"), Formats.ASSERT, generate) for _ in range(2))
    assert first == second
    assert generate.asked == 1
    second[0].cases[0].message["a"] = "changed"
    assert remembered.of(definition("a"), Formats.ASSERT, generate) == first


def test_another_definition_has_other_cases() -> None:
    """And so has the same one whose formats are not asserted."""
    remembered, generate = RememberedCases(), Generator()
    remembered.of(definition("a"), Formats.ASSERT, generate)
    remembered.of(definition("b"), Formats.ASSERT, generate)
    remembered.of(definition("a"), Formats.ANNOTATE, generate)
    assert generate.asked == 3


def test_what_was_used_longest_ago_makes_room() -> None:
    """The memory has an end in bytes, also where one answer is larger than all of it."""
    remembered, generate = RememberedCases(max_bytes=2500), Generator(1000)
    for name in ("a", "b", "a", "c", "a"):
        remembered.of(definition(name), Formats.ASSERT, generate)
    assert generate.asked == 3
    remembered.of(definition("b"), Formats.ASSERT, generate)
    assert generate.asked == 4
    huge = Generator(5000)
    for _ in range(2):
        remembered.of(definition("d"), Formats.ASSERT, huge)
    assert huge.asked == 2
