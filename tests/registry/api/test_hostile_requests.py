"""Requests that Schemathesis makes up from the service's own OpenAPI document, against the service on a real port."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok

from tests.running_registry import running_registry

if TYPE_CHECKING:
    from pathlib import Path

    from schemathesis import APIOperation
    from schemathesis import Case as AnyCase

    Operation: TypeAlias = APIOperation[Any, Any, Any, Any]  # of whatever kind of schema: only the answers matter
    Case: TypeAlias = AnyCase[Any]  # the same

EXAMPLES = 25


def test_no_request_makes_the_service_fail(tmp_path: Path) -> None:
    """Whatever is sent, the answer is no 5xx, and every error is a problem document with a code."""
    with running_registry(tmp_path) as url:
        schema = schemathesis.openapi.from_url(f"{url}/api/v1/openapi.json")
        operations = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
        for operation in operations:
            attack(operation)
    assert len(operations) >= 14


def attack(operation: Operation) -> None:
    """Send requests of one operation."""

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def send(case: Case) -> None:
        answer = case.call()
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == ["application/problem+json"]
            assert answer.json()["code"]

    send()
