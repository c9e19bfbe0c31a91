"""Publishing with pika, over a real RabbitMQ."""

from __future__ import annotations

import orjson
import pika
import pytest
from pika.exceptions import AMQPError, UnroutableError

from bindery_client import InvalidMessage, NotAWriter, UnknownContract
from bindery_client.messaging.guard import Guard
from bindery_client.pika import ContractChannel
from tests.order_contracts import VERSION, order, order_contracts
from tests.rabbitmq import URL, Broker, Wiring
from tests.severed_wire import severed_at

pytestmark = pytest.mark.rabbitmq


def channel_of(broker: Broker, unknown: str = "reject") -> ContractChannel:
    """A channel with the contracts of a service that produces and consumes orders."""
    return ContractChannel(broker.new_channel(), order_contracts(), unknown=unknown)


def test_a_published_message_is_stamped_and_persistent(wiring: Wiring) -> None:
    """It names its contract, version and fingerprint, survives a restart of the broker, and its body is plain JSON."""
    channel_of(wiring.broker).publish("order.created", order(), exchange=wiring.orders)
    properties, body = wiring.broker.take(wiring.queue)
    assert body == orjson.dumps(order())
    assert (properties.content_type, properties.type) == ("application/json", "order.created")
    assert properties.delivery_mode == pika.DeliveryMode.Persistent.value
    assert properties.headers == {
        "x-contract-version": VERSION,
        "x-contract-fingerprint": order_contracts().event("order.created").fingerprint,
    }


def test_properties_of_the_caller_travel_along(wiring: Wiring) -> None:
    """Message id and headers of the caller are kept beside the stamp, and the caller's object stays as it was."""
    given = pika.BasicProperties(message_id="m-1", headers={"tenant": "eu"})
    channel_of(wiring.broker).publish("order.created", order(), exchange=wiring.orders, properties=given)
    properties, _ = wiring.broker.take(wiring.queue)
    assert properties.message_id == "m-1"
    assert properties.headers.items() >= {"tenant": "eu", "x-contract-version": VERSION}.items()
    assert (given.headers, given.type) == ({"tenant": "eu"}, None)


def test_an_invalid_message_is_never_sent(wiring: Wiring) -> None:
    """The writer's closed schema refuses an undeclared property before anything reaches the broker."""
    with pytest.raises(InvalidMessage) as caught:
        channel_of(wiring.broker).publish("order.created", order(coupon="X"), exchange=wiring.orders)
    assert "coupon" in str(caught.value)
    assert wiring.broker.count(wiring.queue) == 0


def test_a_message_of_no_contract_is_refused(wiring: Wiring) -> None:
    """A misspelt name is an error that names the right one."""
    with pytest.raises(UnknownContract, match=r"order\.created"):
        channel_of(wiring.broker).publish("order.craeted", order(), exchange=wiring.orders)


def test_a_message_of_no_contract_passes_where_it_may(wiring: Wiring) -> None:
    """With `unknown="pass"` it is published with its type, and without a version that nobody knows."""
    channel = channel_of(wiring.broker, unknown="pass")
    channel.publish("audit.logged", {"by": "me"}, exchange=wiring.orders)
    properties, _ = wiring.broker.take(wiring.queue)
    assert (properties.type, properties.headers) == ("audit.logged", {})


def test_a_service_that_only_reads_may_not_publish(wiring: Wiring) -> None:
    """Being a consumer of a contract gives no right to write it."""
    channel = ContractChannel(wiring.broker.new_channel(), order_contracts("consumer"))
    with pytest.raises(NotAWriter):
        channel.publish("order.created", order(), exchange=wiring.orders)


def test_an_unroutable_message_is_an_error(wiring: Wiring) -> None:
    """A message that no queue would get is not lost in silence."""
    with pytest.raises(UnroutableError):
        channel_of(wiring.broker).publish("order.created", order(), routing_key=f"{wiring.broker.prefix}.nowhere")


def test_a_connection_that_breaks_during_publish_is_an_error(wiring: Wiring) -> None:
    """When the wire is cut under a publish, the caller learns that the message was not confirmed."""
    with severed_at(b"order-4711") as port:
        parameters = pika.URLParameters(URL)
        parameters.port = port
        channel = ContractChannel(pika.BlockingConnection(parameters).channel(), order_contracts())
        channel.publish("order.created", order(1), exchange=wiring.orders)
        with pytest.raises(AMQPError):
            channel.publish("order.created", order(4711), exchange=wiring.orders)
    assert wiring.broker.count(wiring.queue) == 1


def test_publishing_on_a_closed_connection_is_an_error(wiring: Wiring) -> None:
    """Nothing is buffered for later: the caller decides."""
    connection = pika.BlockingConnection(pika.URLParameters(URL))
    channel = ContractChannel(connection.channel(), order_contracts())
    connection.close()
    with pytest.raises(AMQPError):
        channel.publish("order.created", order(), exchange=wiring.orders)


def test_a_guard_of_ones_own_stamps_the_data_schema_of_cloud_events(wiring: Wiring) -> None:
    """A guard that knows the registry's URL adds where the schema of a CloudEvent can be read."""
    guard = Guard(order_contracts(registry_url="https://contracts.internal/"))
    attributes = {"specversion": "1.0", "id": "1", "source": "orders", "type": "order.created"}
    headers = {f"cloudEvents:{name}": value for name, value in attributes.items()}
    channel = ContractChannel(wiring.broker.new_channel(), guard)
    properties = pika.BasicProperties(headers=headers)
    channel.publish("order.created", order(), exchange=wiring.orders, properties=properties)
    sent, _ = wiring.broker.take(wiring.queue)
    url = "https://contracts.internal/api/v1/contracts/event/order.created/versions/3"
    assert sent.headers["cloudEvents:dataschema"] == url
