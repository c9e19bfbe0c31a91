"""Decisions about messages, without a broker."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindery_client import Policy, Side
from bindery_client.messaging.cloudevents import SPELLINGS
from bindery_client.messaging.dead_letters import MAX_ERRORS, MAX_HEADER_BYTES, DeadLetter, Reason
from bindery_client.messaging.delivery import Accepted, Delivery
from bindery_client.messaging.guard import TYPE_KEYS, Guard
from contracts.keywords import Json
from tests.order_contracts import order, order_contracts

CLOUD_EVENT = {"specversion": "1.0", "id": "1", "source": "orders", "type": "order.created"}
REGISTRY = "https://contracts.internal"
GUARD = Guard(order_contracts())
DATA_SCHEMA = f"{REGISTRY}/api/v1/contracts/event/order.created/versions/3"


def lenient(**options: Json) -> Guard:
    """A guard that reads everything, so that tests see which contract it finds."""
    return Guard(order_contracts(policies={"*": Policy.OFF}), **options)


def contract_found(delivery: Delivery) -> str | None:
    """The contract under which a delivery is read."""
    found = lenient(unknown="pass").incoming(delivery)
    assert isinstance(found, Accepted)
    return found.contract.name if found.contract else None


@pytest.mark.parametrize("key", TYPE_KEYS)
def test_each_usual_key_of_a_body_names_the_contract(key: str) -> None:
    """As producers spell them that do not use this library."""
    assert contract_found(Delivery(body=orjson.dumps({key: "order.created"}))) == "order.created"


def test_the_type_property_wins_over_the_body() -> None:
    """The envelope is what a publisher states on purpose."""
    body = orjson.dumps({"eventType": "order.created"})
    assert contract_found(Delivery(body=body, type="order.cancelled")) == "order.cancelled"


@pytest.mark.parametrize("prefix", SPELLINGS)
def test_the_type_of_a_cloud_event_names_the_contract(prefix: str) -> None:
    """In each spelling of its headers."""
    headers = {prefix + name: value for name, value in CLOUD_EVENT.items()}
    assert contract_found(Delivery(body=b"{}", headers=headers)) == "order.created"


def test_a_type_that_is_no_contract_does_not_hide_the_body() -> None:
    """Frameworks use the `type` property for words of their own."""
    body = orjson.dumps({"eventType": "order.created"})
    assert contract_found(Delivery(body=body, type="com.example.Json")) == "order.created"


@given(st.binary(max_size=50) | st.recursive(st.none() | st.text(), st.lists).map(orjson.dumps))
def test_whatever_arrives_gets_a_verdict(body: bytes) -> None:
    """No body makes the guard raise: it is accepted or it is a dead letter."""
    assert isinstance(GUARD.incoming(Delivery(body=body), "order.created"), DeadLetter)
    assert isinstance(GUARD.incoming(Delivery(body=body)), DeadLetter)


@pytest.mark.parametrize("depth", [300, 900, 1_020])
def test_a_message_too_deep_to_explain_is_a_dead_letter(depth: int) -> None:
    """The engine gives up on it, and the guard may not: the same message would come back for ever."""
    body = b'{"eventType":"order.created","data":' + b'{"a":' * depth + b"1" + b"}" * depth + b"}"
    letter = GUARD.incoming(Delivery(body=body))
    assert isinstance(letter, DeadLetter)
    assert (letter.reason, "nested too deeply" in letter.explanation) == (Reason.INVALID_MESSAGE, True)


class Unspeakable(Exception):
    """An error that cannot even be printed."""

    def __str__(self) -> str:
        """Nothing; it fails."""
        raise RuntimeError("no words")


def test_a_failure_without_words_is_a_dead_letter() -> None:
    """An error of a handler is any object that can be raised."""
    accepted = Accepted(contract=None, message={})
    letter = GUARD.after_failure(Delivery(body=b"{}", is_redelivered=True), accepted, Unspeakable())
    assert letter is not None
    assert "Unspeakable" in letter.explanation


def test_one_kind_of_message_has_one_stamp() -> None:
    """So that adapters can keep what they make of it."""
    guard = Guard(order_contracts())
    assert guard.outgoing("order.created", order(1))[1] is guard.outgoing("order.created", order(2))[1]


def test_a_version_that_is_not_registered_is_not_stamped() -> None:
    """The fingerprint says which one it is."""
    _, stamp = Guard(order_contracts(version=None, registry_url=REGISTRY)).outgoing("order.created", order())
    assert list(stamp.headers) == ["x-contract-fingerprint"]


@pytest.mark.parametrize("prefix", SPELLINGS)
def test_a_cloud_event_in_headers_gets_its_data_schema(prefix: str) -> None:
    """Under the spelling that it uses."""
    headers = {prefix + name: value for name, value in CLOUD_EVENT.items()}
    _, stamp = Guard(order_contracts(registry_url=REGISTRY)).outgoing("order.created", order(), headers)
    assert stamp.headers[f"{prefix}dataschema"] == DATA_SCHEMA


def test_a_structured_cloud_event_keeps_its_body() -> None:
    """`dataschema` goes beside it, as the AMQP binding allows, and the content type says what it is."""
    guard = Guard(order_contracts(policies={"*": Policy.OFF}, registry_url=REGISTRY))
    body, stamp = guard.outgoing("order.created", CLOUD_EVENT)
    assert (orjson.loads(body), stamp.content_type) == (CLOUD_EVENT, "application/cloudevents+json")
    assert stamp.headers["cloudEvents_dataschema"] == DATA_SCHEMA


@pytest.mark.parametrize("missing", CLOUD_EVENT)
def test_a_cloud_event_without_a_required_attribute_is_none(missing: str) -> None:
    """Half a CloudEvent is an ordinary message."""
    headers = {f"ce-{name}": value for name, value in CLOUD_EVENT.items() if name != missing}
    _, stamp = Guard(order_contracts(registry_url=REGISTRY)).outgoing("order.created", order(), headers)
    assert "ce-dataschema" not in stamp.headers


def test_no_data_schema_without_a_registry() -> None:
    """A lock file does not know where the registry is."""
    headers = {f"ce-{name}": value for name, value in CLOUD_EVENT.items()}
    _, stamp = Guard(order_contracts()).outgoing("order.created", order(), headers)
    assert "ce-dataschema" not in stamp.headers


def test_a_lenient_writer_publishes_what_breaks_the_contract() -> None:
    """The policy of the writer's side decides about publishing."""
    guard = Guard(order_contracts(policies={("order.created", Side.WRITER): Policy.WARN}))
    body, _ = guard.outgoing("order.created", order(coupon="X"))
    assert orjson.loads(body) == order(coupon="X")


@given(st.lists(st.text(), max_size=200))
def test_reasons_in_headers_are_bounded(errors: list[str]) -> None:
    """However much is wrong with a message, its headers fit into one frame."""
    letter = DeadLetter(reason=Reason.INVALID_MESSAGE, errors=tuple(errors))
    assert len(letter.explanation.encode()) <= MAX_HEADER_BYTES


def test_reasons_that_are_left_out_are_counted() -> None:
    """The first ones are shown."""
    letter = DeadLetter(reason=Reason.INVALID_MESSAGE, errors=("wrong",) * (MAX_ERRORS + 5))
    assert letter.explanation.splitlines() == ["invalid-message", *["wrong"] * MAX_ERRORS, "and 5 more"]


def test_a_cut_reason_is_still_text() -> None:
    """Cutting in the middle of a character leaves no half of it."""
    letter = DeadLetter(reason=Reason.HANDLER_FAILED, errors=("ü" * MAX_HEADER_BYTES,))
    assert letter.explanation.endswith("ü...")
