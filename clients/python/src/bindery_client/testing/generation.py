"""Requests and messages that Hypothesis makes up, through Schemathesis's public API; the same in every run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase

from bindery_client.testing.openapi import openapi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bindery_client.json_values import Json

EXAMPLES = 20
_CONFIGURATION: dict[str, Json] = {"generation": {"allow-x00": False}}  # JSON; PostgreSQL's text cannot hold NUL
_EVENT = "generated:POST:/message"


@dataclass(slots=True)
class _Enough:
    """The messages so far."""

    messages: list[Json] = field(default_factory=list)


def api_of(service: str, entries: Iterable[Mapping[str, Json]]) -> schemathesis.BaseSchema:
    """Schemathesis's view of operations of a lock file."""
    configuration = schemathesis.Config.from_dict(_CONFIGURATION)
    return schemathesis.openapi.from_dict(openapi(service, entries), config=configuration)


def run_examples(
    operation: schemathesis.APIOperation[Json, Json, Json, Json],
    run: Callable[[schemathesis.Case[Json]], None],
    *,
    examples: int,
    path_parameters: Mapping[str, str] | None = None,
) -> None:
    """Call `run` with generated requests of an operation, until it raises.

    Hypothesis is not let shrink the request: that sends hundreds more, and takes minutes against a slow service.
    """
    strategy = operation.as_strategy(path_parameters=dict(path_parameters) if path_parameters else None)
    settings = hypothesis.settings(
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=examples,
        print_blob=False,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    settings(hypothesis.given(strategy)(run))()


def messages_of(schema: Json, *, examples: int) -> tuple[Json, ...]:
    """Generated messages of an event, without duplicates: those of an operation whose request has its schema."""
    found = _Enough()
    entry = {"name": _EVENT, "schema": {"request": schema}}

    def collect(case: schemathesis.Case[Json]) -> None:
        if case.body not in found.messages:
            found.messages.append(case.body)

    run_examples(api_of("generated", [entry])["/message"]["POST"], collect, examples=examples)
    return tuple(found.messages)
