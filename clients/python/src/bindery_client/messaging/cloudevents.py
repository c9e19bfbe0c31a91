"""CloudEvents 1.0 over AMQP: which messages are one, and where their `dataschema` goes.

Binary mode carries the attributes in headers, under one of three spellings: `cloudEvents_` and `cloudEvents:` of the
AMQP binding (section 3.1.3), and `ce-` of the HTTP binding, which many libraries use everywhere. Structured mode
carries them in the message itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bindery_client.json_values import Json
    from bindery_client.messaging.delivery import Headers

REQUIRED_ATTRIBUTES = ("specversion", "id", "source", "type")
SPELLINGS = ("ce-", "cloudEvents_", "cloudEvents:")
STRUCTURED_CONTENT_TYPE = "application/cloudevents+json"


def spelling_of(headers: Headers | None) -> str | None:
    """The prefix under which headers hold all required attributes, or nothing.

    >>> spelling_of({"ce-specversion": "1.0", "ce-id": "1", "ce-source": "orders", "ce-type": "order.created"})
    'ce-'
    """
    if not headers:
        return None
    for prefix in SPELLINGS:
        if all(_is_text(headers.get(prefix + name)) for name in REQUIRED_ATTRIBUTES):
            return prefix
    return None


def is_structured(message: Json) -> bool:
    """Whether a message itself holds all required attributes.

    >>> is_structured({"specversion": "1.0", "id": "1", "source": "orders", "type": "order.created", "data": {}})
    True
    """
    return (
        isinstance(message, dict)
        and "specversion" in message
        and all(_is_text(message.get(name)) for name in REQUIRED_ATTRIBUTES)
    )


def event_type_of(headers: Headers | None) -> str | None:
    """What a CloudEvent in binary mode says that it is."""
    prefix = spelling_of(headers)
    return str((headers or {})[prefix + "type"]) if prefix else None


def data_schema_url(registry_url: str, name: str, version: int) -> str:
    """Where the registry serves the version of an event."""
    return f"{registry_url.rstrip('/')}/api/v1/contracts/event/{name}/versions/{version}"


def _is_text(value: Json) -> bool:
    return isinstance(value, str) and bool(value)
