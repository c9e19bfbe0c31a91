"""Messages -> contracts: names, payloads with what they refer to, and the service in its role."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from contracts.documents.asyncapi.messages import Message, Reader, child, value_of
from contracts.documents.claims import PartyClaim
from contracts.documents.data_files import read_data_file
from contracts.documents.explicit_events import ExplicitEvent, explicit_document, last_line
from contracts.documents.party_lists import ServiceBook
from contracts.documents.problems import Findings
from contracts.documents.references import BadReference, References, TooManyValues
from contracts.documents.shapes.json_nodes import Member, Node, NodeKind
from contracts.documents.shapes.json_schemas import said_type
from contracts.documents.vocabulary.names import name_style, same_spelling
from contracts.keywords import Json, subschemas
from contracts.model import Confidence

if TYPE_CHECKING:
    from contracts.keywords import Schema
    from contracts.model import DesignDocument

_DRAFT_7: Final = "http://json-schema.org/draft-07/schema"
_JSON_SCHEMA: Final = ("schema+json", "schema+yaml", "vnd.aai.asyncapi")
# Keywords that draft-07, the dialect of AsyncAPI, reads otherwise than draft 2020-12, or not at all.
_OTHERWISE: Final = frozenset(
    {"additionalItems", "dependencies", "dependentRequired", "dependentSchemas", "maxContains", "minContains"}
    | {"prefixItems", "unevaluatedItems", "unevaluatedProperties", "$anchor", "$dynamicRef", "$recursiveRef"}
)
_NAME: Final = re.compile(r"[\w.:/-]{1,120}")
_CONVERTED: Final = ("publish.message", "subscribe.message")  # keys that AsyncAPI's own converter makes up


def read_asyncapi(text: str | bytes, *, path: str) -> DesignDocument:
    """The events of an AsyncAPI document, in YAML or JSON; it never raises on any text."""
    book = ServiceBook(findings=Findings(path=path))
    root = read_data_file(text, book.findings)
    events = asyncapi_events(root, book) if root else ()
    return explicit_document(events, book, metadata=_metadata(root) if root else {})


def asyncapi_events(root: Node, book: ServiceBook) -> tuple[ExplicitEvent, ...]:
    """The events of an AsyncAPI document that has been read; what is wrong with it is noted."""
    if root.member("asyncapi") is None:
        book.findings.note("unknown-data", root.line, root.column)
        return ()
    reader = Reader(references=References(root=root), findings=book.findings)
    service = _service(root)
    events: list[ExplicitEvent] = []
    try:
        for message in reader.messages():
            event = _event(message, reader)
            parties = ((message.role, service),) if message.role and service else ()
            if event is not None:
                events.append(replace(event, parties=parties))
    except TooManyValues as error:
        book.findings.note("too-many-values", root.line, reason=error)
        return ()
    return tuple(events)


def _service(root: Node) -> PartyClaim | None:
    """The service that the document describes."""
    info = child(root, "info")
    for node, key in ((root, "x-service"), (info, "x-service"), (info, "title")):
        member = node.member(key)
        if member and isinstance(member.node.value, str):
            confidence = Confidence.STATED if key == "title" else Confidence.EXPLICIT
            return PartyClaim(title=member.node.value, line=member.line, confidence=confidence)
    return None


def _metadata(root: Node) -> dict[str, str]:
    info = child(root, "info")
    return {key: str(value) for key in ("title", "version") if (value := value_of(info, key)) is not None}


def _event(message: Message, reader: Reader) -> ExplicitEvent | None:
    try:
        schema = _schema(message, reader.references)
    except BadReference as bad:
        reader.note(bad)
        schema = None
    name, others = _named(message, schema)
    if not name:
        reason = "no name of it can be the name of an event"
        reader.findings.ignore("message", reason, line=message.node.line, end_line=last_line(message.node))
        return None
    if schema is None and (written := _format(message.node)):
        reader.findings.note("foreign-schema", message.node.line, name=name, format=written)
    return ExplicitEvent(
        name=name,
        node=message.node,
        via="asyncapi",
        schema=schema,
        examples=tuple(
            found.node for item in child(message.node, "examples").items if (found := item.member("payload"))
        ),
        description=str(value_of(message.node, "summary") or value_of(message.node, "description") or ""),
        aliases=others,
    )


def _named(message: Message, schema: Node | None) -> tuple[str, tuple[str, ...]]:
    """The name of a message, and the other names that it goes by."""
    said = said_type(schema.to_json())[1] if schema is not None and schema.kind is NodeKind.OBJECT else ""
    key = "" if message.key.endswith(_CONVERTED) else message.key
    address = message.address if message.is_alone else ""
    keys = (address, key) if same_spelling(address) == same_spelling(key) else (key, address)
    written = (said, str(value_of(message.node, "name") or ""), *keys)
    names = tuple(dict.fromkeys(name for name in written if name and name_style(name)))
    if names:
        return names[0], names[1:]
    return next((name for name in written if _NAME.fullmatch(name)), ""), ()


def _format(node: Node) -> str:
    """The schema format of a message whose payload is no JSON Schema."""
    payload = child(node, "payload")
    written = str(value_of(payload, "schemaFormat") or value_of(node, "schemaFormat") or "")
    return "" if any(known in written for known in _JSON_SCHEMA) else written


def _schema(message: Message, references: References) -> Node | None:
    """The payload of a message as a schema of its own; None if it has none that is read here."""
    if _format(message.node):
        return None
    member = message.node.member("payload")
    if member is None:
        return None
    payload, _ = references.followed(member.node) if member.node.member("$ref") else (member.node, "")
    inner = payload.member("schema") if value_of(payload, "schemaFormat") else None
    node = inner.node if inner else payload
    if node.kind not in {NodeKind.OBJECT, NodeKind.BOOLEAN}:
        return None
    schema = references.schema(node, definitions="definitions")
    return schema if _reads_alike(schema.to_json()) else _dated(schema)


def _reads_alike(schema: Schema) -> bool:
    """Whether draft-07 and draft 2020-12 read the schema alike, or it says itself which one it is."""
    if not isinstance(schema, dict) or "$schema" in schema:
        return True
    waiting: list[Json] = [schema]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict) and (
            _OTHERWISE & found.keys() or isinstance(found.get("items"), list) or ("$ref" in found and len(found) > 1)
        ):
            return False
        waiting.extend(inner for _, inner in subschemas(found))
    return True


def _dated(schema: Node) -> Node:
    """The schema with the dialect that AsyncAPI gives it."""
    value = Node(kind=NodeKind.STRING, line=schema.line, column=schema.column, value=_DRAFT_7)
    member = Member(key="$schema", node=value, line=schema.line, column=schema.column)
    return replace(schema, members=(member, *schema.members))
