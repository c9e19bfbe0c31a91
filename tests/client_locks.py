"""Lock documents for tests of the client, made with the core's own fingerprints and closed forms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bindery_client import Contracts
from bindery_client.resolution.lock_file import read_lock
from contracts.canonical import fingerprint
from contracts.compatibility.closing import close_writer
from contracts.keywords import Json, Schema
from contracts.model import Definition, Kind, Role

if TYPE_CHECKING:
    from pathlib import Path

RESERVE = "inventory:POST:/internal/reservations"
ORDER: Schema = {
    "type": "object",
    "required": ["eventType", "data"],
    "properties": {
        "eventType": {"const": "order.created"},
        "data": {
            "type": "object",
            "required": ["orderId", "totalCents"],
            "properties": {
                "orderId": {"type": "string", "format": "uuid"},
                "totalCents": {"type": "integer", "minimum": 0},
                "channel": {"enum": ["web", "app"]},
            },
        },
    },
}
RESERVATION: Json = {
    "request": {"type": "object", "required": ["sku"], "properties": {"sku": {"type": "string"}}},
    "responses": {
        "201": {
            "application/json": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}},
        },
        "409": {"application/json": {"type": "object", "required": ["reason"]}},
    },
}


def order(**data: Json) -> Json:
    """A valid `order.created`; named values go into its data."""
    written = {"orderId": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "totalCents": 12990} | data
    return {"eventType": "order.created", "data": written}


def entry(kind: Kind, name: str, role: Role, definition: Json, **facts: Json) -> Json:
    """An entry of a lock document, closed for what its role writes."""
    made = Definition.from_json(kind, definition)
    written = tuple(part for part in made.parts if part.writer is role)
    closed = tuple(part.with_schema(close_writer(part.schema)) for part in written)
    return {
        "kind": kind.value,
        "name": name,
        "role": role.value,
        "fingerprint": fingerprint(made),
        "version": 3,
        "content_model": "closed-writer",
        "schema": definition,
        "writer_schema": Definition(kind=kind, parts=closed).to_json() if closed else None,
    } | facts


def event_entry(role: Role = Role.CONSUMER, schema: Schema | None = None, **facts: Json) -> Json:
    """The entry of `order.created`, or of an event with another schema and name."""
    return entry(Kind.EVENT, facts.pop("name", "order.created"), role, ORDER if schema is None else schema, **facts)


def operation_entry(role: Role = Role.CALLER, definition: Json = None, **facts: Json) -> Json:
    """The entry of the reservation, or of an operation with another definition and name."""
    return entry(Kind.OPERATION, facts.pop("name", RESERVE), role, definition or RESERVATION, **facts)


def lock_bytes(*entries: Json, service: str = "billing") -> bytes:
    """The lock document with these entries."""
    document = {"lock_version": 1, "service": service, "contracts": list(entries)}
    return (json.dumps(document, indent=2) + "\n").encode()


def locked(*entries: Json, **options: Json) -> Contracts:
    """Contracts of these entries."""
    return Contracts(read_lock(lock_bytes(*entries), origin="a lock"), **options)


def write_lock(folder: Path, *entries: Json) -> Path:
    """A lock file with these entries."""
    path = folder / "contracts.lock.json"
    path.write_bytes(lock_bytes(*entries))
    return path
