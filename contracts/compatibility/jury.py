"""Two validators that must agree, on the schemas as their authors wrote them, before a message counts as a witness."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from contracts.compatibility.applications import applications
from contracts.compatibility.limits import MAX_MESSAGE
from contracts.errors import InvalidSchema
from contracts.validation import Draft, Referee, Rejection, Validator
from contracts.validation.effort import applied_at_most, size_of

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema
    from contracts.model import Formats
    from contracts.validation.effort import Budget


@dataclass(frozen=True, kw_only=True)
class Side:
    """A schema as its author wrote it, its dialect, and the most schemas that are applied to one value."""

    schema: Schema
    draft: Draft

    @cached_property
    def applied(self) -> int:
        """How many schemas a validator may apply to one value; an upper bound."""
        return applied_at_most(self.schema)


class Jury:
    """Judges of messages: does the writer send it, does the reader reject it?

    Every judgement takes steps of `budget`, which belongs to the whole question.

    Raises:
        InvalidSchema: one side is no JSON Schema.
        OutOfBudget: by its methods, when no steps are left.
    """

    def __init__(self, writer: Side, reader: Side, *, formats: Formats, budget: Budget) -> None:
        self.budget = budget
        self.writer, self.reader = writer.schema, reader.schema
        self._writer_side, self._reader_side, self._formats = writer, reader, formats
        self._writer = Validator(writer.schema, formats=formats, draft=writer.draft)
        self._reader = Validator(reader.schema, formats=formats, draft=reader.draft)
        self._closed: Validator | None = None
        self._closed_schema: Schema = True
        self._forms: tuple[Schema, ...] = ()
        self._applied = [writer.applied, reader.applied]
        self.disagreements = 0

    def know_forms(self, writer: Schema, reader: Schema) -> None:
        """From now on the work of the referees is worked out from these: both schemas in the uniform form."""
        self._forms = (*self._forms, writer, reader)

    def close_writer(self, closed: Schema, applied: int) -> None:
        """From now on the writer sends only what `closed` accepts too, which applies so many schemas to one value."""
        self._closed_schema = closed
        self._closed = Validator(closed, formats=self._formats)
        self._applied[0] += applied
        self._forms = (*self._forms, closed)

    def is_sent(self, message: Json) -> bool:
        """Whether the writer may send the message, as the normative validator sees it."""
        self._pay(message, self._applied[0])
        return self._writer.accepts(message) and (self._closed is None or self._closed.accepts(message))

    def is_read(self, message: Json) -> bool:
        """Whether the reader accepts the message, as the normative validator sees it."""
        self._pay(message, self._applied[1])
        return self._reader.accepts(message)

    def _pay(self, message: Json, applied: int) -> None:
        size = size_of(message, MAX_MESSAGE)
        self.budget.spend(2 + size // 5 + size * applied // 40)

    def is_witness(self, message: Json) -> bool:
        """Whether both validators say: the writer may send it, and the reader rejects it."""
        if size_of(message, MAX_MESSAGE) > MAX_MESSAGE or self.is_read(message) or not self.is_sent(message):
            return False
        for form in self._forms:
            self.budget.spend(5 * applications(form, message, limit=max(self.budget.steps, 0) // 5))
        agreed = self._referees is not None and self._referees.agree(message)
        self.disagreements += not agreed
        return agreed

    def rejection(self, message: Json) -> Rejection:
        """The first error of the reader about a message that it rejects."""
        return self._reader.rejections(message)[0]

    @cached_property
    def _referees(self) -> _Referees | None:
        """Compiled only when a candidate asks: most questions are settled before. None: a pattern is unknown."""
        try:
            return _Referees(
                writer=Referee(self._writer_side.schema, formats=self._formats, draft=self._writer_side.draft),
                closed=Referee(self._closed_schema, formats=self._formats, draft=Draft.DRAFT_2020),
                reader=Referee(self._reader_side.schema, formats=self._formats, draft=self._reader_side.draft),
            )
        except InvalidSchema:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Referees:
    writer: Referee
    closed: Referee
    reader: Referee

    def agree(self, message: Json) -> bool:
        """Whether the message is sent and rejected here too."""
        if self.reader.judge(message) is not False:
            return False
        return self.writer.judge(message) is True and self.closed.judge(message) is True
