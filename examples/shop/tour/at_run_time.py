"""Second part: two services exchange messages under their contracts, and what breaks one gets nowhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bindery_client import InvalidMessage
from examples.shop.services.shop import FLEET, TENT, Shop
from examples.shop.services.transports import reachable_transport
from examples.shop.tour.terminal import TourError, say, shown

if TYPE_CHECKING:
    from examples.shop.services.transports import Transport
    from examples.shop.tour.terminal import Terminal

TOTAL_AS_TEXT = {
    "eventType": "order.created",
    "eventId": "8f14e45f-ceea-467f-a8f4-2b1c4a0d9a11",
    "timestamp": "2026-02-09T10:15:00Z",
    "source": "importer",
    "data": {
        "orderId": "45c48cce-2e2d-4fbd-aa1a-fc51c7c6ad26",
        "customerId": "d3d94468-02a4-4259-b55d-38e6d163e820",
        "reservationId": "6512bd43-d9ca-46e0-a2c9-90b0a82652dc",
        "channel": "web",
        "totalCents": "129.90",
        "currency": "EUR",
        "lines": [TENT],
    },
}


def pull_and_trade(terminal: Terminal) -> None:
    """Each service pulls its contracts, and both trade over what carries messages here."""
    locks = {service: terminal.folder / service / "contracts.lock.json" for service in ("orders", "billing")}
    say("Two services pull what they are built against into a lock file. At run time they need no registry:")
    for service in locks:
        (terminal.folder / service).mkdir()
        lock = f"{service}/contracts.lock.json"
        terminal.bindery("pull", "--service", service, "--lock", lock, "--cases", quiet=True)
    with reachable_transport() as transport:
        trade(transport, Shop(transport, orders_lock=locks["orders"], billing_lock=locks["billing"]))


def trade(transport: Transport, shop: Shop) -> None:
    """Valid messages arrive, an invalid one is not sent, and one that a stranger sends is not handled."""
    say(f"Orders announces two orders and billing answers, over {transport.title}:")
    shop.orders.place([TENT])
    shop.orders.place([FLEET])
    shop.handle_what_waits()
    for number, status in enumerate(shop.orders.status.values(), start=1):
        shown(f"order {number}: {status}")
    say("Orders gets a field that its design document does not know. Its own client refuses to send that:")
    shown(refusal(shop))
    say("A program without the client sends a total as text. Billing's handler never sees it, it is a dead letter:")
    shop.publish_unchecked("order.created", json.dumps(TOTAL_AS_TEXT).encode())
    shop.handle_what_waits()
    letters = list(transport.dead_letters())
    if len(letters) != 1:
        raise TourError(f"{len(letters)} dead letters, expected 1")
    for _, reasons in letters:
        shown(reasons)


def refusal(shop: Shop) -> str:
    """What the client says about an order that it does not send."""
    try:
        shop.orders.place([{**TENT, "giftWrap": True}])
    except InvalidMessage as error:
        return f"InvalidMessage: {error}"
    raise TourError("an undeclared field was sent")
