"""Events as a service is bound to them."""

from __future__ import annotations

import datetime as dt
import decimal
import pickle
import uuid

import pytest

from bindery_client import CheckResult, EventContract, InvalidLockFile, InvalidMessage, NotAWriter, Side
from bindery_client.binding import Binding
from bindery_client.enforcement.explanation import MAX_VIOLATIONS
from bindery_client.enforcement.validators import ValidatorCache
from bindery_client.resolution.lock_file import LockedContract
from contracts.keywords import Json
from contracts.model import Role
from tests.client_locks import ORDER, event_entry, locked, order

PRODUCER, CONSUMER = event_entry(Role.PRODUCER), event_entry(Role.CONSUMER)


def refusal(message: Json, *entries: Json, side: Side | None = None) -> InvalidMessage:
    """The error that a message of `order.created` is refused with."""
    with pytest.raises(InvalidMessage) as caught:
        locked(*(entries or (CONSUMER,))).event("order.created").validate(message, side=side)
    return caught.value


def test_a_contract_says_what_it_is() -> None:
    """All facts of the lock file can be read from the contract."""
    contract = locked(PRODUCER, CONSUMER).event("order.created")
    assert (contract.kind, contract.name, contract.version) == ("event", "order.created", 3)
    assert contract.fingerprint == PRODUCER["fingerprint"]
    assert contract.roles == {"producer", "consumer"}
    assert (contract.origin, contract.content_model) == ("a lock", "closed-writer")
    assert (contract.schema, contract.writer_schema) == (ORDER, PRODUCER["writer_schema"])


def test_a_valid_message_passes() -> None:
    """Both ways of asking agree on a valid message."""
    contract = locked(CONSUMER).event("order.created")
    contract.validate(order())
    assert contract.check(order()) == CheckResult(valid=True)


def test_a_reader_ignores_what_it_does_not_know() -> None:
    """A consumer takes a message with a field that its version does not declare."""
    assert locked(CONSUMER).event("order.created").check(order(gift=True))


def test_a_writer_sends_declared_fields_only() -> None:
    """A producer cannot send a field that its version does not declare."""
    violation = refusal(order(gift=True), PRODUCER).violations[0]
    assert (violation.pointer, violation.keyword, violation.found) == ("/data", "additionalProperties", '"gift"')


def test_a_service_that_is_both_reads_unless_told_otherwise() -> None:
    """The side that is not named is the reader, where the service has both."""
    contract = locked(PRODUCER, CONSUMER).event("order.created")
    assert contract.check(order(gift=True))
    assert not contract.check(order(gift=True), side=Side.WRITER)


def test_an_open_contract_lets_its_writer_send_anything_more() -> None:
    """Under the content model `open` the schema itself decides on both sides."""
    contract = locked(event_entry(Role.PRODUCER, content_model="open", writer_schema=None)).event("order.created")
    assert contract.check(order(gift=True))


def test_a_consumer_cannot_write() -> None:
    """Writing a contract that one only reads is misuse, whatever the message is."""
    contract = locked(CONSUMER).event("order.created")
    with pytest.raises(NotAWriter, match=r"order\.created cannot be checked as writer: the service only reads it"):
        contract.encode(order())


def test_an_error_says_all_that_is_needed() -> None:
    """Contract, version, side, origin, and for each rule its place, what it expects and what is there."""
    error = refusal({"eventType": "order.created", "data": {"orderId": "17", "totalCents": -1, "channel": "fax"}})
    assert str(error).splitlines() == [
        "order.created (version 3, as reader; from a lock): 3 violations",
        '  /data/orderId: the value is not a "uuid" [format: expected format uuid; found "17"]',
        "  /data/totalCents: the value is less than the minimum of 0 [minimum: expected minimum 0; found -1]",
        '  /data/channel: the value is not one of "web" or "app" [enum: expected one of "web", "app"; found "fax"]',
    ]


def test_a_missing_property_is_named() -> None:
    """The place is the object, the expectation the property."""
    (violation,) = refusal({"eventType": "order.created"}).violations
    assert (violation.pointer, violation.keyword) == ("", "required")
    assert (violation.expected, violation.found) == ('the property "data"', "an object with 1 property without it")


def test_an_error_of_a_contract_without_a_number_says_so() -> None:
    """A contract that is locked before it is registered has no version yet."""
    assert "(not registered yet, as reader;" in str(refusal({}, event_entry(version=None)))


def test_an_error_never_dumps_a_payload() -> None:
    """However large the message is, the error stays short and shows nothing of its containers."""
    error = refusal({"eventType": {"secret": "s3cr3t" * 1000}, "data": ["s3cr3t"] * 10_000})
    assert len(str(error)) < 1000
    assert "s3cr3t" not in str(error)
    assert "an array of 10000 items" in str(error)


def test_violations_are_capped() -> None:
    """A message with thousands of mistakes has fifty violations, of which ten are shown."""
    entries = event_entry(schema={"type": "array", "items": {"type": "integer"}})
    error = refusal(["x"] * 5000, entries)
    assert len(error.violations) == MAX_VIOLATIONS
    assert str(error).endswith("... and 40 more")


def test_the_nearest_alternative_is_explained() -> None:
    """For a union, the error looks into the alternative whose tag fits."""
    card = {"required": ["pan"], "properties": {"kind": {"const": "card"}, "pan": {"type": "string"}}}
    cash = {"properties": {"kind": {"const": "cash"}}}
    error = refusal({"kind": "card", "pan": 4}, event_entry(schema={"oneOf": [cash, card]}))
    assert "the nearest alternative fails at /pan" in error.violations[0].message


def test_a_value_that_fits_two_alternatives_says_so() -> None:
    """`oneOf` also fails when too much fits."""
    error = refusal(1, event_entry(schema={"oneOf": [{"type": "integer"}, {"minimum": 0}]}))
    assert "several alternatives fit" in error.violations[0].message


@pytest.mark.parametrize(
    "schema",
    [
        {"const": {"a": 1}},
        {"not": {"type": "string"}},
        False,
        {"anyOf": [{"type": "null"}, {"type": "boolean"}]},
        {"pattern": "^a+$"},
        {"maxLength": 1},
        {"type": ["null", "integer"]},
        {"enum": [None, 1.5, [1]]},
    ],
    ids=str,
)
def test_each_keyword_has_an_expectation(schema: Json) -> None:
    """Every violation has words for what is expected and what is there."""
    (violation,) = refusal("xyz", event_entry(schema=schema)).violations
    assert violation.expected
    assert violation.found == '"xyz"'


def test_items_that_repeat_are_explained() -> None:
    """An array is described by its size."""
    (violation,) = refusal([1, 1], event_entry(schema={"uniqueItems": True})).violations
    assert (violation.expected, violation.found) == ("items that differ from each other", "an array of 2 items")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "a Python datetime is no JSON value"),
        (uuid.UUID(int=0), "a Python UUID is no JSON value"),
        (decimal.Decimal, "a Python type is no JSON value"),
        ({1: "one"}, "the key 1 is no text"),
        ("\ud800", "the text holds a lone surrogate"),
    ],
    ids=["datetime", "uuid", "type", "key", "surrogate"],
)
def test_python_values_are_refused_with_their_place(value: object, reason: str) -> None:
    """What is no JSON is named with its place, and with what to pass in its stead."""
    error = refusal({"eventType": "order.created", "data": {"orderId": value, "totalCents": 1}})
    assert error.violations[0].pointer == "/data/orderId"
    assert reason in error.violations[0].message
    assert "pass JSON values" in error.violations[0].message


def test_python_values_are_also_a_verdict() -> None:
    """`check` answers, where `validate` raises."""
    result = locked(CONSUMER).event("order.created").check(order(orderId=uuid.UUID(int=0)))
    assert [violation.pointer for violation in result.violations] == ["/data/orderId"]


def test_a_message_is_written_as_json() -> None:
    """Encoding gives compact UTF-8 JSON, and decoding gives the message back."""
    contract = locked(PRODUCER, CONSUMER).event("order.created")
    body = contract.encode(order())
    assert body.startswith(b'{"eventType":"order.created","data":{')
    assert contract.decode(body) == order()


def test_encoding_refuses_what_the_writer_may_not_send() -> None:
    """Nothing that breaks the contract becomes bytes."""
    with pytest.raises(InvalidMessage):
        locked(PRODUCER).event("order.created").encode(order(gift=True))


def test_large_integers_are_written_exactly() -> None:
    """JSON has no limit at 64 bits, and neither has the body."""
    body = locked(PRODUCER).event("order.created").encode(order(totalCents=2**70))
    assert str(2**70).encode() in body


def test_what_cannot_be_written_is_an_invalid_message() -> None:
    """A value that validates as a number, but is none of JSON, is refused when it is serialised."""
    contract = locked(event_entry(Role.PRODUCER, schema={"type": "number"})).event("order.created")
    with pytest.raises(InvalidMessage, match="Decimal"):
        contract.encode(decimal.Decimal("1.5"))


def test_a_body_that_is_no_json_is_an_invalid_message() -> None:
    """The reader learns how long the body was and where it stopped being JSON."""
    with pytest.raises(InvalidMessage, match="3 bytes that are not") as caught:
        locked(CONSUMER).event("order.created").decode(b"{no")
    assert caught.value.violations[0].keyword == "json"


def test_decoding_checks_as_the_reader() -> None:
    """A body of JSON that breaks the contract is refused."""
    with pytest.raises(InvalidMessage, match="as reader"):
        locked(PRODUCER).event("order.created").decode(b"{}")


def test_errors_travel_between_processes() -> None:
    """A pickled error says the same."""
    error = refusal({})
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (str(copy), copy.violations, copy.side) == (str(error), error.violations, error.side)


def test_a_schema_that_cannot_be_used_is_named_when_it_is_needed() -> None:
    """An unknown dialect and a reference that leads outside name the contract."""
    for schema in ({"$schema": "https://example.com/mine"}, {"$ref": "https://example.com/other"}):
        writable = event_entry(schema={}, name="odd") | {"schema": schema}
        contract = locked_without_check(writable)
        with pytest.raises(InvalidLockFile, match=r"the schema of odd \(message, reader; from a lock\) cannot be used"):
            contract.validate({})


def locked_without_check(written: Json) -> EventContract:
    """The event of an entry whose fingerprint is not looked at."""
    entry = LockedContract(**written)
    return Binding(origin="a lock", policies=None, on_check=None, validators=ValidatorCache()).event([entry])


def test_a_large_message_is_refused_without_a_list() -> None:
    """A small body can break its contract a million times, and must not fill the memory of its reader."""
    contract = locked(event_entry(schema={"items": {"required": ["a", "b"]}})).event("order.created")
    assert [found.keyword for found in contract.check([{}] * 19_999).violations] == ["required"] * 50
    assert [found.keyword for found in contract.check([{}] * 20_000).violations] == ["size"]
    assert contract.check([{"a": 1, "b": 2}] * 20_000)
