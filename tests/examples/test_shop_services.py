"""The services of the example shop keep their contracts."""

from __future__ import annotations

from pathlib import Path

import pytest
from pika.exceptions import ChannelClosedByBroker

from bindery_client import InvalidMessage
from examples.shop.services.shop import FLEET, TENT, Shop
from examples.shop.services.transports import InMemory, TransportRequired, reachable_transport
from tests.command_line import bindery
from tests.rabbitmq import running_rabbitmq
from tests.running_registry import running_registry

SHOP = Path(__file__).parents[2] / "examples" / "shop"
NOWHERE = "amqp://guest:guest@127.0.0.1:9/"
NOT_AN_ORDER = b'{"eventType": "order.created"}'


@pytest.fixture
def transport() -> InMemory:
    """Queues in memory."""
    return InMemory("memory")


@pytest.mark.parametrize(("line", "status"), [(TENT, "paid"), (FLEET, "cancelled")], ids=["paid", "declined"])
def test_an_order_goes_through_both_services(transport: InMemory, line: dict[str, object], status: str) -> None:
    """From placing it to what billing says about it, under the contracts of the design documents."""
    shop = Shop(transport)
    order_id = shop.orders.place([line])
    shop.handle_what_waits()
    assert shop.orders.status == {order_id: status}
    assert list(transport.dead_letters()) == []


def test_an_order_that_breaks_the_contract_is_not_announced(transport: InMemory) -> None:
    """A line with a property that the design document does not know does not leave the service."""
    shop = Shop(transport)
    with pytest.raises(InvalidMessage, match="giftWrap"):
        shop.orders.place([{**TENT, "giftWrap": True}])
    assert shop.orders.status == {}


def test_an_order_that_arrives_twice_is_captured_once(transport: InMemory) -> None:
    """The event id is the idempotency key, as the design document says."""
    shop = Shop(transport)
    order_id = shop.orders.place([TENT])
    (published,) = transport.broker.queues["shop.orders-for-billing"]
    transport.broker.route(published)
    transport.bind("shop.audit", "shop.billing", "payment.*")
    shop.handle_what_waits()
    assert len(transport.broker.queues["shop.audit"]) == 1
    assert shop.orders.status == {order_id: "paid"}


def test_a_message_of_a_stranger_becomes_a_dead_letter(transport: InMemory) -> None:
    """Body intact, with its reasons."""
    shop = Shop(transport)
    shop.publish_unchecked("order.created", NOT_AN_ORDER)
    shop.handle_what_waits()
    ((body, reasons),) = transport.dead_letters()
    assert body == NOT_AN_ORDER
    assert reasons.startswith("invalid-message\n")


@pytest.mark.parametrize("service", ["orders", "billing"])
def test_the_lock_files_are_what_the_documents_say(service: str, tmp_path: Path) -> None:
    """They are as `bindery pull` writes them from the documents, before anything is registered."""
    lock = str(SHOP / "services" / service / "contracts.lock.json")
    with running_registry(tmp_path) as url:
        options = ["--service", service, "--lock", lock, "--source", "shop", "--url", url]
        answer = bindery("pull", str(SHOP / "docs"), *options, "--check")
    assert answer.code == 0, answer.err


@pytest.mark.rabbitmq
def test_the_shop_runs_on_a_real_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a broker answers it is taken; orders are paid or cancelled, and a stranger's message is a dead letter."""
    monkeypatch.delenv("BINDERY_RABBITMQ_URL", raising=False)
    with running_rabbitmq(), reachable_transport() as transport:
        shop = Shop(transport)
        shop.orders.place([TENT])
        shop.orders.place([FLEET])
        shop.publish_unchecked("order.created", NOT_AN_ORDER)
        shop.handle_what_waits()
        ((body, reasons),) = transport.dead_letters()
    assert transport.title == "RabbitMQ at 127.0.0.1:5672"
    assert sorted(shop.orders.status.values()) == ["cancelled", "paid"]
    assert (body, reasons.splitlines()[0]) == (NOT_AN_ORDER, "invalid-message")


@pytest.mark.rabbitmq
def test_nothing_is_left_on_the_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Queues and exchanges go with the connection."""
    monkeypatch.delenv("BINDERY_RABBITMQ_URL", raising=False)
    with running_rabbitmq() as broker:
        with reachable_transport() as transport:
            Shop(transport)
            broker.new_channel().exchange_declare(f"{transport.prefix}.orders", passive=True)
        with pytest.raises(ChannelClosedByBroker, match="no exchange"):
            broker.new_channel().exchange_declare(f"{transport.prefix}.orders", passive=True)


def test_without_a_broker_the_shop_runs_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says so, with the address that did not answer."""
    monkeypatch.setenv("BINDERY_RABBITMQ_URL", NOWHERE)
    monkeypatch.delenv("BINDERY_REQUIRE_SERVICES", raising=False)
    with reachable_transport() as transport:
        assert transport.title == "queues in memory, because no RabbitMQ answers at 127.0.0.1:9"


def test_memory_is_not_enough_where_services_are_required(monkeypatch: pytest.MonkeyPatch) -> None:
    """So continuous integration cannot fall back without noticing."""
    monkeypatch.setenv("BINDERY_RABBITMQ_URL", NOWHERE)
    monkeypatch.setenv("BINDERY_REQUIRE_SERVICES", "1")
    with pytest.raises(TransportRequired, match=r"127\.0\.0\.1:9 .*BINDERY_RABBITMQ_URL"), reachable_transport():
        pass
