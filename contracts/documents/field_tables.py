# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""Field tables and field lists -> shapes: `| orderId | UUID | yes | ... |`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.shape import Shape, prefixed
from contracts.documents.shapes.type_words import (
    TypeReading,
    is_type_word,
    literal_values,
    nullable,
    read_type,
)
from contracts.documents.text.inline import is_placeholder, plain_text
from contracts.documents.vocabulary.words import yes_or_no

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from contracts.documents.tables import Record, Table
    from contracts.keywords import Json

_NAME: Final = re.compile(r"^[A-Za-z_@$][\w@$-]*(?:\[\*?\]|\[\d+\])?(?:\.[A-Za-z_@$][\w@$-]*(?:\[\*?\]|\[\d+\])?)*\??$")
_CHILD: Final = re.compile(r"^(?:[└├│─↳›>•·\s-]|&nbsp;|&emsp;|&ensp;|\u00a0|\u2003)+")
_NOTE_FORMAT: Final = re.compile(r"^\s*(?:UUID|ISO[ -]?8601|RFC[ -]?3339)\b", re.IGNORECASE)
_NOTE_ENUM: Final = re.compile(
    r"^(?:one of|enum|values?|possible values|allowed values|allowed)\s*:?\s+(.+)$", re.IGNORECASE
)
_ALWAYS: Final = re.compile(r"\balways\s+[`\"']([^`\"']+)[`\"']", re.IGNORECASE)


@dataclass(slots=True)
class FieldNode:
    """A field while a table is read: its own type and the fields below it."""

    line: int
    reading: TypeReading | None = None
    is_required: bool = False
    is_array: bool = False
    mark: tuple[str, str] | None = None
    children: dict[str, FieldNode] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """What a row says about a field: `name` with dots and brackets, `is_required` None where nothing is said."""

    name: str
    type_text: str
    line: int
    is_required: bool | None = None
    note: str = ""
    values: str = ""


def shape_of_fields(
    rows: Iterable[FieldRow], *, line: int, types: Mapping[str, dict[str, Json]] | None = None
) -> Shape | None:
    """The shape that rows of fields describe; None if no row names a field. `types` are named types of the document."""
    root = FieldNode(line=line)
    parent = ""
    for row in rows:
        name = plain_text(row.name).strip("` ")
        is_child = bool(_CHILD.match(name)) and bool(parent)
        bare = _CHILD.sub("", name).strip().removesuffix("*").strip()
        if not _NAME.match(bare):
            continue
        if is_child:
            bare = f"{parent}.{bare}"
        else:
            parent = bare.removesuffix("?")
        _insert(root, bare, row, types or {})
    if not root.children:
        return None
    schema, lines, marks = _built(root)
    return Shape(schema=schema, line=line, via="field-table", lines={"": line, **lines}, marks=marks)


def _insert(root: FieldNode, name: str, row: FieldRow, types: Mapping[str, dict[str, Json]]) -> None:
    node = root
    for step in name.removesuffix("?").split("."):
        key = step.split("[")[0]
        child = node.children.setdefault(key, FieldNode(line=row.line))
        child.is_array = child.is_array or "[" in step
        node = child
    reading = _reading(row, types)
    node.line = row.line
    node.reading = reading
    required = row.is_required if row.is_required is not None else reading.is_required
    node.is_required = not name.endswith("?") and not reading.is_nullable if required is None else required
    if not reading.is_known or (not reading.schema and row.type_text):
        node.mark = ("unknown-type", plain_text(row.type_text))
    elif reading.lacks_values:
        node.mark = ("enum-without-values", "")


def _reading(row: FieldRow, types: Mapping[str, dict[str, Json]]) -> TypeReading:
    text = plain_text(row.type_text)
    named = types.get(text.removesuffix("[]"))
    if named is not None:
        return TypeReading(schema={"type": "array", "items": named} if text.endswith("[]") else named)
    read = read_type(row.type_text.replace("`", "")) or TypeReading(schema={}, is_known=not text)
    return TypeReading(
        schema=_noted(read, row),
        is_nullable=read.is_nullable,
        is_required=read.is_required,
        is_known=read.is_known,
        lacks_values=read.lacks_values and not _values(row),
    )


def _noted(read: TypeReading, row: FieldRow) -> dict[str, Json]:
    """The type with what the notes add: a format that they begin with, the values of an enumeration."""
    if read.schema != {"type": "string"}:
        return read.schema
    if read.lacks_values or row.values or _NOTE_ENUM.match(plain_text(row.note)):
        values = _values(row)
        return {"type": "string", "enum": list(values)} if values else read.schema
    note = plain_text(row.note)
    if match := _NOTE_FORMAT.match(note):
        noted = read_type(match[0].strip())
        return noted.schema if noted else read.schema
    return read.schema


def _values(row: FieldRow) -> tuple[str, ...]:
    text = row.values or row.note
    said = _NOTE_ENUM.match(plain_text(text))
    return literal_values(text) or literal_values(said[1] if said else plain_text(text))


_Found = tuple["dict[str, Json]", "dict[str, int]", "dict[str, tuple[str, str]]"]


def _built(node: FieldNode) -> _Found:
    """The schema of a field and of everything below it."""
    own = node.reading.schema if node.reading else {}
    if not node.children:
        schema = (
            {"type": "array", **({"items": own} if own and own.get("type") != "array" else {})}
            if node.is_array
            else own
        )
        if node.is_array and own.get("type") == "array":
            schema = own
        return _with_null(node, schema), {}, {"": node.mark} if node.mark else {}
    properties, lines, marks = _children(node)
    schema = {"type": "object", "properties": properties}
    required = [name for name, child in node.children.items() if _is_required(child)]
    if required:
        schema["required"] = required
    if node.is_array or own.get("type") == "array":
        return _with_null(node, {"type": "array", "items": schema}), prefixed(lines, "items"), prefixed(marks, "items")
    return _with_null(node, schema), lines, marks


def _is_required(node: FieldNode) -> bool:
    """Whether a row says so; a field that only its children mention is required if one of them is."""
    return node.is_required if node.reading else any(_is_required(child) for child in node.children.values())


def _children(node: FieldNode) -> _Found:
    properties: dict[str, Json] = {}
    lines: dict[str, int] = {}
    marks: dict[str, tuple[str, str]] = {}
    for name, child in node.children.items():
        properties[name], inner_lines, inner_marks = _built(child)
        lines |= prefixed({"": child.line, **inner_lines}, "properties", name)
        marks |= prefixed(inner_marks, "properties", name)
    return properties, lines, marks


def _with_null(node: FieldNode, schema: dict[str, Json]) -> dict[str, Json]:
    return nullable(schema) if node.reading and node.reading.is_nullable else schema


def table_fields(table: Table) -> tuple[FieldRow, ...]:
    """The rows of a field table; a type that is a placeholder is left out."""
    return tuple(_row(record) for record in table.records() if not is_placeholder(record.cell("field")))


def _row(record: Record) -> FieldRow:
    required = None
    if "required" in record.cells:
        required = yes_or_no(record.cells["required"])
    elif "optional" in record.cells:
        optional = yes_or_no(record.cells["optional"])
        required = None if optional is None else not optional
    return FieldRow(
        name=record.cells.get("field", ""),
        type_text=record.cells.get("type", ""),
        line=record.line,
        is_required=required,
        note=record.cells.get("description", ""),
        values=record.cells.get("values", ""),
    )


_CODE_FIELD: Final = re.compile(r"^\s*`(\w[\w.\[\]]*\??)\s*:\s*([^`]+)`")
_ITEM: Final = re.compile(
    r"^\s*(?:`(?P<code>[^`]+)`|\*\*`?(?P<bold>[^*`]+)`?\*\*|(?P<bare>[A-Za-z_][\w.\[\]]*\??))\s*"
    r"(?:[(（](?P<paren>[^()（）]*(?:\([^()]*\)[^()（）]*)?)[)）]|(?:[:：]|\s[—–-]{1,2}\s)\s*`?(?P<colon>[^`—–(\n]+)`?)"
    r"(?P<rest>.*)$",
    re.DOTALL,
)


def item_field(text: str, *, line: int) -> FieldRow | None:
    """The field that a list item describes, ``- `orderId` (uuid, required): the order``; None if it describes none."""
    match = _ITEM.match(_CODE_FIELD.sub(r"`\1`: \2", text, count=1))
    if not match:
        return None
    name = (match["code"] or match["bold"] or match["bare"]).strip().rstrip(":")
    type_text = (match["paren"] if match["paren"] is not None else match["colon"] or "").strip()
    head = re.split(r"\s[-—–]\s|,(?!\s*(?:optional|required|nullable))", type_text)[0].strip()
    read = read_type(head)
    if not _NAME.match(name) or read is None or not (read.schema or is_type_word(head)):
        return None
    return FieldRow(name=name, type_text=head, line=line, note=(match["rest"] or "").lstrip(":：—– -"))
