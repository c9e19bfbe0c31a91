# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""Field tables, field lists and payload cells -> shapes: `| orderId | UUID | yes | ... |`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.inference import infer_shape
from contracts.documents.shapes.json_nodes import Reading
from contracts.documents.shapes.json_text import read_json_text
from contracts.documents.shapes.shape import Shape, prefixed
from contracts.documents.shapes.type_words import (
    TypeReading,
    is_type_word,
    literal_values,
    nullable,
    read_type,
    split_members,
)
from contracts.documents.text.inline import is_placeholder, plain_text, without_parentheses
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
_MAX_PAYLOAD_DEPTH: Final = 3
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


_PAYLOAD_NAME: Final = re.compile(r"^([A-Za-z_][\w.]*)(\[\])?(\?)?(?:\s*:\s*(.+))?$", re.DOTALL)
_CODE_TYPE: Final = re.compile(r"(?<![\w.])(\w+\??)\s*:\s*([A-Z]\w*(?:\[\])?)(?=\s*(?:[,;]|$))")
_NESTED: Final = re.compile(
    r"^([A-Za-z_][\w.]*)\??\s*:?\s*(?:(\[)\s*\{?|\{)([^{}\[\]].*?)\}?\s*(?:\]|(?<=\}))$", re.DOTALL
)
_JSON_CELL: Final = re.compile(r"^\{\s*\"[^\"]+\"\s*\??\s*:.*\}$", re.DOTALL)
_CODE_OBJECT: Final = re.compile(r"^\s*`(\{[^`]*\})`")


def payload_cell_shape(cell: str, *, line: int) -> Shape | None:
    """The shape of a payload cell that lists names, `orderId, items[sku], total: number`; None if it is prose."""
    code = _CODE_OBJECT.match(cell)
    if shape := _json_cell(code[1] if code else cell.strip(), line):
        return shape
    text = code[1] if code else without_parentheses(plain_text(re.sub(r"<br\s*/?>", ",", cell))).strip().rstrip(".*")
    is_braced = text.startswith("{") and text.endswith("}")
    rows = _payload_rows(_untyped(text[1:-1]) if is_braced else text, "", line)
    if rows is None:
        return None
    is_word = (
        len(rows) == 1 and not is_braced and not rows[0].type_text and not re.search(r"[a-z][A-Z]|_|\[\]", rows[0].name)
    )
    shape = None if is_word else shape_of_fields(rows, line=line)
    if shape is None:
        return None
    typed = any(row.type_text for row in rows)
    marks = {**shape.marks} if typed else {**shape.marks, "": ("names-only-payload", "")}
    return Shape(
        schema=shape.schema, line=line, via="field-table" if typed else "names", lines=shape.lines, marks=marks
    )


def _json_cell(text: str, line: int) -> Shape | None:
    """The shape of a cell that holds an example, `{"orderId": "uuid"}`; None if it is no JSON object."""
    reading = read_json_text(text, first_line=line) if _JSON_CELL.match(text) else None
    if not isinstance(reading, Reading) or len(reading.documents) != 1:
        return None
    return infer_shape(reading.documents[0].node, is_real=reading.is_exact)


def _untyped(text: str) -> str:
    """The fields between braces without the types that only the document's code knows, `{ phase: GamePhase }`."""
    return _CODE_TYPE.sub(lambda found: found[0] if read_type(found[2]) else found[1], text)


def _payload_rows(text: str, prefix: str, line: int, depth: int = 0) -> list[FieldRow] | None:
    """The fields of a list of names, those of `items[sku]` below `items[]`; None if it is prose."""
    rows: list[FieldRow] = []
    for part in (part.strip().strip("`\"'") for part in split_members(text)):
        if part in {"...", "…"}:
            continue
        row = _payload_row(part, prefix, line)
        found = [row] if row else _nested_rows(part, prefix, line, depth)
        if not found:
            return None
        rows += found
    return rows


def _nested_rows(part: str, prefix: str, line: int, depth: int) -> list[FieldRow] | None:
    match = _NESTED.match(part)
    if not match or depth >= _MAX_PAYLOAD_DEPTH:
        return None
    place = f"{prefix}{match[1]}{'[]' if match[2] else ''}"
    inner = _payload_rows(match[3], f"{place}.", line, depth + 1)
    return inner and [FieldRow(name=place, type_text="", line=line, is_required=False), *inner]


def _payload_row(part: str, prefix: str, line: int) -> FieldRow | None:
    match = _PAYLOAD_NAME.match(part)
    if not match or (match[4] and not read_type(match[4])):
        return None
    return FieldRow(
        name=f"{prefix}{match[1]}{match[2] or ''}{match[3] or ''}",
        type_text=match[4] or "",
        line=line,
        is_required=None if match[4] else False,
    )
