"""The lock file and the case file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from contracts.canonical import fingerprint
from contracts.compatibility import close_writer
from contracts.errors import InvalidLockFile
from contracts.exports import case_file
from contracts.lock_file import LockedContract, file_bytes, lock_entry, lock_file, read_lock_file
from contracts.model import ContentModel, ContractKey, Definition, Formats, Kind, Policy, Role
from contracts.validation import Validator
from tests.builders import schema_of

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

CREATED: dict[str, Json] = {
    "type": "object",
    "properties": {"orderId": {"type": "string"}, "note": {"type": "string"}},
    "required": ["orderId"],
}
RESERVE = "inventory:POST:/internal/reservations"
EVENT = Definition.of_event(CREATED)
OPERATION = Definition.of_operation(
    request=schema_of("sku"), responses={"201": {"application/json": schema_of("reservationId")}}
)


def entry(
    role: Role = Role.CONSUMER,
    definition: Definition = EVENT,
    name: str = "order.created",
    policy: Policy | None = None,
    version: int | None = 3,
) -> dict[str, Json]:
    """The entry of a contract."""
    key = ContractKey(kind=definition.kind, name=name)
    return lock_entry(
        LockedContract(key=key, role=role, definition=definition, policy=policy or Policy(), version=version)
    )


def test_a_reader_gets_its_schema_alone() -> None:
    """A consumer's entry has exactly the documented members, and nothing to write with."""
    assert entry() == {
        "kind": "event",
        "name": "order.created",
        "role": "consumer",
        "fingerprint": fingerprint(EVENT),
        "version": 3,
        "content_model": "closed-writer",
        "schema": CREATED,
        "writer_schema": None,
    }


def test_a_writer_gets_the_closed_form() -> None:
    """A producer's entry has the closed form, which refuses an undeclared property that the schema lets through."""
    written = entry(Role.PRODUCER)["writer_schema"]
    message = {"orderId": "1", "surprise": True}
    assert written == close_writer(CREATED)
    assert (Validator(CREATED).accepts(message), Validator(written).accepts(message)) == (True, False)


def test_an_open_writer_gets_the_schema_itself() -> None:
    """Under the content model `open`, what may be written is what may be read."""
    assert entry(Role.PRODUCER, policy=Policy(content_model=ContentModel.OPEN))["writer_schema"] == CREATED


def test_a_caller_writes_the_request() -> None:
    """The caller's writer schema is the closed request, and no response."""
    written = entry(Role.CALLER, OPERATION, "inventory:POST:/reservations")["writer_schema"]
    assert written == {"request": close_writer(schema_of("sku"))}


def test_a_provider_writes_the_responses() -> None:
    """The provider's writer schema is every closed response, and no request."""
    written = entry(Role.PROVIDER, OPERATION, "inventory:POST:/reservations")["writer_schema"]
    assert written == {"responses": {"201": {"application/json": close_writer(schema_of("reservationId"))}}}


def test_a_caller_without_a_request_writes_nothing() -> None:
    """An operation without a request body gives its caller nothing to write."""
    reading = Definition.of_operation(responses={"200": {"application/json": CREATED}})
    assert entry(Role.CALLER, reading, "inventory:GET:/items")["writer_schema"] is None


def test_annotations_do_not_reach_the_lock_file() -> None:
    """The schema is the stored one: a description changes neither it nor the fingerprint."""
    described = Definition.of_event({**CREATED, "description": "An order", "title": "Order"})
    assert entry(definition=described) == entry()


def test_the_order_of_keys_in_a_document_does_not_matter() -> None:
    """Two spellings of one schema give the same bytes."""
    turned = dict(reversed(list(CREATED.items())))
    assert file_bytes(entry(definition=Definition.of_event(turned))) == file_bytes(entry())


def test_formats_that_are_only_annotations_are_named() -> None:
    """Where formats are not asserted, the entry says so and the closed form has none."""
    dated = Definition.of_event({"type": "object", "properties": {"at": {"type": "string", "format": "date"}}})
    loose = entry(Role.PRODUCER, dated, policy=Policy(formats=Formats.ANNOTATE))
    assert loose["formats"] == "annotate"
    assert loose["writer_schema"]["properties"] == {"at": {"type": "string"}}


def test_a_schema_that_cannot_be_closed_is_written_as_it_is() -> None:
    """Without a closed form (a reference that depends on the dynamic scope), the schema itself is what remains."""
    dynamic: Schema = {
        "$dynamicAnchor": "node",
        "properties": {"child": {"$dynamicRef": "#node"}},
        "$defs": {"other": {"$dynamicAnchor": "node"}},
    }
    assert entry(Role.PRODUCER, Definition.of_event(dynamic))["writer_schema"] == dynamic


@pytest.mark.parametrize("turn", [1, -1])
def test_contracts_are_sorted(turn: int) -> None:
    """By kind, name and role, whatever order they come in: the same contracts give the same bytes."""
    entries = [
        entry(),
        entry(Role.PRODUCER),
        entry(name="order.cancelled"),
        entry(Role.CALLER, OPERATION, "inventory:POST:/reservations"),
    ]
    found = lock_file("billing", entries[::turn])
    assert [(item["name"], item["role"]) for item in found["contracts"]] == [
        ("order.cancelled", "consumer"),
        ("order.created", "consumer"),
        ("order.created", "producer"),
        ("inventory:POST:/reservations", "caller"),
    ]
    assert list(found) == ["lock_version", "service", "contracts"]


def test_the_file_is_readable_and_reads_back() -> None:
    """Two spaces, text as it is, a newline at the end, and exact numbers."""
    value = {"name": "größer", "limit": 2**63 + 1}
    assert file_bytes(value) == b'{\n  "name": "gr\xc3\xb6\xc3\x9fer",\n  "limit": 9223372036854775809\n}\n'
    assert json.loads(file_bytes(value)) == value


def test_the_stored_schema_has_the_fingerprint() -> None:
    """Who has the lock file alone can compute the fingerprint of every entry."""
    for item in (entry(Role.PRODUCER), entry(Role.CALLER, OPERATION, "inventory:POST:/reservations")):
        definition = Definition.from_json(Kind(item["kind"]), item["schema"])
        assert fingerprint(definition) == item["fingerprint"]


def test_cases_are_made_from_the_lock_file() -> None:
    """Each part has cases that are what they say, and a contract with two roles stands there once."""
    operation = entry(Role.CALLER, OPERATION, "inventory:POST:/reservations")
    found = case_file(lock_file("billing", [entry(), entry(Role.PRODUCER), operation]))
    assert (found["cases_version"], found["service"]) == (1, "billing")
    assert [(item["name"], [part["part"] for part in item["parts"]]) for item in found["contracts"]] == [
        ("order.created", ["message"]),
        ("inventory:POST:/reservations", ["request", "response 201 application/json"]),
    ]
    validator = Validator(CREATED)
    made = found["contracts"][0]["parts"][0]["cases"]
    assert {case["valid"] for case in made} == {True, False}
    assert all(validator.accepts(case["message"]) == case["valid"] for case in made)
    assert all((case["rule"] is None) == case["valid"] for case in made)


def test_cases_follow_the_formats_of_the_contract() -> None:
    """Where formats are annotations, no case is invalid because of one."""
    dated = Definition.of_event({"type": "string", "format": "date"})
    asserted = case_file(lock_file("billing", [entry(definition=dated)]))
    loose = case_file(lock_file("billing", [entry(definition=dated, policy=Policy(formats=Formats.ANNOTATE))]))
    rules = [{case["rule"] for case in found["contracts"][0]["parts"][0]["cases"]} for found in (asserted, loose)]
    assert ["format" in found for found in rules] == [True, False]


LISTING = Definition.from_json(
    Kind.OPERATION,
    {
        "parameters": {
            "type": "object",
            "properties": {place: schema_of("a") for place in ("query", "header")},
            "required": ["query", "header"],
        },
        "responses": {"204": {}},
        "response_headers": {"204": schema_of("etag")},
    },
)


def test_a_caller_writes_declared_parameters_and_any_header() -> None:
    """Libraries and proxies add headers that no contract declares; nobody adds a query parameter."""
    written = entry(Role.CALLER, LISTING, "shop:GET:/orders")["writer_schema"]["parameters"]
    judge = Validator(written)
    assert judge.accepts({"query": {"a": "1"}, "header": {"a": "1", "accept-language": "de"}})
    assert not judge.accepts({"query": {"a": "1", "b": "2"}, "header": {"a": "1"}})


def test_a_provider_without_bodies_has_something_to_write_all_the_same() -> None:
    """The statuses without a body, and headers, which stay open."""
    written = entry(Role.PROVIDER, LISTING, "shop:GET:/orders")["writer_schema"]
    assert written == {"responses": {"204": {}}, "response_headers": {"204": schema_of("etag")}}


def test_what_was_written_is_read_back() -> None:
    """Keys, roles, definitions, policies and numbers; the closed forms follow from them."""
    annotating = Policy(content_model=ContentModel.OPEN, formats=Formats.ANNOTATE)
    entries = [entry(Role.PRODUCER, policy=annotating), entry(Role.CALLER, OPERATION, RESERVE, version=None)]
    read = read_lock_file(json.loads(file_bytes(lock_file("Order_Service", entries))))
    assert read.service == "order-service"
    assert [lock_entry(contract) for contract in read.contracts] == entries


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"fingerprint": "sha256:0"}, "not what its fingerprint says"),
        ({"role": "provider"}, "provider is no role in event order.created"),
        ({"role": "reader"}, "'reader' is not a valid Role"),
        ({"kind": "topic"}, "'topic' is not a valid Kind"),
        ({"version": "3"}, "the version of order.created is '3'"),
        ({"name": ""}, "`name` is no text"),
        ({"content_model": None}, "contract 0 cannot be read"),
    ],
)
def test_an_entry_that_is_none_is_refused(change: dict[str, Json], reason: str) -> None:
    """The error says which contract, what is wrong, and what to do."""
    with pytest.raises(InvalidLockFile, match=reason) as caught:
        read_lock_file({"lock_version": 1, "service": "billing", "contracts": [entry() | change]})
    assert "bindery pull" in str(caught.value)


@pytest.mark.parametrize("document", [None, [], {}, {"lock_version": 2}, {"lock_version": 1, "service": "a"}])
def test_what_is_no_lock_file_is_refused(document: Json) -> None:
    """Whatever JSON it is."""
    with pytest.raises(InvalidLockFile):
        read_lock_file(document)


def test_a_contract_stands_once_for_each_role() -> None:
    """Two entries for one role would leave open which of them the service is built against."""
    other = entry(definition=Definition.of_event(schema_of("orderId", "total")))
    assert len(read_lock_file(lock_file("billing", [entry(), entry(Role.PRODUCER)])).contracts) == 2
    with pytest.raises(InvalidLockFile, match=r"event order\.created stands there twice as consumer"):
        read_lock_file(lock_file("billing", [entry(), other]))


def test_contracts_without_a_schema_are_named() -> None:
    """Sorted, in a list of their own that is there only where it is needed; they read back."""
    places = [(ContractKey(kind=Kind.EVENT, name=name), Role.CONSUMER) for name in ("order.sent", "order.lost")]
    written = lock_file("billing", [entry()], unshaped=places)
    assert [(item["name"], item["role"]) for item in written["no_schema"]] == [
        ("order.lost", "consumer"),
        ("order.sent", "consumer"),
    ]
    assert set(read_lock_file(written).unshaped) == set(places)


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ({"kind": "event", "name": "order.created", "role": "consumer"}, "stands there twice as consumer"),
        ({"kind": "event", "name": "order.lost", "role": "caller"}, "caller is no role in event order.lost"),
        ({"kind": "operation", "name": RESERVE, "role": "provider"}, "is not provided by billing"),
        ({"kind": "event", "role": "consumer"}, "`name` is no text"),
        ("order.lost", "contract 0 is no object"),
    ],
)
def test_what_has_no_schema_is_read_as_strictly(named: Json, reason: str) -> None:
    """A contract has a schema or none, and the service a role that there is."""
    with pytest.raises(InvalidLockFile, match=reason):
        read_lock_file({**lock_file("billing", [entry()]), "no_schema": [named]})


@pytest.mark.parametrize("name", ["", "order\x00created", None, 1])
def test_the_name_of_a_contract_is_text(name: Json) -> None:
    """A NUL is no text: databases refuse it."""
    with pytest.raises(InvalidLockFile, match="`name` is no text"):
        read_lock_file(lock_file("billing", [entry()]) | {"contracts": [{**entry(), "name": name}]})


def test_nobody_provides_what_bears_the_name_of_another() -> None:
    """Callers would be told that their provider is there."""
    claimed = entry(Role.PROVIDER, OPERATION, RESERVE)
    with pytest.raises(InvalidLockFile, match="inventory:POST:/internal/reservations is not provided by billing"):
        read_lock_file({"lock_version": 1, "service": "billing", "contracts": [claimed]})
    assert read_lock_file({"lock_version": 1, "service": "inventory", "contracts": [claimed]}).contracts
