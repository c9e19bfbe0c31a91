"""Builders of values for tests: say what matters, take the rest as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.keywords import Json, Schema
from contracts.model import (
    Contract,
    Definition,
    DesignDocument,
    Kind,
    Party,
    Policy,
    Problem,
    Provenance,
    Role,
    Severity,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def schema_of(*required: str, **optional: str) -> Schema:
    """An object schema: required string properties, and optional ones with a type each."""
    properties: dict[str, Json] = {name: {"type": "string"} for name in required}
    properties |= {name: {"type": kind} for name, kind in optional.items()}
    return {"type": "object", "properties": properties, "required": list(required)}


def place(path: str = "docs/orders.md", line: int = 1) -> Provenance:
    """A place in a design document."""
    return Provenance(path=path, line=line)


def parties(role: Role, services: Iterable[str]) -> tuple[Party, ...]:
    """Services in one role."""
    return tuple(Party(service=service, role=role, provenance=place()) for service in services)


def event(name: str = "order.created", schema: Schema | None = None, **facts: Json) -> Contract:
    """An event; `producers`, `consumers`, `path` and `line` are taken out of the facts, the rest is passed on."""
    producers, consumers = facts.pop("producers", ["orders"]), facts.pop("consumers", ["billing"])
    where = place(facts.pop("path", "docs/orders.md"), facts.pop("line", 10))
    return Contract(
        kind=Kind.EVENT,
        name=name,
        definition=None if schema is None else Definition.of_event(schema),
        parties=(*parties(Role.PRODUCER, producers), *parties(Role.CONSUMER, consumers)),
        provenance=where,
        **facts,
    )


def operation(
    name: str = "inventory:POST:/internal/reservations",
    *,
    request: Schema | None = None,
    responses: Mapping[str, Mapping[str, Schema]] | None = None,
    callers: Iterable[str] = ("orders",),
) -> Contract:
    """An operation of the service that its name begins with."""
    provider, _, path = name.split(":", 2)
    return Contract(
        kind=Kind.OPERATION,
        name=name,
        path=path,
        definition=Definition.of_operation(request=request, responses=responses),
        parties=(*parties(Role.PROVIDER, [provider]), *parties(Role.CALLER, callers)),
        provenance=place("docs/inventory.md"),
    )


def document(*contracts: Contract, path: str = "docs/orders.md", problems: Iterable[Problem] = ()) -> DesignDocument:
    """A design document that holds these contracts."""
    return DesignDocument(path=path, contracts=contracts, problems=tuple(problems))


def problem(severity: Severity = Severity.ERROR, **facts: Json) -> Problem:
    """A problem of a document."""
    return Problem(
        code=facts.pop("code", "unclosed-fence"),
        severity=severity,
        path=facts.pop("path", "docs/orders.md"),
        line=facts.pop("line", 3),
        message=facts.pop("message", "the fence that begins here is never closed"),
    )


def policy(**facts: Json) -> Policy:
    """A policy."""
    return Policy(**facts)
