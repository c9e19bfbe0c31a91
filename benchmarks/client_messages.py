"""The message set of the client's benchmarks: from an envelope of 175 bytes to a webhook payload of 24 KB."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.keywords import Json

TEXT = {"type": "string"}
UUID = {"type": "string", "format": "uuid"}
TIME = {"type": "string", "format": "date-time"}
CENTS = {"type": "integer", "minimum": 0}
AN_ID = "123e4567-e89b-12d3-a456-426614174000"
A_TIME = "2026-11-22T14:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A schema and a valid message."""

    name: str
    schema: dict[str, Json]
    message: dict[str, Json]

    @property
    def size_bytes(self) -> int:
        """The size of the message on the wire."""
        return len(json.dumps(self.message, separators=(",", ":"), ensure_ascii=False).encode())


def fields(properties: dict[str, Json], *optional: str) -> dict[str, Json]:
    """An object schema whose properties are required but for the optional ones."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def envelope(name: str, data: dict[str, Json], **extra: Json) -> dict[str, Json]:
    """The schema of an event with this data."""
    head = {"eventType": {"const": name}, "timestamp": TIME, "source": TEXT}
    return {"title": name.replace(".", "_"), **fields({**head, "data": data}), **extra}


def event(name: str, data: dict[str, Json]) -> dict[str, Json]:
    """An event with this data."""
    return {"eventType": name, "timestamp": A_TIME, "source": "orders", "data": data}


def small_envelope() -> Sample:
    """An event that says little, 175 bytes."""
    data = {"orderId": AN_ID, "status": "paid", "attempt": 1, "by": "web"}
    schema = fields({"orderId": UUID, "status": {"enum": ["open", "paid", "sent"]}, "attempt": CENTS, "by": TEXT})
    return Sample(name="small envelope", schema=envelope("order.paid", schema), message=event("order.paid", data))


def order(items: int) -> Sample:
    """An order with so many items."""
    message = event("order.created", _order_data(items))
    return Sample(name=f"order, {items} items", schema=_order_schema(), message=message)


def _order_schema() -> dict[str, Json]:
    line = fields(
        {
            "sku": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}$"},
            "title": {"type": "string", "maxLength": 200},
            "quantity": {"type": "integer", "minimum": 1, "maximum": 99},
            "unitCents": CENTS,
            "taxRate": {"type": "number", "minimum": 0, "maximum": 1},
            "giftNote": {"type": ["string", "null"]},
        },
        "giftNote",
    )
    address = fields({"street": TEXT, "city": TEXT, "country": {"enum": ["DE", "FR", "US"]}, "zip": TEXT})
    data = fields(
        {
            "orderId": UUID,
            "customerId": UUID,
            "placedAt": TIME,
            "channel": {"enum": ["web", "app", "phone"]},
            "currency": {"type": "string", "minLength": 3, "maxLength": 3},
            "totalCents": CENTS,
            "shipping": {"$ref": "#/$defs/address"},
            "note": TEXT,
            "lines": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/line"}},
        }
    )
    return envelope("order.created", data, **{"$defs": {"line": line, "address": address}})


def _order_data(items: int) -> dict[str, Json]:
    lines = [
        {
            "sku": f"ABC-{number:04}",
            "title": f"A thing that is sold, in blue, number {number}",
            "quantity": 1 + number % 9,
            "unitCents": 1299 + number,
            "taxRate": 0.19,
            "giftNote": None,
        }
        for number in range(items)
    ]
    return {
        "orderId": AN_ID,
        "customerId": AN_ID,
        "placedAt": A_TIME,
        "channel": "web",
        "currency": "EUR",
        "totalCents": sum(item["unitCents"] for item in lines),
        "shipping": {"street": "Main Street 1", "city": "Berlin", "country": "DE", "zip": "10115"},
        "note": "Please ring twice, the bell is hard to hear on the third floor, and leave it with the neighbours "
        "if nobody answers the door.",
        "lines": lines,
    }


def tree() -> Sample:
    """A category tree that refers to itself, 7 KB."""
    node = fields({"id": TEXT, "title": TEXT, "children": {"type": "array", "items": {"$ref": "#/$defs/node"}}})
    schema = {"title": "tree", **fields({"root": {"$ref": "#/$defs/node"}}), "$defs": {"node": node}}
    return Sample(name="recursive tree", schema=schema, message={"root": _node("c", 3)})


def _node(name: str, depth: int) -> dict[str, Json]:
    children = [_node(f"{name}.{number}", depth - 1) for number in range(5)] if depth else []
    return {"id": name, "title": name, "children": children}


def unions() -> Sample:
    """Alternatives that are told apart by patterns and constants, 0.3 KB."""
    card = fields(
        {"kind": {"const": "card"}, "number": {"type": "string", "pattern": "^[0-9]{4}( [0-9]{4}){3}$"}, "holder": TEXT}
    )
    transfer = fields(
        {"kind": {"const": "transfer"}, "iban": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"}}
    )
    voucher = fields({"kind": {"const": "voucher"}, "code": {"type": "string", "pattern": "^V-[A-F0-9]{8}$"}})
    payment = {"oneOf": [card, transfer, voucher]}
    schema = envelope("payment.made", fields({"payments": {"type": "array", "items": payment}}))
    payments = [
        {"kind": "transfer", "iban": "DE89370400440532013000"},
        {"kind": "voucher", "code": "V-0123ABCD"},
        {"kind": "card", "number": "4111 1111 1111 1111", "holder": "A. Person"},
    ]
    return Sample(name="unions, patterns", schema=schema, message=event("payment.made", {"payments": payments}))


def cloud_event() -> Sample:
    """An event in a CloudEvents envelope."""
    head = {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "minLength": 1},
        "source": {"type": "string", "format": "uri-reference"},
        "type": {"const": "shop.order.created"},
        "time": TIME,
        "datacontenttype": {"const": "application/json"},
        "data": fields({"orderId": UUID, "totalCents": CENTS, "note": {"type": ["string", "null"]}}, "note"),
    }
    message = {
        "specversion": "1.0",
        "id": AN_ID,
        "source": "/orders",
        "type": "shop.order.created",
        "time": A_TIME,
        "datacontenttype": "application/json",
        "data": {"orderId": AN_ID, "totalCents": 12990, "note": None},
    }
    return Sample(name="CloudEvents envelope", schema={"title": "cloud_event", **fields(head)}, message=message)


def webhook() -> Sample:
    """The payload of a push to a repository: many fields, most of them addresses, 24 KB."""
    person = fields({"name": TEXT, "email": {"type": "string", "format": "email"}, "login": TEXT})
    link = {"type": "string", "format": "uri"}
    links = {f"{word}_url": link for word in ("html", "commits", "branches", "issues", "pulls", "tags", "hooks")}
    commit = fields(
        {
            "id": {"type": "string", "pattern": "^[0-9a-f]{40}$"},
            "message": TEXT,
            "timestamp": TIME,
            "url": link,
            "author": {"$ref": "#/$defs/person"},
            "committer": {"$ref": "#/$defs/person"},
            "added": {"type": "array", "items": TEXT},
            "modified": {"type": "array", "items": TEXT},
            "distinct": {"type": "boolean"},
        }
    )
    repository = fields({"id": {"type": "integer"}, "full_name": TEXT, "private": {"type": "boolean"}, **links})
    schema = {
        "title": "push",
        **fields(
            {
                "ref": {"type": "string", "pattern": "^refs/"},
                "repository": repository,
                "pusher": {"$ref": "#/$defs/person"},
                "commits": {"type": "array", "items": commit},
            }
        ),
        "$defs": {"person": person},
    }
    return Sample(name="webhook payload", schema=schema, message=_push(commits=42))


def _push(commits: int) -> dict[str, Json]:
    person = {"name": "A. Person", "email": "a.person@example.org", "login": "aperson"}
    links = {
        f"{word}_url": f"https://api.example.org/repos/shop/orders/{word}"
        for word in ("html", "commits", "branches", "issues", "pulls", "tags", "hooks")
    }
    return {
        "ref": "refs/heads/main",
        "repository": {"id": 35129377, "full_name": "shop/orders", "private": False, **links},
        "pusher": person,
        "commits": [
            {
                "id": f"{number:040x}",
                "message": f"Change number {number}: one reason, with a body that says why it was made",
                "timestamp": A_TIME,
                "url": f"https://api.example.org/repos/shop/orders/commit/{number:040x}",
                "author": person,
                "committer": person,
                "added": [f"docs/page-{number}.md", f"src/module_{number}.py"],
                "modified": ["README.md", "CHANGELOG.md", f"tests/test_module_{number}.py"],
                "distinct": True,
            }
            for number in range(commits)
        ],
    }


def message_set() -> list[Sample]:
    """All samples."""
    return [small_envelope(), order(8), order(130), tree(), unions(), cloud_event(), webhook()]
