"""Fences that declare classes, records or messages -> message bodies; Avro records in JSON are among them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from contracts.documents.fences import Body
from contracts.documents.field_tables import FieldRow, shape_of_fields
from contracts.documents.shapes.class_fields import ClassDeclaration, read_classes

if TYPE_CHECKING:
    from contracts.documents.shapes.shape import Shape
    from contracts.documents.text.markdown import Block
    from contracts.keywords import Json

CLASS: Final = "class"
_DEPTH: Final = 3  # rounds in which types of the fence are put into the types that use them


def read_class_bodies(block: Block) -> tuple[Body, ...]:
    """The types that a fence declares, each as a body under its name; empty for other fences."""
    declared = read_classes(block.text, block.language, first_line=block.line + 1)
    types: dict[str, dict[str, Json]] = {}
    shapes: dict[str, Shape] = {}
    for _ in range(_DEPTH if len(declared) > 1 else 1):
        shapes = {found.name: shape for found in declared if (shape := _shape(found, types, block))}
        types = {name: shape.schema for name, shape in shapes.items()}
    return tuple(Body(shape=shape, title=name) for name, shape in shapes.items())


def _shape(declared: ClassDeclaration, types: dict[str, dict[str, Json]], block: Block) -> Shape | None:
    others = {name: schema for name, schema in types.items() if name != declared.name}
    rows = (
        FieldRow(
            name=field.name,
            type_text=field.type_text,
            line=field.line,
            is_required=False if field.is_optional else None,
        )
        for field in declared.fields
    )
    shape = shape_of_fields(rows, line=declared.line, types=others)
    return replace(shape, via=CLASS, end_line=block.end_line) if shape else None


def is_class(body: Body) -> bool:
    """Whether a body was declared as a class, record or message."""
    return body.shape.via == CLASS
