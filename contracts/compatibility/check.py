"""Is every message that the writer may send accepted by the reader?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.compatibility import algebra
from contracts.compatibility.alignment import Aligned, align, mentions_integers, with_literal_integers
from contracts.compatibility.closing import closed
from contracts.compatibility.finite import content_key, finite_values
from contracts.compatibility.jury import Jury, Side
from contracts.compatibility.limits import ALGEBRA_NODES, extent_of
from contracts.compatibility.members import endless_reference
from contracts.compatibility.proof import Proof
from contracts.compatibility.uniform import uniform_schema
from contracts.compatibility.verdict import Outcome, Reason, Verdict, Witness
from contracts.keywords import without_annotations
from contracts.model import ContentModel, Formats
from contracts.validation import Draft, draft_of

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

COMPATIBLE = Verdict(outcome=Outcome.COMPATIBLE)


def check_schemas(  # noqa: PLR0913  # all but the two schemas are switches with a default
    *,
    writer: Schema,
    reader: Schema,
    content_model: ContentModel | str = ContentModel.CLOSED_WRITER,
    formats: Formats | str = Formats.ASSERT,
    writer_draft: str | None = None,
    reader_draft: str | None = None,
) -> Verdict:
    """The verdict on one writer and one reader; the same input always gives the same answer.

    A draft is named as `draft_of` reads it; without a name `$schema` decides, else it is 2020-12.

    Raises:
        InvalidSchema: one side is no JSON Schema.
        UnsupportedSchema: one side has an unknown dialect, or a reference to the outside.
    """
    excess = extent_of(writer).excess or extent_of(reader).excess
    if excess:
        return undecided("", "schema", excess)
    sides = (
        Side(schema=writer, draft=draft_of(writer, writer_draft)),
        Side(schema=reader, draft=draft_of(reader, reader_draft)),
    )
    return _judged(*sides, content_model=ContentModel(content_model), formats=Formats(formats))


def undecided(pointer: str, keyword: str, sentence: str) -> Verdict:
    """The honest answer where neither a proof nor a witness was found."""
    return Verdict(outcome=Outcome.UNDECIDED, reason=Reason(pointer=pointer, keyword=keyword, sentence=sentence))


def _judged(writer: Side, reader: Side, *, content_model: ContentModel, formats: Formats) -> Verdict:
    jury = Jury(writer, reader, formats=formats)
    if writer.draft is reader.draft and _content(writer.schema) == _content(reader.schema):
        return COMPATIBLE
    sent, read = (uniform_schema(side.schema, draft=side.draft, formats=formats) for side in (writer, reader))
    if endless_reference(sent) or endless_reference(read):
        return undecided("", "$ref", "a definition refers to itself without a step into the message")
    if content_model is ContentModel.CLOSED_WRITER:
        sent = closed(sent)
        jury.close_writer(sent)
    strict = [
        side.draft is Draft.DRAFT_4 and mentions_integers(form) for side, form in ((writer, sent), (reader, read))
    ]
    question = Question(
        jury=jury,
        writer=with_literal_integers(sent) if strict[0] else sent,
        reader=with_literal_integers(read) if strict[1] else read,
        formats=formats,
        tells_integers=any(strict),
    )
    return question.verdict()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question in the uniform form: the stages are asked one after the other, the cheap ones first."""

    jury: Jury
    writer: Schema
    reader: Schema
    formats: Formats
    tells_integers: bool

    def verdict(self) -> Verdict:
        """What the first stage with an answer says."""
        pair = align(self.writer, self.reader)
        return self._listed() or self._by_algebra(pair) or self._by_search(pair)

    def _listed(self) -> Verdict | None:
        """A writer with finitely many messages: each is tried."""
        values = finite_values(self.writer)
        if values is None:
            return None
        if self.tells_integers:
            values = [*values, *(float(value) for value in values if type(value) is int)]
        witness = [value for value in values if self.jury.is_witness(value)][:1]
        if witness:
            return incompatible(self.jury, witness[0])
        is_exact = not self.tells_integers or not any(isinstance(value, list | dict) for value in values)
        return COMPATIBLE if is_exact and not self.jury.disagreements else None

    def _by_algebra(self, pair: Aligned) -> Verdict | None:
        is_small = extent_of([self.writer, self.reader]).nodes <= ALGEBRA_NODES
        if self.tells_integers or not is_small:
            return None
        is_covered = algebra.is_covered(pair.whole(pair.writer), pair.whole(pair.reader), formats=self.formats)
        return COMPATIBLE if is_covered else None

    def _by_search(self, pair: Aligned) -> Verdict:
        answer = Proof(pair, formats=self.formats, tells_integers=self.tells_integers).counterexample()
        if answer.is_empty:
            return COMPATIBLE
        for value in answer.values:
            if self.jury.is_witness(value):
                return incompatible(self.jury, value)
        if answer.reason is not None:
            return Verdict(outcome=Outcome.UNDECIDED, reason=answer.reason)
        return undecided("", "schema", "no candidate stood up to both validators")


def incompatible(jury: Jury, message: Json) -> Verdict:
    """The verdict with this witness."""
    return Verdict(outcome=Outcome.INCOMPATIBLE, witness=Witness(message=message, rejection=jury.rejection(message)))


def _content(schema: Schema) -> str:
    return content_key(without_annotations(schema))
