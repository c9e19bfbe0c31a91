"""The keys by which a message is recognised: what it is called, where its payload is, who sent it."""

from __future__ import annotations

from typing import Final

STRONG_TYPE_KEYS: Final = (
    "eventType",
    "event_type",
    "eventName",
    "event_name",
    "detail-type",
    "detailType",
    "messageType",
    "message_type",
    "EventType",
    "event-type",
)
WEAK_TYPE_KEYS: Final = ("type", "event", "name", "topic", "Type", "Event")
PAYLOAD_KEYS: Final = (
    "data",
    "payload",
    "detail",
    "eventData",
    "event_data",
    "body",
    "content",
    "attributes",
    "Data",
    "Payload",
    "params",
)
VERSION_KEYS: Final = frozenset(
    {
        "version",
        "eventVersion",
        "event_version",
        "schemaVersion",
        "schema_version",
        "dataVersion",
        "specversion",
        "specVersion",
        "Version",
        "v",
    }
)
SOURCE_KEYS: Final = ("source", "producer", "publisher", "sourceService", "source_service", "service", "emitter")
# What has all keys of one of these with values of these types is no message, whatever its `type` or `event` says: a
# token, an error (RFC 9457), a manifest, a call (JSON-RPC), a package.
OTHER_FORMATS: Final = (
    {"sub": "string", "exp": "integer"},
    {"sub": "string", "iss": "string"},
    {"title": "string", "status": "integer", "type": "string"},
    {"apiVersion": "string", "kind": "string"},
    {"jsonrpc": "string", "method": "string"},
    {"dependencies": "object", "name": "string"},
)
LOG_LEVELS: Final = frozenset({"trace", "debug", "info", "notice", "warn", "warning", "error", "fatal", "critical"})
