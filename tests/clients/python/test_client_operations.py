"""Operations as a service is bound to them."""

from __future__ import annotations

import pytest

from bindery_client import InvalidMessage, NotAWriter, Policy, Side
from contracts.keywords import Json
from contracts.model import Role
from tests.client_locks import RESERVE, event_entry, locked, operation_entry

CALLER, PROVIDER = operation_entry(Role.CALLER), operation_entry(Role.PROVIDER)


def test_an_operation_says_what_it_is() -> None:
    """Provider, method and path are read from its name."""
    operation = locked(CALLER).operation(RESERVE)
    assert (operation.kind, operation.provider, operation.method) == ("operation", "inventory", "POST")
    assert (operation.path, operation.roles) == ("/internal/reservations", frozenset({"caller"}))


def test_a_caller_writes_requests_and_reads_responses() -> None:
    """The request is closed, the response is open."""
    operation = locked(CALLER).operation(RESERVE)
    assert not operation.check_request({"sku": "a", "extra": 1})
    assert operation.check_response(201, {"id": 1, "extra": 1})


def test_a_provider_reads_requests_and_writes_responses() -> None:
    """The request is open, the response is closed."""
    operation = locked(PROVIDER).operation(RESERVE)
    assert operation.check_request({"sku": "a", "extra": 1})
    assert not operation.check_response(201, {"id": 1, "extra": 1})


def test_a_service_that_is_both_reads_unless_told_otherwise() -> None:
    """A service that calls itself has both closed forms."""
    operation = locked(CALLER, PROVIDER).operation(RESERVE)
    assert operation.check_request({"sku": "a", "extra": 1})
    assert not operation.check_request({"sku": "a", "extra": 1}, Side.WRITER)
    assert not operation.check_response(201, {"id": 1, "extra": 1}, Side.WRITER)


def test_a_provider_writes_no_requests() -> None:
    """Asking a provider for the writer's side of a request is misuse."""
    with pytest.raises(NotAWriter, match="the request of inventory:POST"):
        locked(PROVIDER).operation(RESERVE).validate_request({"sku": "a"}, Side.WRITER)


def test_errors_name_the_part() -> None:
    """The error of a response says which one it was."""
    with pytest.raises(InvalidMessage, match=r"version 3, as reader, response 201 application/json") as caught:
        locked(CALLER).operation(RESERVE).validate_response(201, {"id": "one"})
    assert caught.value.part == "response 201 application/json"


def test_each_status_has_its_own_schema() -> None:
    """A body is judged by the status it came with."""
    operation = locked(CALLER).operation(RESERVE)
    assert operation.check_response(409, {"reason": "none left"})
    assert not operation.check_response(409, {"id": 1})


def test_parameters_of_the_media_type_do_not_matter() -> None:
    """`; charset=utf-8` and capitals are no other media type."""
    operation = locked(CALLER).operation(RESERVE)
    assert not operation.check_response(201, {}, media_type="Application/JSON; charset=utf-8")


@pytest.mark.parametrize("status", [204, 301, 404, 500, 503])
def test_what_frameworks_and_proxies_answer_is_left_open(status: int) -> None:
    """A redirect, an error or an empty answer need not be declared."""
    operation = locked(CALLER).operation(RESERVE)
    operation.validate_response(status, {"anything": 1})
    assert operation.check_response(status, {"anything": 1})


@pytest.mark.parametrize(("status", "media_type"), [(200, "application/json"), (201, "text/html")])
def test_a_success_that_is_not_declared_is_a_violation(status: int, media_type: str) -> None:
    """Another success, or one in another media type, is not what was agreed."""
    operation = locked(CALLER).operation(RESERVE)
    (violation,) = operation.check_response(status, {}, media_type=media_type).violations
    assert violation.keyword == "status"
    assert violation.expected == "201 application/json or 409 application/json"
    with pytest.raises(InvalidMessage, match=f"declares no response {status} {media_type}"):
        operation.validate_response(status, {}, media_type=media_type)


@pytest.mark.parametrize("key", ["2XX", "default"])
def test_ranges_and_the_default_are_used_after_exact_statuses(key: str) -> None:
    """A response without an entry of its own falls to its range, then to the default."""
    responses: Json = {"201": {"application/json": True}, key: {"application/json": {"type": "object"}}}
    operation = locked(operation_entry(definition={"responses": responses})).operation(RESERVE)
    assert operation.check_response(201, 1)
    assert not operation.check_response(202, 1)


def test_an_operation_without_a_request_takes_any() -> None:
    """Where the contract says nothing, nothing is checked."""
    operation = locked(operation_entry(definition={"responses": RESPONSES})).operation(RESERVE)
    operation.validate_request({"anything": 1})
    operation.validate_request_body(b"not even JSON")
    assert operation.check_request({"anything": 1})


RESPONSES: Json = {"200": {"application/json": {"type": "object"}}}


def test_an_operation_without_responses_takes_any() -> None:
    """The same for responses."""
    operation = locked(operation_entry(definition={"request": {"type": "object"}})).operation(RESERVE)
    assert not operation.describes_responses
    operation.validate_response(200, 1)


def test_bodies_are_read_as_json() -> None:
    """A body is parsed, then judged."""
    operation = locked(CALLER).operation(RESERVE)
    operation.validate_request({"sku": "a"})
    operation.validate_request_body(b'{"sku":"a"}')
    for body in (b"", b"{", b'{"sku":1}'):
        with pytest.raises(InvalidMessage):
            operation.validate_request_body(body)


def test_policies_hold_for_operations() -> None:
    """A side that is off is not looked at, nor parsed; a side that only warns lets pass."""
    contracts = locked(CALLER, policies={(RESERVE, Side.WRITER): Policy.OFF, RESERVE: Policy.WARN})
    operation = contracts.operation(RESERVE)
    operation.validate_request_body(b"{")
    operation.validate_request({"sku": 1})
    operation.validate_response_body(201, b"{")
    operation.validate_response(200, {})
    assert operation.policy("request") is Policy.OFF
    assert operation.policy("response") is Policy.WARN


def test_checks_of_undeclared_responses_are_reported() -> None:
    """The metrics hook hears of a success that is not declared."""
    heard: list[tuple[str, bool]] = []
    contracts = locked(CALLER, on_check=lambda event: heard.append((event.part, event.valid)))
    contracts.operation(RESERVE).check_response(200, {})
    assert heard == [("response", False)]


def test_parameter_names_of_a_path_do_not_matter() -> None:
    """An operation is found by its path as a document writes it."""
    named = locked(operation_entry(name="inventory:GET:/items/{}", definition={"responses": RESPONSES}))
    assert named.operation("inventory:GET:/items/{itemId}").path == "/items/{}"


def test_events_and_operations_are_kept_apart() -> None:
    """Each kind is listed by itself, by name."""
    contracts = locked(CALLER, event_entry(name="b"), event_entry(name="a"))
    assert [event.name for event in contracts.events()] == ["a", "b"]
    assert [operation.name for operation in contracts.operations()] == [RESERVE]


LISTING: Json = {
    "parameters": {
        "type": "object",
        "properties": {
            "query": {"type": "object", "properties": {"limit": {"type": "integer"}}, "required": ["limit"]},
            "header": {"type": "object", "properties": {"x-tenant": {"type": "string"}}},
        },
        "required": ["query"],
    },
    "request": {"type": "object", "required": ["sku"]},
    "request_required": False,
    "requests": {"text/csv": {"type": "string"}},
    "responses": {"200": {"application/json": {"type": "object", "required": ["id"]}}, "202": {}},
    "response_headers": {"200": {"type": "object", "properties": {"etag": {"type": "string"}}, "required": ["etag"]}},
    "security": [{"http bearer": []}],
    "styles": {"query": {"limit": {"style": "form", "explode": False}}},
    "base_paths": ["/v1"],
}


@pytest.mark.parametrize("role", [Role.CALLER, Role.PROVIDER])
def test_what_stands_in_a_lock_file_beside_bodies_changes_nothing(role: Role) -> None:
    """Parameters, headers and terms are no concern of the adapters: bodies are enforced as ever."""
    operation = locked(operation_entry(role, LISTING)).operation(RESERVE)
    assert operation.check_request({"sku": "a"})
    assert not operation.check_request({})
    assert operation.check_response(200, {"id": 1})
    assert not operation.check_response(200, {})
    assert not operation.check_response(201, {"id": 1})


def test_a_body_that_may_be_left_out_may_be_missing() -> None:
    """No text passes where the contract says so, and nowhere else."""
    locked(operation_entry(Role.CALLER, LISTING)).operation(RESERVE).validate_request_body(b"")
    with pytest.raises(InvalidMessage):
        locked(CALLER).operation(RESERVE).validate_request_body(b"")


def test_a_response_that_is_declared_without_a_body_is_declared() -> None:
    """A 202 whose body nobody describes is none that is missing."""
    assert locked(operation_entry(Role.CALLER, LISTING)).operation(RESERVE).check_response(202, None)
