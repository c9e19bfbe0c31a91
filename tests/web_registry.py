"""A registry with something on every page: several versions, texts that are meant to hurt, deployments."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.registry_texts import RESERVATIONS, events_document
from tests.running_registry import register

if TYPE_CHECKING:
    import httpx2
    from starlette.testclient import TestClient

    from contracts.keywords import Json

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>"
LONG_NAME = "warehouse." + "very-long-segment." * 10 + "packed"
PAGES = (
    *("/", "/contracts", "/contracts?q=nothing-is-called-so", "/services", "/services/orders", "/documents"),
    *("/graph", "/graph?service=orders&depth=2", "/graph?tag=nobody"),
    *("/can-i-deploy", "/can-i-deploy?service=orders", "/environments", "/environments/production"),
    "/contracts/event/order.created/compare?old=1&new=2",
    *("/contracts/event/order.created", "/contracts/event/order.created/versions"),
    *(f"/contracts/event/order.created/versions/2{view}" for view in ("", "/schema", "/cases", "/validate")),
    "/contracts/operation/inventory:POST:~1internal~1reservations~1{}",
    "/contracts/operation/inventory:POST:~1internal~1reservations~1{}/versions/1",
    *("/contracts/event/order.forgotten", "/contracts/event/order.create", "/contracts/event/hostile"),
    f"/contracts/event/{LONG_NAME}",
    *("/documents/revisions?source=shop&path=orders.md", "/audit", "/sign-in", "/nowhere"),
    *("/rules", "/rules/enum-value-added", "/rules/no-schema", "/rules/nothing-like-that"),
    *("/preview", "/preview?example=lending"),
)
"""One path of each screen, in its states."""


def hostile_document() -> str:
    """An AsyncAPI document whose every text tries to be markup."""
    payload: Json = {
        "type": "object",
        "required": [SCRIPT],
        "properties": {SCRIPT: {"type": "string", "enum": [IMAGE, SCRIPT]}, "件名": {"type": "string"}},
    }
    message = {"name": "hostile", "summary": SCRIPT, "description": IMAGE, "payload": payload, "examples": []}
    message["examples"] = [{"payload": {SCRIPT: IMAGE}}]
    channels: Json = {"a": {"publish": {"message": message}}}
    channels["b"] = {"publish": {"message": {"name": LONG_NAME, "payload": {"type": "object"}}}}
    return json.dumps(
        {"asyncapi": "2.6.0", "info": {"title": f"Ship {SCRIPT}", "version": IMAGE}, "channels": channels}
    )


def fill(client: TestClient | httpx2.Client) -> None:
    """Register, tag, deprecate and deploy what the pages are to show."""
    first: dict[str, Json] = {"orderId": "uuid", "total": 12.5, "lines": [{"sku": "A-1", "quantity": 2}]}
    orders: dict[str, Json] = {"order.created": first, "order.cancelled": {"orderId": "uuid"}, "order.forgotten": None}
    register(client, {"orders.md": events_document(orders), "inventory.md": RESERVATIONS})
    second: dict[str, Json] = {**orders, "order.created": {**first, "coupon": "text"}}
    answers = [
        register(client, {"orders.md": events_document(second)}, commit="def456"),
        register(client, {"hostile.json": hostile_document()}, source=f"warehouse {SCRIPT}", commit=SCRIPT),
        client.put("/api/v1/contracts/event/hostile/tags", json={"tags": [SCRIPT]}),
        client.put("/api/v1/contracts/event/order.cancelled/deprecation", json={"reason": IMAGE}),
    ]
    lock = client.get("/api/v1/services/orders/lock").json()
    build = {"service": "orders", "version": "1.4.0", "environment": "production", "lock": lock}
    answers.append(client.post("/api/v1/deployments", json=build))
    assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
