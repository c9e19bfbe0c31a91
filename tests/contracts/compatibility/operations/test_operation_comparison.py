"""Two versions of an operation: parameters, headers, credentials, statuses, and the complete exchange of a witness."""

from __future__ import annotations

import pytest

from contracts.compatibility import Check, Comparison, Outcome, check_contracts
from contracts.keywords import Json, Schema
from contracts.model import ContentModel, ContractKey, Definition, Direction, Kind, Policy
from contracts.validation import Validator

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
KEY = ContractKey(kind=Kind.OPERATION, name="inventory:PUT:/items/{}/stock")
ANSWER: Json = {"200": {"application/json": {"type": "object"}}}


def operation(**facts: Json) -> Definition:
    """An operation that answers 200, with what else is said."""
    return Definition.from_json(Kind.OPERATION, {"responses": ANSWER, **facts})


def parameters(*required: str, place: str = "query", **schemas: Schema) -> Json:
    """The parameters of an operation, all in one place."""
    location = {"type": "object", "properties": schemas, "required": list(required)}
    return {"type": "object", "properties": {place: location}, "required": [place] if required else []}


def compared(old: Definition, new: Definition, policy: Policy | None = None) -> Comparison:
    """The comparison under the default policy, and the name of the operation known."""
    return check_contracts(old, new, policy or Policy(), key=KEY)


def backward(comparison: Comparison, part: str = "parameters") -> Check:
    """The check of a part: old callers meet the new provider."""
    (found,) = [one for one in comparison.checks if (one.part, one.direction) == (part, Direction.BACKWARD)]
    return found


def exchange(check: Check) -> Json:
    """The complete request or response of a check that is incompatible."""
    assert check.verdict.witness is not None
    return check.verdict.witness.exchange


@pytest.mark.parametrize("model", list(ContentModel))
def test_an_optional_parameter_breaks_nobody(model: ContentModel) -> None:
    """Callers send declared parameters only, under both content models: nobody sent the new one by chance."""
    comparison = compared(operation(), operation(parameters=parameters(limit=WHOLE)), Policy(content_model=model))
    assert {check.verdict.outcome for check in comparison.checks} == {Outcome.COMPATIBLE}


@pytest.mark.parametrize("model", list(ContentModel))
def test_a_standard_header_that_gets_declared_breaks_nobody(model: ContentModel) -> None:
    """What every library sends is no reason for a refusal."""
    declared = parameters(**{"accept-language": {"enum": ["de", "en"]}}, place="header")
    comparison = compared(operation(), operation(parameters=declared), Policy(content_model=model))
    assert {check.verdict.outcome for check in comparison.checks} == {Outcome.COMPATIBLE}


def test_a_required_parameter_breaks_old_callers_with_a_complete_request() -> None:
    """The witness is the request that lacks it: method, path with values, body."""
    body = {"type": "object", "properties": {"count": WHOLE}, "required": ["count"]}
    old = operation(request=body, parameters=parameters("1", place="path", **{"1": TEXT}))
    both = parameters("1", place="path", **{"1": TEXT})
    both["properties"] |= parameters("unit", unit=TEXT)["properties"]
    check = backward(compared(old, operation(request=body, parameters=both)))
    assert [change.rule for change in check.changes] == ["required-parameter-added"]
    assert "the query parameter `unit`" in check.changes[0].sentence.lower()
    request = exchange(check)
    assert (request["method"], request["media_type"]) == ("PUT", "application/json")
    assert request["path"].startswith("/items/")
    assert request["path"].endswith("/stock")
    assert "{" not in request["path"]
    assert "query" not in request
    assert Validator(body).accepts(request["body"])


def test_the_witness_of_a_body_stands_in_a_complete_request() -> None:
    """Required parameters have minimal values, the body is the one that the other version rejects."""
    old = operation(request=WHOLE, parameters=parameters("limit", limit={"type": "integer", "minimum": 3}))
    new = operation(request=TEXT, parameters=parameters("limit", limit={"type": "integer", "minimum": 3}))
    request = exchange(backward(compared(old, new), "request"))
    assert isinstance(request["body"], int)
    assert request["query"]["limit"] >= 3


def test_a_path_parameter_is_filled_in_and_never_empty() -> None:
    """Text that became a number: the witness is a path that can be called."""
    old, new = (operation(parameters=parameters("1", place="path", **{"1": kind})) for kind in (TEXT, WHOLE))
    path = exchange(backward(compared(old, new)))["path"]
    assert path.removeprefix("/items/").removesuffix("/stock")


def test_a_number_that_becomes_text_breaks_no_caller() -> None:
    """On the wire a parameter is text: whatever was a number is still read."""
    old, new = (operation(parameters=parameters(limit=kind)) for kind in (WHOLE, TEXT))
    assert backward(compared(old, new)).verdict.outcome is Outcome.COMPATIBLE


def test_an_optional_parameter_that_moves_breaks_its_callers() -> None:
    """No schema is broken, but the provider no longer looks where callers put it."""
    old = operation(parameters=parameters(limit=WHOLE))
    check = backward(compared(old, operation(parameters=parameters(limit=WHOLE, place="header"))))
    assert [change.rule for change in check.changes] == ["parameter-moved"]
    assert "limit" in exchange(check)["query"]


def test_a_parameter_that_is_written_otherwise_breaks_its_callers() -> None:
    """The same values, spread over several parameters or joined in one."""
    listed = parameters(ids={"type": "array", "items": TEXT})
    joined = {"query": {"ids": {"style": "form", "explode": False}}}
    comparison = compared(operation(parameters=listed), operation(parameters=listed, styles=joined))
    assert [change.rule for change in backward(comparison).changes] == ["parameter-restyled"]


def test_a_response_without_a_promised_header_breaks_old_callers() -> None:
    """The witness is the complete response."""
    promised = {"200": {"type": "object", "properties": {"etag": TEXT}, "required": ["etag"]}}
    check = backward(compared(operation(response_headers=promised), operation()), "response-headers 200")
    assert [change.rule for change in check.changes] == ["required-response-header-removed"]
    assert exchange(check) == {"status": "200", "headers": {}, "media_type": "application/json", "body": {}}


def test_headers_of_a_status_that_is_gone_are_not_judged_twice() -> None:
    """The removed status says it all."""
    old = Definition.from_json(
        Kind.OPERATION,
        {
            "responses": {**ANSWER, "201": {"application/json": True}},
            "response_headers": {"201": {"type": "object", "properties": {"location": TEXT}, "required": ["location"]}},
        },
    )
    assert "response-headers 201" not in {check.part for check in compared(old, operation()).checks}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ([], [{"http bearer": []}], "authentication-added"),
        ([{}, {"http bearer": []}], [{"http bearer": []}], "authentication-added"),
        ([{"oauth2": ["read"]}], [{"oauth2": ["read", "write"]}], "scope-added"),
        ([{"oauth2": []}], [{"http basic": []}], "credentials-refused"),
        ([{"oauth2": ["read"]}], [{"oauth2": ["read"], "apiKey header x-key": []}], "credentials-refused"),
    ],
)
def test_credentials_that_are_no_longer_enough_break_old_callers(old: Json, new: Json, rule: str) -> None:
    """The witness is a request with the credentials that were enough."""
    check = backward(compared(operation(security=old), operation(security=new)), "operation")
    assert [change.rule for change in check.changes] == [rule]
    assert exchange(check).get("credentials", {}) == next(iter(old), {})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([{"http bearer": []}], [{"http bearer": []}, {"http basic": []}]),
        ([{"oauth2": ["read", "write"]}], [{"oauth2": ["read"]}]),
        ([{"http bearer": []}], [{}]),
        ([], [{}]),
    ],
)
def test_credentials_that_are_still_enough_break_no_old_caller(old: Json, new: Json) -> None:
    """More ways in, fewer scopes, or nothing asked for."""
    comparison = compared(operation(security=old), operation(security=new))
    assert {check.verdict.outcome for check in comparison.checks if check.direction is Direction.BACKWARD} == {
        Outcome.COMPATIBLE
    }


def test_a_success_without_a_body_that_is_gone_breaks_old_callers() -> None:
    """A 204 has no schema, and is relied on all the same."""
    old = Definition.from_json(Kind.OPERATION, {"responses": {**ANSWER, "204": {}}})
    check = backward(compared(old, operation()), "response 204")
    assert [change.rule for change in check.changes] == ["response-removed"]


def test_a_range_of_statuses_covers_each_of_them() -> None:
    """A 201 that becomes a 2XX of the same shape is still answered."""
    old, new = (
        Definition.from_json(Kind.OPERATION, {"responses": {status: {"application/json": TEXT}}})
        for status in ("201", "2XX")
    )
    for comparison in (compared(old, new), compared(new, old)):
        assert {check.verdict.outcome for check in comparison.checks} == {Outcome.COMPATIBLE}


def test_a_range_of_statuses_is_judged_by_its_schema() -> None:
    """A 201 that becomes a 2XX of another shape breaks its callers."""
    old = Definition.from_json(Kind.OPERATION, {"responses": {"201": {"application/json": TEXT}}})
    new = Definition.from_json(Kind.OPERATION, {"responses": {"2XX": {"application/json": WHOLE}}})
    check = backward(compared(old, new), "response 201 application/json")
    assert check.verdict.outcome is Outcome.INCOMPATIBLE


def test_an_operation_that_moves_breaks_old_callers() -> None:
    """The witness is a request to the old place."""
    check = backward(compared(operation(base_paths=["/v1"]), operation(base_paths=["/v2"])), "operation")
    assert [change.rule for change in check.changes] == ["base-path-changed"]
    assert exchange(check)["path"].startswith("/v1/items/")


def test_equal_terms_ask_nothing() -> None:
    """An operation whose terms did not change has no check of its own for them."""
    same = operation(security=[{"http bearer": []}], base_paths=["/v1"])
    assert {check.part for check in compared(same, same).checks} == {"response 200 application/json"}
