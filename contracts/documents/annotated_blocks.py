"""Blocks that an annotation assigns to an event or an operation -> claims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.documents.claims import EventClaim, OperationClaim, Placement
from contracts.documents.events.sections import annotated, body_claim
from contracts.documents.field_tables import shape_of_fields, table_fields
from contracts.documents.operations.sections import annotated_operation
from contracts.documents.operations.tables import section_provider, visibility
from contracts.documents.shapes.json_nodes import Unreadable
from contracts.documents.text.markdown import Block, BlockKind
from contracts.model import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.documents.annotations import Annotation
    from contracts.documents.fences import Body
    from contracts.documents.shapes.shape import Shape
    from contracts.documents.survey import Survey


def annotated_events(survey: Survey) -> Iterator[EventClaim]:
    """The claims of blocks annotated with `event=`; headings are read with their sections."""
    for block, annotation in _annotated(survey):
        for name in annotation.events:
            bare = EventClaim(name=name, block=block, line=block.line, via="annotation")
            yield annotated(bare, annotation)
            for body in _bodies(block, survey):
                claim = body_claim(body, name, block)
                placement = claim.placement if claim.type_path else Placement.UNKNOWN
                yield replace(
                    claim, placement=placement, confidence=Confidence.EXPLICIT if body.is_schema else claim.confidence
                )
            if fields := _fields(block, survey):
                yield EventClaim(name=name, block=block, line=block.line, via="field-table", shape=fields)


def annotated_operations(survey: Survey) -> Iterator[OperationClaim]:
    """The claims of blocks annotated with a method and a path."""
    for block, annotation in _annotated(survey):
        if annotation.route is None:
            continue
        shapes = tuple(body.shape for body in _bodies(block, survey))
        fields = _fields(block, survey)
        shapes = (*shapes, fields) if fields else shapes
        is_response = annotation.role == "response"
        claim = OperationClaim(
            route=annotation.route,
            block=block,
            line=block.line,
            via="annotation",
            provider=section_provider(block, survey),
            request=() if is_response else shapes,
            responses={annotation.status or "200": shapes} if is_response and shapes else {},
            visibility=visibility(
                annotation.route, annotation.auth, block, survey, has_callers=bool(annotation.callers)
            ),
        )
        yield annotated_operation(claim, annotation)


def _annotated(survey: Survey) -> Iterator[tuple[Block, Annotation]]:
    for block in survey.page.blocks:
        annotation = survey.annotations.get(block.line)
        if annotation and block.kind is not BlockKind.HEADING and "ignore" not in annotation.flags:
            yield block, annotation


def _bodies(block: Block, survey: Survey) -> tuple[Body, ...]:
    found = survey.bodies.get(block.line, ())
    if isinstance(found, Unreadable):
        what = "the annotated block"
        survey.findings.note(found.code, found.line, found.column, what=what, name=what, reason=found.reason)
        return ()
    return found


def _fields(block: Block, survey: Survey) -> Shape | None:
    if block.kind is not BlockKind.TABLE:
        return None
    table, _ = survey.tables[block.line]
    return shape_of_fields(table_fields(table), line=block.line) if table.has("field") else None
