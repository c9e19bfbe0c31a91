"""One question put to the search: is there a message that the writer's schema accepts and the reader's rejects?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility import algebra
from contracts.compatibility.limits import ALGEBRA_NODES, extent_of
from contracts.compatibility.members import reachable
from contracts.compatibility.proving.answers import Answer, Budget, OutOfBudget, unknown
from contracts.compatibility.proving.search import Search
from contracts.compatibility.proving.terms import LITERAL_INTEGER, Terms
from contracts.errors import InvalidSchema, UnsupportedSchema
from contracts.validation import Validator

if TYPE_CHECKING:
    from contracts.compatibility.alignment import Aligned
    from contracts.compatibility.proving.terms import Literal
    from contracts.keywords import Json, Schema
    from contracts.model import Formats

STEPS = 30_000


class Proof:
    """The search over one aligned pair; what it learns is kept from one question to the next."""

    def __init__(self, pair: Aligned, *, formats: Formats, tells_integers: bool) -> None:
        self._pair, self._formats = pair, formats
        self._terms = Terms(pair.definitions, tells_integers=tells_integers)
        self._budget = Budget(steps=STEPS)
        self._validators: dict[str, Validator | None] = {}
        self._search = Search(self._terms, self._budget, holds=self._holds, covers=self._covers)

    def counterexample(self) -> Answer:
        """Messages that the writer may send and the reader rejects, or the proof that there are none."""
        return self._answer(
            [self._terms.literal(self._pair.writer), self._terms.literal(self._pair.reader, holds=False)]
        )

    def message_of_writer(self) -> Answer:
        """Messages that the writer may send, or the proof that there are none."""
        return self._answer([self._terms.literal(self._pair.writer)])

    def _answer(self, goal: list[Literal]) -> Answer:
        try:
            return self._search.find(goal)
        except OutOfBudget:
            return unknown("", "schema", "the search was given up after a fixed number of steps")
        except RecursionError:
            return unknown("", "schema", "the schemas are nested too deeply")

    def _holds(self, literal: Literal, value: Json) -> bool | None:
        if literal.key not in self._validators:
            self._budget.spend(2)
            self._validators[literal.key] = self._compiled(literal)
        validator = self._validators[literal.key]
        return None if validator is None else validator.accepts(value)

    def _compiled(self, literal: Literal) -> Validator | None:
        if LITERAL_INTEGER in literal.key:
            return None
        document = reachable(literal.schema, self._pair.definitions)
        if self._terms.tells_integers and LITERAL_INTEGER in self._terms.key(document):
            return None
        try:
            return Validator(document, formats=self._formats, draft="2020-12")
        except (InvalidSchema, UnsupportedSchema):
            return None

    def _covers(self, writer: Schema, reader: Schema) -> bool:
        if extent_of([writer, reader]).nodes > ALGEBRA_NODES:
            return False
        return algebra.is_covered(writer, reader, formats=self._formats)
