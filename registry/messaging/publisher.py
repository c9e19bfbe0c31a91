"""A RabbitMQ publisher that knows of each message whether the broker has taken it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pika
from pika.exceptions import AMQPError

from registry.errors import CannotServe

if TYPE_CHECKING:
    from pika.adapters.blocking_connection import BlockingChannel

_PERSISTENT = 2
_SECONDS = 10.0
_HEARTBEAT_SECONDS = 30
_NO_URL = "BINDERY_AMQP_URL is no URL of a broker: amqp://user:password@localhost:5672/ is one"


class BrokerUnavailable(Exception):
    """The broker does not answer, or did not take a message; `reason` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the broker did not take the events: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent: `type` is also the routing key, `id` shows a repetition, `seconds` is Unix time."""

    id: str
    type: str
    seconds: int
    body: bytes


class Publisher:
    """Sends messages to one durable topic exchange. Used by one thread at a time; connects when it is first used."""

    def __init__(self, url: str, *, exchange: str) -> None:
        """Take the URL of the broker, `amqp://user:password@host:5672/vhost`.

        Raises:
            CannotServe: it is no such URL.
        """
        self._parameters = _parameters(url)
        self._exchange = exchange
        self._connection: pika.BlockingConnection | None = None
        self._channel: BlockingChannel | None = None

    def publish(self, message: Message) -> None:
        """Return once the broker has stored the message for every queue that is bound to its type; there may be none.

        Raises:
            BrokerUnavailable: it is not known whether the broker has it: send it again.
        """
        try:
            self._opened().basic_publish(self._exchange, message.type, message.body, _properties(message))
        except (AMQPError, OSError) as error:
            self.close()
            raise BrokerUnavailable(repr(error)) from error

    def keep_alive(self) -> None:
        """Answer the broker's heartbeats, which nobody else does between messages; a lost connection is forgotten."""
        if self._connection is None:
            return
        try:
            self._connection.process_data_events(time_limit=0)
        except (AMQPError, OSError):
            self.close()

    def close(self) -> None:
        """Close the connection, if there is one."""
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None and connection.is_open:
            with suppress(AMQPError, OSError):  # it is not needed any more, whatever it says
                connection.close()

    def _opened(self) -> BlockingChannel:
        if self._channel is None or not self._channel.is_open:
            self.close()
            self._connection = pika.BlockingConnection(self._parameters)
            self._channel = self._connection.channel()
            self._channel.exchange_declare(self._exchange, exchange_type="topic", durable=True)
            self._channel.confirm_delivery()
        return self._channel


def _parameters(url: str) -> pika.URLParameters:
    if re.match(r"amqps?://[^/]", url) is None:  # pika takes others too, and connects to localhost
        raise CannotServe(_NO_URL)
    try:
        parameters = pika.URLParameters(url)
    except (ValueError, TypeError) as error:
        raise CannotServe(_NO_URL) from error
    parameters.socket_timeout = parameters.stack_timeout = parameters.blocked_connection_timeout = _SECONDS
    parameters.heartbeat = _HEARTBEAT_SECONDS
    parameters.connection_attempts = 1
    return parameters


def _properties(message: Message) -> pika.BasicProperties:
    return pika.BasicProperties(
        message_id=message.id,
        type=message.type,
        app_id="bindery",
        content_type="application/json",
        timestamp=message.seconds,
        delivery_mode=_PERSISTENT,
    )
