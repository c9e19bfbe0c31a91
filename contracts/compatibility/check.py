"""Is every message that the writer may send accepted by the reader?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility import algebra
from contracts.compatibility.closing import closed
from contracts.compatibility.finite import content_key, finite_values
from contracts.compatibility.jury import Jury, Side
from contracts.compatibility.limits import ALGEBRA_NODES, extent_of
from contracts.compatibility.members import endless_reference
from contracts.compatibility.uniform import uniform_schema
from contracts.compatibility.verdict import Outcome, Reason, Verdict, Witness
from contracts.keywords import without_annotations
from contracts.model import ContentModel, Formats
from contracts.validation import draft_of

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
    values = finite_values(sent)
    if values is not None:
        witness = [value for value in values if jury.is_witness(value)][:1]
        if witness:
            return incompatible(jury, witness[0])
        if not jury.disagreements:
            return COMPATIBLE
    if extent_of(sent).nodes + extent_of(read).nodes <= ALGEBRA_NODES and algebra.is_covered(
        sent, read, formats=formats
    ):
        return COMPATIBLE
    for value in _SIMPLE:
        if jury.is_witness(value):
            return incompatible(jury, value)
    return undecided("", "schema", "no proof and no witness was found")


_SIMPLE: tuple[Json, ...] = (None, True, 0, 0.5, "", "a", [], {})


def incompatible(jury: Jury, message: Json) -> Verdict:
    """The verdict with this witness."""
    return Verdict(outcome=Outcome.INCOMPATIBLE, witness=Witness(message=message, rejection=jury.rejection(message)))


def _content(schema: Schema) -> str:
    return content_key(without_annotations(schema))
