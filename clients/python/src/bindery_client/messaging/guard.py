"""What may leave and what may come in: the decisions that all adapters share, in no broker's words.

An adapter translates between its library and these values: `Guard.outgoing` gives the bytes and the stamp to publish,
`Guard.incoming` gives the message or the dead letter, `Guard.after_failure` says what follows a handler that raised.
"""

from __future__ import annotations

from enum import StrEnum
from traceback import format_exception_only
from typing import TYPE_CHECKING, Any

import orjson

from bindery_client import InvalidMessage, Side
from bindery_client.messaging.cloudevents import (
    STRUCTURED_CONTENT_TYPE,
    data_schema_url,
    event_type_of,
    is_structured,
    spelling_of,
)
from bindery_client.messaging.dead_letters import DeadLetter, Reason, letter_of_invalid, letter_of_unknown
from bindery_client.messaging.delivery import Accepted, Delivery, Headers, Stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bindery_client import Contracts, EventContract
    from bindery_client.json_values import Json

TYPE_KEYS = ("eventType", "event_type", "type", "event", "name", "detail-type")
VERSION_HEADER = "x-contract-version"
FINGERPRINT_HEADER = "x-contract-fingerprint"
JSON_CONTENT_TYPE = "application/json"
MAX_ERROR_CHARACTERS = 500


class Unknown(StrEnum):
    """What happens to a message that no contract claims."""

    REJECT = "reject"
    PASS = "pass"  # noqa: S105 - a policy, not a password


class Guard:
    """Decides by the contracts of a service; holds no connection and may be shared between threads."""

    def __init__(self, contracts: Contracts, *, unknown: Unknown | str = Unknown.REJECT) -> None:
        self._contracts = contracts
        self._events: dict[str, EventContract] = {event.name: event for event in contracts.events()}
        self._unknown = Unknown(unknown)
        self._stamps: dict[tuple[str, bool, str | None], Stamp] = {}

    def event(self, name: str) -> EventContract:
        """The contract of an event; raises `UnknownContract` with the nearest spellings."""
        return self._events.get(name) or self._contracts.event(name)

    def outgoing(self, name: str, message: Json, headers: Headers | None = None) -> tuple[bytes, Stamp]:
        """The bytes of a message and its stamp; raises `InvalidMessage`, or `UnknownContract` unless they pass."""
        contract = self._events.get(name)
        if contract is None and self._unknown is Unknown.REJECT:
            contract = self._contracts.event(name)
        body = orjson.dumps(message) if contract is None else contract.encode(message)
        return body, self._stamp(name, message, headers)

    def outgoing_bytes(
        self, body: bytes, binding: str | None, delivery_type: str | None, headers: Headers
    ) -> Stamp | None:
        """The stamp of a message that a framework serialised; nothing for an unknown message that passes."""
        message = _parsed(body)
        names = [binding] if binding else list(_names(delivery_type, headers, message))
        name = next((name for name in names if name in self._events), None)
        if name is not None:
            self._events[name].validate(message, side=Side.WRITER)
            return self._stamp(name, message, headers)
        if self._unknown is Unknown.REJECT:
            self._contracts.event(names[0] if names else "")
        return None

    def incoming(self, delivery: Delivery, binding: str | None = None) -> Accepted | DeadLetter:
        """The message of a delivery as its reader may see it, or why nobody may."""
        message = _parsed(delivery.body)
        contract = self._contract_of(delivery, message, binding)
        if contract is None:
            if self._unknown is Unknown.PASS:
                return Accepted(contract=None, message=delivery.body if message is _NOT_JSON else message)
            names = _names(delivery.type, delivery.headers, message)
            return letter_of_unknown(names, self._contracts.service)
        try:
            if message is _NOT_JSON:
                contract.decode(delivery.body)  # it raises whatever the policy is, and tells the metrics hook
            contract.validate(message, side=Side.READER)
        except InvalidMessage as error:
            return letter_of_invalid(error, (delivery.headers or {}).get(VERSION_HEADER))
        return Accepted(contract=contract, message=message)

    def after_failure(self, delivery: Delivery, accepted: Accepted, error: Exception) -> DeadLetter | None:
        """What follows a handler that raised: nothing (requeue it, this was its first time), or a dead letter.

        The broker's own mark decides, so the count outlives the process; a message whose first consumer crashed has
        had its first time too.
        """
        if not delivery.is_redelivered:
            return None
        said = "".join(format_exception_only(error)).strip()[:MAX_ERROR_CHARACTERS]  # also if str(error) raises
        return DeadLetter.of(Reason.HANDLER_FAILED, accepted.contract, said)

    def _contract_of(self, delivery: Delivery, message: Json, binding: str | None) -> EventContract | None:
        if binding is not None:
            return self.event(binding)
        if delivery.type in self._events:  # what this library stamped: the usual case
            return self._events[delivery.type]
        names = _names(delivery.type, delivery.headers, message)
        return next((self._events[name] for name in names if name in self._events), None)

    def _stamp(self, name: str, message: Json, headers: Headers | None) -> Stamp:
        structured = is_structured(message)
        spelling = spelling_of(headers) if headers else None
        if spelling is None and structured:
            spelling = "cloudEvents_"  # the body is never touched, and the AMQP binding allows headers beside it
        key = (name, structured, spelling)
        # setdefault: two threads that make the same stamp agree on one
        return self._stamps.get(key) or self._stamps.setdefault(key, self._new_stamp(*key))

    def _new_stamp(self, name: str, structured: bool, spelling: str | None) -> Stamp:  # noqa: FBT001 - parts of a key
        headers: dict[str, Any] = {}
        contract = self._events.get(name)
        if contract is not None:
            headers[FINGERPRINT_HEADER] = contract.fingerprint
        if contract is not None and contract.version is not None:
            headers[VERSION_HEADER] = contract.version
            registry_url = self._contracts.registry_url
            if spelling is not None and registry_url is not None:
                headers[f"{spelling}dataschema"] = data_schema_url(registry_url, name, contract.version)
        content_type = STRUCTURED_CONTENT_TYPE if structured else JSON_CONTENT_TYPE
        return Stamp(content_type=content_type, type=name, headers=headers)


class _NotJson:
    """What stands for a body that is not JSON: no JSON value equals it."""


_NOT_JSON = _NotJson()


def _parsed(body: bytes) -> Json:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return _NOT_JSON


def _names(delivery_type: str | None, headers: Headers | None, message: Json) -> Iterator[str]:
    """What a message says that it is, the most explicit first."""
    if delivery_type:
        yield delivery_type
    event_type = event_type_of(headers)
    if event_type:
        yield event_type
    if isinstance(message, dict):
        yield from (message[key] for key in TYPE_KEYS if isinstance(message.get(key), str))
