"""Two validators that must agree, on the schemas as their authors wrote them, before a message counts as a witness."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from contracts.errors import InvalidSchema
from contracts.validation import Draft, Referee, Rejection, Validator

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema
    from contracts.model import Formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A schema as its author wrote it, and its dialect."""

    schema: Schema
    draft: Draft


class Jury:
    """Judges of messages: does the writer send it, does the reader reject it?

    `closed` is the closed form of the writer (2020-12), None under the content model `open`.

    Raises:
        InvalidSchema: one side is no JSON Schema.
    """

    def __init__(self, writer: Side, reader: Side, *, formats: Formats) -> None:
        self._writer_side, self._reader_side, self._formats = writer, reader, formats
        self._writer = Validator(writer.schema, formats=formats, draft=writer.draft)
        self._reader = Validator(reader.schema, formats=formats, draft=reader.draft)
        self._closed: Validator | None = None
        self._closed_schema: Schema = True
        self.disagreements = 0

    def close_writer(self, closed: Schema) -> None:
        """From now on the writer sends only what `closed` accepts too."""
        self._closed_schema = closed
        self._closed = Validator(closed, formats=self._formats)

    def is_sent(self, message: Json) -> bool:
        """Whether the writer may send the message, as the normative validator sees it."""
        return self._writer.accepts(message) and (self._closed is None or self._closed.accepts(message))

    def is_read(self, message: Json) -> bool:
        """Whether the reader accepts the message, as the normative validator sees it."""
        return self._reader.accepts(message)

    def is_witness(self, message: Json) -> bool:
        """Whether both validators say: the writer may send it, and the reader rejects it."""
        if self.is_read(message) or not self.is_sent(message):
            return False
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
