"""An example service: it consumes and produces events, provides operations and calls one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import httpx2
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

Message: TypeAlias = "dict[str, Any]"  # JSON
COLOURS = {"paid": "green", "open": "yellow", "cancelled": "red"}


def handle_with_dict_access(message: Message) -> str:
    """A handler that takes what it needs."""
    data = message["data"]
    note = data.get("note")
    shown = note.upper() if note is not None else ""
    gift = data.get("gift", False)
    known = {key: value for key, value in data.items() if key in {"orderId", "status", "note", "gift", "lines"}}
    skus = [line["sku"] for line in known.get("lines", [])]
    return f"{data['orderId']} {COLOURS[data['status']]} {shown} {gift} {skus}"


@dataclass
class Order:
    """What the handler keeps of an order."""

    order_id: str
    status: str
    note: str | None = None
    gift: bool = False


def handle_with_dataclass(message: Message) -> str:
    """A handler that fills a dataclass."""
    data = message["data"]
    order = Order(data["orderId"], data["status"], data.get("note"), data.get("gift", False))
    return f"{order.order_id} {COLOURS[order.status]} {(order.note or '').upper()} {order.gift}"


class Line(BaseModel):
    """One line of an order."""

    sku: str


class Data(BaseModel):
    """What an order says."""

    order_id: str = Field(alias="orderId")
    status: str
    note: str | None = None
    gift: bool = False
    lines: list[Line] = []


class OrderCreated(BaseModel):
    """The whole message."""

    data: Data


def handle_with_pydantic(message: Message) -> str:
    """A handler that validates with its own model."""
    order = OrderCreated.model_validate(message).data
    return f"{order.order_id} {COLOURS[order.status]} {(order.note or '').upper()} {[line.sku for line in order.lines]}"


class Publish(Protocol):
    """How the service publishes."""

    def __call__(self, name: str, message: Message, /) -> object:
        """Publish one message."""


def issue_invoice(order_id: str, publish: Publish) -> None:
    """Publish an invoice."""
    publish("invoice.issued", {"eventType": "invoice.issued", "data": {"orderId": order_id, "cents": 1290}})


app = FastAPI()


@app.post("/internal/refunds", status_code=201)
async def refund(request: Request) -> JSONResponse:
    """Give money back."""
    body = await request.json()
    reason = body.get("reason")
    refunded = {"refundId": f"r-{body['orderId']}", "cents": body["cents"], "reason": reason}
    return JSONResponse(refunded, status_code=201)


@app.get("/internal/refunds/{refund_id}")
async def read_refund(refund_id: str) -> JSONResponse:
    """A refund, if there is one."""
    if refund_id != "r-1":
        return JSONResponse({"error": "unknown"}, status_code=404)
    return JSONResponse({"refundId": refund_id, "cents": 100})


class OutOfStock(Exception):
    """The warehouse has nothing left."""


def reserve(sku: str, client: httpx2.Client) -> str:
    """Reserve something in the warehouse."""
    response = client.post("/internal/reservations", json={"sku": sku, "quantity": 2})
    if response.status_code == 409:
        raise OutOfStock(json.dumps(response.json()["error"]))
    response.raise_for_status()
    reservation = response.json()
    held = {"held": "until", "waiting": "from"}[reservation["status"]]
    return f"{reservation['reservationId']} {held} {reservation.get('at') or 'now'}"
