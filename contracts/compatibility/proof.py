"""One question put to the search: is there a message that the writer's schema accepts and the reader's rejects?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility import algebra
from contracts.compatibility.finite import content_key
from contracts.compatibility.limits import MAX_MESSAGE
from contracts.compatibility.members import reachable
from contracts.compatibility.proving.answers import Answer, unknown
from contracts.compatibility.proving.search import Search
from contracts.compatibility.proving.terms import LITERAL_INTEGER, Terms
from contracts.errors import InvalidSchema, UnsupportedSchema
from contracts.validation import Draft, Validator
from contracts.validation.effort import applied_at_most, size_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.compatibility.alignment import Aligned
    from contracts.compatibility.jury import Jury
    from contracts.compatibility.proving.terms import Literal
    from contracts.keywords import Json, Schema
    from contracts.model import Formats

# Subschemas longer than this (in characters) get no judge of their own: their parts were judged, and the whole will be.
MAX_JUDGED = 3_000


class Proof:
    """The search over one aligned pair; what it learns is kept from one question to the next."""

    def __init__(self, pair: Aligned, jury: Jury, *, formats: Formats, tells_integers: bool) -> None:
        self._pair, self._formats = pair, formats
        self._budget = jury.budget
        self._terms = Terms(pair.definitions, self._budget, tells_integers=tells_integers)
        self._judges: dict[str, Callable[[Json], bool] | None] = {
            self._terms.key(pair.writer): jury.is_sent,
            self._terms.key(pair.reader): jury.is_read,
        }
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
            return self._search.ask(goal)
        except RecursionError:
            return unknown((), "$ref", "the schemas are nested too deeply; write them with fewer levels")

    def _holds(self, literal: Literal, value: Json) -> bool | None:
        if literal.key not in self._judges:
            self._judges[literal.key] = self._compiled(literal)
        judge = self._judges[literal.key]
        return None if judge is None else judge(value)

    def _compiled(self, literal: Literal) -> Callable[[Json], bool] | None:
        """A judge of one subschema; None where it costs more than it is worth, or the validator cannot tell."""
        if len(literal.key) > MAX_JUDGED and not _is_list(literal.schema):
            return None
        document = reachable(literal.schema, self._pair.definitions)
        self._budget.spend(60 + 6 * size_of(document, MAX_JUDGED))
        if self._terms.tells_integers and LITERAL_INTEGER in content_key(document):
            return None
        try:
            accepts = Validator(document, formats=self._formats, draft=Draft.DRAFT_2020).accepts
        except (InvalidSchema, UnsupportedSchema):
            return None
        return self._counted(accepts, applied_at_most(document))

    def _counted(self, accepts: Callable[[Json], bool], applied: int) -> Callable[[Json], bool]:
        """The judge, whose work takes steps."""

        def judge(value: Json) -> bool:
            self._budget.spend(2 + size_of(value, MAX_MESSAGE) * applied // 40)
            return accepts(value)

        return judge

    def _covers(self, writer: Schema, reader: Schema) -> bool:
        self._budget.spend(200)
        return algebra.is_covered(writer, reader, formats=self._formats)


def _is_list(schema: Schema) -> bool:
    """Whether the schema is a list of values, which is judged at once however long it is."""
    return isinstance(schema, dict) and schema.keys() <= {"type", "enum"}
