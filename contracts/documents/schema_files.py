"""`order.created.schema.json` -> the event `order.created`, with the schema as it stands.

A schema file is an event if it names a party (`x-producer`, `x-consumers`), if its schema fixes a type key
(`eventType: {const: order.created}`, which then is the name), or if its file is called like something that happened.
Any other one describes data that nobody publishes as such, and is no contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from contracts.documents.data_files import SCHEMA_SUFFIXES, read_data_file
from contracts.documents.explicit_events import (
    ExplicitEvent,
    explicit_document,
    last_line,
    party_claims,
)
from contracts.documents.party_lists import ServiceBook
from contracts.documents.problems import Findings
from contracts.documents.references import bare_schema
from contracts.documents.shapes.json_schemas import said_type
from contracts.documents.vocabulary.names import is_past, name_style

if TYPE_CHECKING:
    from contracts.documents.shapes.json_nodes import Node
    from contracts.model import DesignDocument

_VIA: Final = "schema-file"


def read_schema_file(text: str | bytes, *, path: str) -> DesignDocument:
    """The event that a JSON Schema file describes, if it is one; it never raises on any text."""
    book = ServiceBook(findings=Findings(path=path))
    root = read_data_file(text, book.findings)
    return explicit_document(_events(root, path, book.findings) if root else (), book)


def _events(root: Node, path: str, findings: Findings) -> tuple[ExplicitEvent, ...]:
    schema = bare_schema(root)
    name = _name(root, schema, path)
    if not name:
        findings.ignore("schema", "its file is not called like an event", line=root.line, end_line=last_line(root))
        return ()
    said = root.member("description")
    kept = root.member("examples")
    return (
        ExplicitEvent(
            name=name,
            node=root,
            via=_VIA,
            schema=schema,
            examples=kept.node.items if kept else (),
            description=str(said.node.value or "") if said else "",
        ),
    )


def _name(root: Node, schema: Node, path: str) -> str:
    """The name of the event; nothing if the schema is that of no event."""
    fixed = said_type(schema.to_json())[1]
    if name_style(fixed):
        return fixed
    file = path.rpartition("/")[2]
    name = next((file[: -len(suffix)] for suffix in SCHEMA_SUFFIXES if file.lower().endswith(suffix)), file)
    is_called_so = name_style(name) is not None and (is_past(name) or name.endswith("Event"))
    is_named = any(True for _ in party_claims(root))
    return name if is_called_so or is_named else ""
