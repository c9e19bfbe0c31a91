"""Is every message that the writer may send accepted by the reader?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.compatibility import algebra
from contracts.compatibility.alignment import Aligned, align, mentions_integers, with_literal_integers
from contracts.compatibility.closing import closed
from contracts.compatibility.finite import content_key, finite_values
from contracts.compatibility.jury import Jury, Side
from contracts.compatibility.limits import (
    MAX_NODES,
    QUESTION_STEPS,
    SHRINKING_STEPS,
    STEPS_PER_VALUE,
    extent_of,
)
from contracts.compatibility.members import endless_reference
from contracts.compatibility.places import (
    crowded_place,
    endless_place,
    heaviest_place,
    reason_of,
    rejecting_place,
)
from contracts.compatibility.proof import Proof
from contracts.compatibility.proving.answers import Exhausted, Gap
from contracts.compatibility.shrinking import shrink
from contracts.compatibility.uniform import uniform_schema
from contracts.compatibility.verdict import Outcome, Reason, Verdict, Witness
from contracts.keywords import without_annotations
from contracts.model import ContentModel, Formats
from contracts.validation import Draft, draft_of
from contracts.validation.effort import MAX_APPLIED, Budget, OutOfBudget, applied_at_most, size_of

if TYPE_CHECKING:
    from contracts.compatibility.proving.answers import Answer
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
    budget: Budget | None = None,
) -> Verdict:
    """The verdict on one writer and one reader; the same input always gives the same answer.

    A draft is named as `draft_of` reads it; without a name `$schema` decides, else it is 2020-12. `budget` holds the
    steps that the question may take, `QUESTION_STEPS` if it is not given.

    Raises:
        InvalidSchema: one side is no JSON Schema.
        UnsupportedSchema: one side has an unknown dialect, or a reference to the outside.
    """
    too_large = _too_large(writer, "writer") or _too_large(reader, "reader")
    if too_large is not None:
        return too_large
    sides = (
        Side(schema=writer, draft=draft_of(writer, writer_draft)),
        Side(schema=reader, draft=draft_of(reader, reader_draft)),
    )
    too_crowded = _too_crowded(sides[0], "writer") or _too_crowded(sides[1], "reader")
    if too_crowded is not None:
        return too_crowded
    budget = budget or Budget(steps=QUESTION_STEPS)
    try:
        budget.spend(STEPS_PER_VALUE * size_of([writer, reader], 2 * MAX_NODES))
        jury = Jury(*sides, formats=Formats(formats), budget=budget)
        return _judged(jury, *sides, content_model=ContentModel(content_model), formats=Formats(formats))
    except Exhausted as error:
        return Verdict(outcome=Outcome.UNDECIDED, reason=reason_of(error.gap, writer=writer, reader=reader))
    except OutOfBudget:
        name, schema = max((("writer", writer), ("reader", reader)), key=lambda item: size_of(item[1], MAX_NODES))
        return undecided(heaviest_place(schema), "the steps of the question were used up; make this smaller", name)


def undecided(place: tuple[str, str], sentence: str, side: str = "") -> Verdict:
    """The honest answer where neither a proof nor a witness was found; the place is a pointer and a keyword."""
    pointer, keyword = place
    reason = Reason(pointer=pointer, keyword=keyword, sentence=sentence, side=side)
    return Verdict(outcome=Outcome.UNDECIDED, reason=reason)


def _too_large(schema: Schema, name: str) -> Verdict | None:
    excess = extent_of(schema).excess
    return undecided(heaviest_place(schema), f"{excess}; split it into several contracts", name) if excess else None


def _too_crowded(side: Side, name: str) -> Verdict | None:
    if side.applied <= MAX_APPLIED:
        return None
    sentence = f"references and alternatives apply more than {MAX_APPLIED} schemas to one value; make them fewer"
    return undecided(crowded_place(side.schema), sentence, name)


def _judged(jury: Jury, writer: Side, reader: Side, *, content_model: ContentModel, formats: Formats) -> Verdict:
    if writer.draft is reader.draft and _content(writer.schema) == _content(reader.schema):
        return COMPATIBLE
    sent, read = (uniform_schema(side.schema, draft=side.draft, formats=formats) for side in (writer, reader))
    for name, side, form in (("writer", writer, sent), ("reader", reader, read)):
        if endless_reference(form):
            sentence = "a definition refers to itself without a step into the message, which no validator can end"
            return undecided(endless_place(side.schema), sentence, name)
    jury.know_forms(sent, read)
    open_writer = sent
    if content_model is ContentModel.CLOSED_WRITER:
        sent = closed(sent, budget=jury.budget)
        applied = applied_at_most(sent)
        if applied > MAX_APPLIED:
            sentence = "closing the writer nests too many conditions here; use fewer, or the content model `open`"
            return undecided(heaviest_place(writer.schema), sentence, "writer")
        jury.close_writer(sent, applied)
    strict = [
        side.draft is Draft.DRAFT_4 and mentions_integers(form) for side, form in ((writer, sent), (reader, read))
    ]
    question = Question(
        jury=jury,
        writer=with_literal_integers(sent) if strict[0] else sent,
        reader=with_literal_integers(read) if strict[1] else read,
        open_writer=open_writer,
        formats=formats,
        tells_integers=any(strict),
    )
    return question.verdict()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question in the uniform form: the stages are asked one after the other, the cheap ones first.

    `open_writer` is the writer before it was closed; under the content model `open` it is the writer.
    """

    jury: Jury
    writer: Schema
    reader: Schema
    open_writer: Schema
    formats: Formats
    tells_integers: bool

    def verdict(self) -> Verdict:
        """What the first stage with an answer says."""
        listed = self._listed()
        if listed is not None:
            return listed
        pair = align(self.writer, self.reader, self.jury.budget)
        proof = Proof(pair, self.jury, formats=self.formats, tells_integers=self.tells_integers)
        if self._is_covered(pair):
            return self._compatible(proof)
        return self._by_search(proof)

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

    def _is_covered(self, pair: Aligned) -> bool:
        """Whether the algebra has a proof; it is asked about small schemas only."""
        if self.tells_integers:
            return False
        return algebra.is_covered(pair.whole(pair.writer), pair.whole(pair.reader), formats=self.formats)

    def _by_search(self, proof: Proof) -> Verdict:
        answer = proof.counterexample()
        if answer.is_empty:
            return self._compatible(proof)
        for value in (*answer.values, *_SIMPLE):
            if self.jury.is_witness(value):
                return incompatible(self.jury, self._shrunk(value))
        return Verdict(outcome=Outcome.UNDECIDED, reason=self._open(answer))

    def _open(self, answer: Answer) -> Reason:
        """Why there is neither a proof nor a witness."""
        writer, reader = self.jury.writer, self.jury.reader
        if answer.gap is not None:
            return reason_of(answer.gap, writer=writer, reader=reader)
        for value in answer.values:
            if self.jury.is_sent(value) and not self.jury.is_read(value):
                sentence = f"the validators do not agree about {content_key(value)[:200]}"
                return rejecting_place(self.jury.rejection(value), reader, sentence)
        sentence = "the closed form leaves no message to show what was found in the open one; declare the fields"
        return reason_of(Gap(path=(), keyword="", sentence=sentence), writer=writer, reader=reader)

    def _shrunk(self, witness: Json) -> Json:
        """A smaller witness, as far as the steps go that are kept for it."""
        self.jury.budget = Budget(steps=SHRINKING_STEPS)
        return shrink(witness, self.jury.is_witness, self.jury.budget)

    def _compatible(self, proof: Proof) -> Verdict:
        """Compatible, unless a witness contradicts the proof or closing left the writer nothing to send."""
        is_closed = self.writer is not self.open_writer
        is_doubtful = is_closed and not algebra.is_inhabited(self.writer, formats=self.formats)
        sent = proof.message_of_writer() if is_doubtful else None
        for value in (*(sent.values if sent is not None else ()), *_SIMPLE):
            if self.jury.is_witness(value):
                sentence = f"proved compatible, but refuted by {content_key(value)[:500]}"
                return undecided(("", "engine-disagreement"), sentence, "reader")
        if sent is not None and sent.is_empty and not algebra.is_empty(self.open_writer, formats=self.formats):
            sentence = "with its declared fields only, the writer can send no message; declare more, or use `open`"
            return undecided(("", "additionalProperties"), sentence, "writer")
        return COMPATIBLE


_SIMPLE: tuple[Json, ...] = (None, True, 0, 0.5, "", "a", [], {})


def incompatible(jury: Jury, message: Json) -> Verdict:
    """The verdict with this witness."""
    return Verdict(outcome=Outcome.INCOMPATIBLE, witness=Witness(message=message, rejection=jury.rejection(message)))


def _content(schema: Schema) -> str:
    return content_key(without_annotations(schema))
