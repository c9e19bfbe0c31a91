"""Payload cells -> shapes: `orderId: uuid, items[sku]`, `{ total: number }`, `{"orderId": "1"}`."""

from __future__ import annotations

import re
from typing import Final

from contracts.documents.field_tables import FieldRow, shape_of_fields
from contracts.documents.shapes.inference import infer_shape
from contracts.documents.shapes.json_nodes import Reading
from contracts.documents.shapes.json_text import read_json_text
from contracts.documents.shapes.shape import Shape
from contracts.documents.shapes.type_words import read_type, split_members
from contracts.documents.text.inline import plain_text, without_parentheses

# Alone in a cell it names the type of the payload, and is no field of it.
_TYPE_NAME: Final = re.compile(
    r"^[A-Z]\w*(?:D[Tt][Oo]|Payload|Event|Message|Data|Body|Schema|Model|Record|Command|V\d+)$"
)
# `bookingId` when present: the name of a field in code marks, and a condition in words.
_CODED_NOTE: Final = re.compile(
    r"`([A-Za-z_]\w*(?:\[\])?)`[ \t]+(when|if|unless|where|optional|with|as|for|of)\b[^,;`|]*(?=[,;]|$)"
)
_MAX_PAYLOAD_DEPTH: Final = 3
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
    listed = _CODED_NOTE.sub(_coded_field, re.sub(r"<br\s*/?>", ",", cell))
    text = code[1] if code else without_parentheses(plain_text(listed)).strip().rstrip(".*")
    is_braced = text.startswith("{") and text.endswith("}")
    rows = _payload_rows(_untyped(text[1:-1]) if is_braced else text, "", line)
    if rows is None:
        return None
    is_word = len(rows) == 1 and not is_braced and not rows[0].type_text and _is_one_word(rows[0].name)
    shape = None if is_word else shape_of_fields(rows, line=line)
    if shape is None:
        return None
    typed = any(row.type_text for row in rows)
    marks = {**shape.marks} if typed else {**shape.marks, "": ("names-only-payload", "")}
    return Shape(
        schema=shape.schema, line=line, via="field-table" if typed else "names", lines=shape.lines, marks=marks
    )


def _coded_field(match: re.Match[str]) -> str:
    """The field alone, optional where its note is a condition."""
    return f"`{match[1]}{'' if match[2] in {'with', 'as', 'for', 'of'} else '?'}`"


def _is_one_word(name: str) -> bool:
    return bool(_TYPE_NAME.match(name)) or not re.search(r"[a-z][A-Z]|_|\[\]", name)


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
