"""AsyncAPI 3.0 of one service, from the events that it produces and consumes.

Source: AsyncAPI Specification 3.0.0, https://www.asyncapi.com/docs/reference/specification/v3.0.0
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.exports.embedding import Embedded, embed
from contracts.model import Role, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from contracts.keywords import Json
    from contracts.model import Contract, Definition

_ACTIONS = {Role.PRODUCER: "send", Role.CONSUMER: "receive"}
_DIALECT = "application/schema+json;version=draft-2020-12"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedEvent:
    """One event in which a service has roles; `definition` is None where it has no schema."""

    name: str
    roles: frozenset[Role]
    definition: Definition | None = None
    description: str = ""
    is_deprecated: bool = False
    version: int | None = None


def declared_event(service: str, declarations: Sequence[Contract]) -> ExportedEvent:
    """The event that design documents declare; the first describes it, all of them may give the service roles."""
    first = declarations[0]
    parties = (party for contract in declarations for party in contract.parties)
    return ExportedEvent(
        name=first.name,
        roles=frozenset(party.role for party in parties if party.service == service),
        definition=first.definition,
        description=first.description,
        is_deprecated=first.status is Status.DEPRECATED,
    )


def asyncapi(service: str, events: Iterable[ExportedEvent]) -> dict[str, Json]:
    """The AsyncAPI 3.0 document of the events that a service sends (as producer) and receives (as consumer).

    Each event is a channel of its own, whose address is its name; where queues and exchanges stand is not known here.
    """
    listed = sorted(events, key=lambda event: event.name)
    ids = _ids(listed)
    numbers = [event.version for event in listed if event.version is not None]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": service, "version": str(max(numbers, default=0))},
        "defaultContentType": "application/json",
        "channels": {ids[event.name]: _channel(ids[event.name], event) for event in listed},
        "operations": {
            f"{action}{ids[event.name]}": {
                "action": action,
                "channel": {"$ref": f"#/channels/{ids[event.name]}"},
                "messages": [{"$ref": f"#/channels/{ids[event.name]}/messages/{ids[event.name]}"}],
            }
            for event in listed
            for role, action in _ACTIONS.items()
            if role in event.roles
        },
        "components": {
            "messages": {ids[event.name]: _message(ids[event.name], event) for event in listed},
            "schemas": dict(_schema(ids[event.name], event) for event in listed if event.definition is not None),
        },
    }


def _ids(events: list[ExportedEvent]) -> dict[str, str]:
    """A key for each event: letters, digits and `_` only, each once."""
    found: dict[str, str] = {}
    for event in events:
        wanted = "".join(word[:1].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", event.name)) or "Event"
        taken = set(found.values())
        number = 2
        key = wanted
        while key in taken:
            key, number = f"{wanted}_{number}", number + 1
        found[event.name] = key
    return found


def _channel(key: str, event: ExportedEvent) -> dict[str, Json]:
    return {"address": event.name, "messages": {key: {"$ref": f"#/components/messages/{key}"}}}


def _message(key: str, event: ExportedEvent) -> dict[str, Json]:
    written: dict[str, Json] = {
        "name": event.name,
        "title": event.name,
        "description": event.description,
        "contentType": "application/json",
        "x-contract-version": event.version,
        "x-deprecated": event.is_deprecated,
    }
    if event.definition is not None:
        schema = {"$ref": f"#/components/schemas/{key}"}
        written["payload"] = {"schemaFormat": _DIALECT, "schema": schema}
    return {name: value for name, value in written.items() if value}


def _schema(key: str, event: ExportedEvent) -> tuple[str, Json]:
    """The schema of an event with its references kept; AsyncAPI's own schemas are a superset of draft 07."""
    if event.definition is None:
        raise AssertionError("an event without a schema has no component")
    embedded = embed(event.definition.parts[0].schema, name=key)
    return key, embedded.schema if isinstance(embedded, Embedded) else embedded
