"""Contracts of a shop as its services lock them: `order.created` (closed writer) and `order.cancelled`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bindery_client import Contracts
from bindery_client.resolution.canonical import canonical_json, fingerprint_of
from bindery_client.resolution.lock_file import read_lock

if TYPE_CHECKING:
    from pathlib import Path

    from bindery_client.policies import Policies
    from contracts.keywords import Json

VERSION = 3
_PROPERTIES: Json = {"orderId": {"type": "string"}, "totalCents": {"type": "integer", "minimum": 0}}


def order_schema(name: str, *, is_closed: bool = False) -> Json:
    """The schema of an order event: an envelope with `eventType` and `data`."""
    data: Json = {"type": "object", "properties": _PROPERTIES, "required": ["orderId", "totalCents"]}
    schema: Json = {
        "type": "object",
        "properties": {"eventType": {"const": name}, "data": data},
        "required": ["eventType", "data"],
    }
    if is_closed:
        schema["additionalProperties"] = data["additionalProperties"] = False
    return schema


def order(number: int = 1, *, name: str = "order.created", **data: Json) -> Json:
    """A valid message; `data` changes its payload."""
    return {"eventType": name, "data": {"orderId": f"order-{number}", "totalCents": number, **data}}


def lock_text(service: str = "billing", *roles: str, version: int | None = VERSION) -> bytes:
    """The lock document of a service that has these roles (by default both) in both events."""
    entries = [
        {
            "kind": "event",
            "name": name,
            "role": role,
            "fingerprint": fingerprint_of(canonical_json(order_schema(name))),
            "version": version,
            "content_model": "closed-writer",
            "schema": order_schema(name),
            "writer_schema": order_schema(name, is_closed=True) if role == "producer" else None,
        }
        for name in ("order.cancelled", "order.created")
        for role in (roles or ("consumer", "producer"))
    ]
    return json.dumps({"lock_version": 1, "service": service, "contracts": entries}).encode()


def order_contracts(
    *roles: str, policies: Policies | None = None, version: int | None = VERSION, registry_url: str | None = None
) -> Contracts:
    """The contracts of that lock document."""
    lock = read_lock(lock_text("billing", *roles, version=version), origin="a test")
    return Contracts(lock, policies=policies, registry_url=registry_url)


def order_lock_file(folder: Path) -> Path:
    """The lock document as a file, for another process."""
    path = folder / "contracts.lock.json"
    path.write_bytes(lock_text())
    return path
