"""Documents that are data: which files hold contracts, and their text as one value with positions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contracts.documents.openapi.detection import is_openapi
from contracts.documents.shapes.data_text import read_data_text
from contracts.documents.shapes.json_nodes import Node, NodeKind, Unreadable
from contracts.documents.text.source_text import decoded_text

if TYPE_CHECKING:
    from contracts.documents.problems import Findings

DATA_SUFFIXES: Final = (".json", ".yaml", ".yml")
SCHEMA_SUFFIXES: Final = tuple(f".schema{suffix}" for suffix in DATA_SUFFIXES)
# The key at the top: in YAML at the start of a line, in JSON before any nested value.
_ASYNCAPI: Final = re.compile(
    r"""^["']?asyncapi["']?\s*:\s*["']?[0-9]|\A\s*\{[^{}\[\]]*"asyncapi"\s*:\s*"[0-9]""", re.MULTILINE
)


def holds_contracts(text: str | bytes, path: str) -> bool:
    """Whether a file of this name and text is a design document: Markdown, OpenAPI, AsyncAPI, or a schema file."""
    name = path.lower()
    if not name.endswith(DATA_SUFFIXES):
        return name.endswith((".md", ".markdown"))
    said = text.decode("utf-8", "ignore") if isinstance(text, bytes) else text
    return name.endswith(SCHEMA_SUFFIXES) or bool(_ASYNCAPI.search(said)) or is_openapi(said)


def read_data_file(text: str | bytes, findings: Findings) -> Node | None:
    """The object that a file is; None if it is none, which is noted."""
    read = decoded_text(text, findings)
    return read_data(read, findings, is_json=findings.path.lower().endswith(".json")) if read is not None else None


def read_data(text: str, findings: Findings, *, is_json: bool, first_line: int = 1) -> Node | None:
    """The object that a YAML or JSON text is; None if it is none, which is noted."""
    found = read_data_text(text, is_json=is_json, first_line=first_line)
    if isinstance(found, Node) and found.kind is not NodeKind.OBJECT:
        found = Unreadable(reason="it is no object", line=found.line, column=found.column, code="unreadable-data")
    if isinstance(found, Node):
        return found
    findings.note(found.code, found.line, found.column, reason=found.reason)
    return None
