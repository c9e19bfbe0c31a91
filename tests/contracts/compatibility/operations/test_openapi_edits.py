"""Edits of a realistic OpenAPI document: one by one as users expect, and many at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.compatibility import Check, Comparison, Outcome, check_contracts
from contracts.model import Direction, Policy
from contracts.validation import Validator
from tests.openapi_edits import EDITS, Edit, the_operation, warehouse

if TYPE_CHECKING:
    from contracts.keywords import Json
    from contracts.model import ContractKey, Definition


def edited(*edits: Edit, version: str = "3.1.0") -> Json:
    """The document with these edits made."""
    document = warehouse(version)
    for edit in edits:
        edit.make(document)
    return document


def definition(document: Json) -> Definition:
    """What the only operation of the document fixes."""
    found = the_operation(document).definition
    assert found is not None
    return found


def compared(old: Json, new: Json) -> Comparison:
    """The comparison of the operation of two documents, its name known."""
    contract = the_operation(old)
    return check_contracts(definition(old), definition(new), Policy(), key=contract.key)


def broken(comparison: Comparison) -> list[Check]:
    """What breaks old callers."""
    return [
        check
        for check in comparison.checks
        if check.direction is Direction.BACKWARD and check.verdict.outcome is not Outcome.COMPATIBLE
    ]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_an_edit_does_to_old_callers_what_people_expect(edit: Edit) -> None:
    """It is refused by its rule with a witness, or proved harmless."""
    for old, new, rule in ((warehouse(), edited(edit), edit.breaks), (edited(edit), warehouse(), edit.undone)):
        found = broken(compared(old, new))
        assert {check.changes[0].rule for check in found} == ({rule} if rule else set())
        assert {check.verdict.outcome for check in found} <= {Outcome.INCOMPATIBLE}


@settings(max_examples=80)
@given(*(st.lists(st.sampled_from(EDITS), max_size=3, unique_by=lambda edit: edit.name) for _ in range(2)))
def test_every_refusal_has_a_complete_exchange(before: list[Edit], after: list[Edit]) -> None:
    """Whatever was edited on either side: it is the writer's request or response, and it is said what is wrong."""
    old, new = _applied(before), _applied(after)
    sides, key = (definition(old), definition(new)), the_operation(old).key
    for check in compared(old, new).checks:
        assert check.verdict.outcome in {Outcome.COMPATIBLE, Outcome.INCOMPATIBLE}
        if check.verdict.witness is not None:
            writer, reader = sides if check.is_written_by_old else sides[::-1]
            is_gone = check.changes[0].rule in {"response-removed", "response-media-type-removed"}
            assert _is_sent(check.part, check.verdict.witness.exchange, reader if is_gone else writer, key)


def _applied(edits: list[Edit]) -> Json:
    """The document with the edits that can still be made: one may have removed what the next one edits."""
    document = warehouse()
    for edit in edits:
        try:
            edit.make(document)
        except (KeyError, StopIteration):
            continue
    return document


def _is_sent(part: str, exchange: Json, writer: Definition, key: ContractKey) -> bool:
    """Whether the definition describes the exchange: its parameters or headers, its body, its credentials or status."""
    if part.startswith("response"):
        return _is_answered(exchange, writer)
    method, path = key.name.split(":", 2)[1:]
    pattern = "|".join(map(re.escape, writer.terms.base_paths or [""]))
    is_called = exchange["method"] == method and re.fullmatch(
        f"({pattern})" + re.escape(path).replace(re.escape("{}"), "[^/]+"), exchange["path"]
    )
    return bool(is_called) and _is_described(exchange, writer) and _is_let_in(exchange, writer)


def _is_described(exchange: Json, caller: Definition) -> bool:
    parameters = caller.part("parameters")
    places = {"query": "query", "header": "headers", "cookie": "cookies"}
    values = {place: exchange[name] for place, name in places.items() if name in exchange}
    schema = parameters.schema if parameters is not None else True
    # The path stands in the exchange as it is written; the other places as values.
    described = (
        {
            **schema,
            "properties": {place: item for place, item in schema["properties"].items() if place != "path"},
            "required": [place for place in schema.get("required", ()) if place != "path"],
        }
        if isinstance(schema, dict)
        else schema
    )
    if not Validator(described).accepts(values):
        return False
    if "body" not in exchange:
        return not (caller.terms.is_body_required and any(part.is_request_body for part in caller.parts))
    bodies = [part for part in caller.parts if part.is_request_body and part.media_type == exchange["media_type"]]
    return bool(bodies) and Validator(bodies[0].schema).accepts(exchange["body"])


def _is_let_in(exchange: Json, caller: Definition) -> bool:
    held = exchange.get("credentials", {})
    return any(
        held == {scheme: list(scopes) for scheme, scopes in one.items()} for one in caller.terms.security or ({},)
    )


def _is_answered(exchange: Json, provider: Definition) -> bool:
    status = exchange["status"]
    headers = provider.part(f"response-headers {status}") or provider.part(f"response-headers {status[0]}XX")
    if headers is not None and not Validator(headers.schema).accepts(exchange.get("headers", {})):
        return False
    if "body" not in exchange:
        return status in provider.statuses
    media_type = exchange["media_type"]
    body = provider.part(f"response {status} {media_type}") or provider.part(f"response {status[0]}XX {media_type}")
    return body is not None and Validator(body.schema).accepts(exchange["body"])


def test_the_witness_of_a_media_type_that_is_gone_is_a_body_of_that_type() -> None:
    """The request shows a table, not what was found out about it."""
    (edit,) = [one for one in EDITS if one.name == "take no more tables"]
    (check,) = broken(compared(warehouse(), edited(edit)))
    assert check.verdict.witness is not None
    exchange: Json = check.verdict.witness.exchange
    assert (exchange["media_type"], type(exchange["body"])) == ("text/csv", str)


@pytest.mark.parametrize("is_bare", [True, False])
def test_what_a_range_promises_is_asked_of_each_status_in_it(is_bare: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """201 and 2XX with the same headers are the same to a caller of 201; a 201 without them is not."""
    (edit,) = [one for one in EDITS if one.name == "answer 2XX instead of 201"]
    bare = warehouse()
    bare["paths"]["/warehouses/{warehouse}/stock"]["post"]["responses"]["201"].pop("headers")
    found = broken(compared(edited(edit), bare if is_bare else warehouse()))
    assert [change.rule for check in found for change in check.changes] == (
        ["required-response-header-removed"] if is_bare else []
    )
