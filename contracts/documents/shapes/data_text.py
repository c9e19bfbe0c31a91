"""YAML or JSON that is a document of its own -> one value with positions, within limits and without tolerance."""

from __future__ import annotations

from dataclasses import replace

from contracts.documents.shapes.json_nodes import Node, Unreadable
from contracts.documents.shapes.json_text import read_json_text
from contracts.documents.shapes.yaml_text import read_yaml_text
from contracts.documents.text.source_text import MAX_VALUES


def read_data_text(text: str, *, is_json: bool, first_line: int = 1) -> Node | Unreadable:
    """The one value of a text that starts on this line of its file, or why it cannot be read."""
    return _json(text, first_line) if is_json else read_yaml_text(text, first_line=first_line)


def _json(text: str, first_line: int) -> Node | Unreadable:
    if text.count(",") > MAX_VALUES:
        reason = f"it has more than {MAX_VALUES} values"
        return Unreadable(reason=reason, line=first_line, column=1, code="too-many-values")
    reading = read_json_text(text, first_line=first_line)
    if isinstance(reading, Unreadable):
        return replace(reading, code="unreadable-data")
    if reading.tolerances:
        odd = reading.tolerances[0]
        reason = f"JSON has no {odd.kind.replace('-', ' ')}"
        return Unreadable(reason=reason, line=odd.line, column=odd.column, code="unreadable-data")
    first, *others = (document.node for document in reading.documents)
    if others:
        place = others[0]
        return Unreadable(
            reason="it holds several values", line=place.line, column=place.column, code="unreadable-data"
        )
    return first
