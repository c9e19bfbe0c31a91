"""The services of the example shop keep their contracts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bindery_client import Contracts, InvalidMessage
from bindery_client.memory import MemoryBroker, MemoryChannel, MemoryConsumer
from examples.shop.services import rabbitmq
from examples.shop.services.billing import service as billing
from examples.shop.services.orders import service as orders
from examples.shop.services.rabbitmq import DEAD_LETTERS, FLEET, QUEUES, TENT
from tests.command_line import bindery
from tests.rabbitmq import running_rabbitmq
from tests.running_registry import running_registry

SHOP = Path(__file__).parents[2] / "examples" / "shop"


def shop_in_memory() -> tuple[orders.Orders, billing.Billing, MemoryChannel, MemoryChannel]:
    """Both services on one broker in memory."""
    broker = MemoryBroker()
    for queue, (exchange, routing_key) in QUEUES.items():
        broker.bind(queue, exchange, routing_key)
    shop_channel, billing_channel = (
        MemoryChannel(broker, Contracts.from_lock(lock), dead_letter_exchange=DEAD_LETTERS)
        for lock in (orders.LOCK, billing.LOCK)
    )
    return orders.Orders(shop_channel), billing.Billing(billing_channel), shop_channel, billing_channel


@pytest.mark.parametrize(("line", "status"), [(TENT, "paid"), (FLEET, "cancelled")], ids=["paid", "declined"])
def test_an_order_goes_through_both_services(line: dict[str, object], status: str) -> None:
    """From placing it to what billing says about it, under the contracts of the design documents."""
    shop, cashier, shop_channel, billing_channel = shop_in_memory()
    order_id = shop.place([line])
    MemoryConsumer(billing_channel, "billing-orders").on("order.created", cashier.on_order_created).run()
    consumer = MemoryConsumer(shop_channel, "orders-payments")
    consumer.on("payment.captured", shop.on_payment_captured).on("payment.failed", shop.on_payment_failed).run()
    assert shop.status == {order_id: status}
    assert list(shop_channel.broker.queues["shop.dead-letters"]) == []


def test_an_order_that_breaks_the_contract_is_not_announced() -> None:
    """A line with a property that the design document does not know does not leave the service."""
    shop, *_ = shop_in_memory()
    with pytest.raises(InvalidMessage, match="giftWrap"):
        shop.place([{**TENT, "giftWrap": True}])
    assert shop.status == {}


def test_an_order_that_arrives_twice_is_captured_once() -> None:
    """The event id is the idempotency key, as the design document says."""
    shop, cashier, shop_channel, billing_channel = shop_in_memory()
    shop.place([TENT])
    (published,) = shop_channel.broker.queues["billing-orders"]
    shop_channel.broker.route(published)
    MemoryConsumer(billing_channel, "billing-orders").on("order.created", cashier.on_order_created).run()
    assert len(shop_channel.broker.queues["orders-payments"]) == 1


@pytest.mark.parametrize("service", ["orders", "billing"])
def test_the_lock_files_are_what_the_documents_say(service: str, tmp_path: Path) -> None:
    """They are as `bindery pull` writes them from the documents, before anything is registered."""
    lock = str(SHOP / "services" / service / "contracts.lock.json")
    with running_registry(tmp_path) as url:
        options = ["--service", service, "--lock", lock, "--source", "shop", "--url", url]
        answer = bindery("pull", str(SHOP / "docs"), *options, "--check")
    assert answer.code == 0, answer.err


@pytest.mark.rabbitmq
def test_the_shop_runs_on_a_real_broker(capsys: pytest.CaptureFixture[str]) -> None:
    """Orders are paid or cancelled, and the message of a stranger is a dead letter with its reasons."""
    with running_rabbitmq() as broker:
        broker.queues.extend(QUEUES)
        broker.exchanges.extend(exchange for exchange, _ in QUEUES.values())
        rabbitmq.main()
    shown = capsys.readouterr().out
    assert shown.count(": paid") == shown.count(": cancelled") == 1
    assert 'dead letter {"eventType": "order.created"}\n  invalid-message' in shown
