"""The lock document: the exact contracts, by fingerprint, that a service was built against.

Parsed once, then trusted.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from bindery_client.errors import InvalidLockFile
from bindery_client.resolution.canonical import has_fingerprint

if TYPE_CHECKING:
    from bindery_client.json_values import Json, Schema

LOCK_VERSION = 1
ROLES = {"event": ("producer", "consumer"), "operation": ("provider", "caller")}
CONTENT_MODELS = ("closed-writer", "open")
WRITING_EVENTS = "producer"
_OPERATION = re.compile("[^:]+:[^:]+:.+")
_PULL_AGAIN = "write it again with `bindery pull`"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedContract:
    """One contract in which the service has one role; `schema` and `writer_schema` as the lock file holds them.

    For an event they are schemas; for an operation `{"request": S, "responses": {"201": {"application/json": S}}}`.
    """

    kind: str
    name: str
    role: str
    fingerprint: str
    version: int | None
    content_model: str
    schema: Schema
    writer_schema: Schema | None
    asserts_formats: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LockFile:
    """All contracts of one service; `origin` says in words where they were read."""

    service: str
    origin: str
    contracts: tuple[LockedContract, ...]


def read_lock(text: bytes, *, origin: str) -> LockFile:
    """The lock document in these bytes; `origin` says in words where they were read.

    Raises:
        InvalidLockFile: it is no lock document of version 1, or a schema is not what its fingerprint says.
    """
    try:
        document = json.loads(text)
        return _lock_of(document, origin)
    except (ValueError, RecursionError) as error:  # the latter: nested more deeply than Python follows
        raise InvalidLockFile(f"{origin} is no JSON text ({error}); {_PULL_AGAIN}") from error
    except _Wrong as error:
        raise InvalidLockFile(f"{origin}: {error}; {_PULL_AGAIN}") from error


class _Wrong(Exception):
    """What is wrong with a lock document, before it is known where it came from."""


def _lock_of(document: Json, origin: str) -> LockFile:
    if not isinstance(document, dict):
        raise _Wrong("it is no lock document")
    if type(document.get("lock_version")) is not int or document["lock_version"] != LOCK_VERSION:
        raise _Wrong(f"it has lock_version {document.get('lock_version')!r}, and this client reads {LOCK_VERSION}")
    contracts = document.get("contracts")
    if not isinstance(contracts, list):
        raise _Wrong("`contracts` is no list")
    service, read = _text(document, "service"), tuple(_contract(entry, index) for index, entry in enumerate(contracts))
    _check_uniqueness(read)
    return LockFile(service=service, origin=origin, contracts=read)


def _check_uniqueness(contracts: tuple[LockedContract, ...]) -> None:
    """Nothing, if each contract has one version, and each role one entry."""
    fingerprints: dict[tuple[str, str], str] = {}
    seen: set[tuple[str, str, str]] = set()
    for locked in contracts:
        if (locked.kind, locked.name, locked.role) in seen:
            raise _Wrong(f"{locked.name} is listed twice in one role")
        if fingerprints.setdefault((locked.kind, locked.name), locked.fingerprint) != locked.fingerprint:
            raise _Wrong(f"{locked.name} is pinned to two versions")
        seen.add((locked.kind, locked.name, locked.role))


def _contract(entry: Json, index: int) -> LockedContract:
    if not isinstance(entry, dict):
        raise _Wrong(f"contract {index} is no object")
    try:
        read = _fields(entry)
    except _Wrong as error:
        raise _Wrong(f"contract {index} ({entry.get('name', 'unnamed')}): {error}") from error
    if not has_fingerprint(read.schema, read.fingerprint):
        raise _Wrong(f"the schema of {read.name} is not what its fingerprint {read.fingerprint} says")
    return read


def _fields(entry: dict[str, Json]) -> LockedContract:
    kind, role = _text(entry, "kind"), _text(entry, "role")
    if role not in ROLES.get(kind, ()):
        raise _Wrong(f"{role!r} is no role in a contract of kind {kind!r}")
    return LockedContract(
        kind=kind,
        name=_name(entry, kind),
        role=role,
        fingerprint=_text(entry, "fingerprint"),
        version=_version(entry.get("version")),
        content_model=_content_model(entry),
        schema=_schema(entry, kind),
        writer_schema=_writer_schema(entry, kind, role),
        asserts_formats=entry.get("formats", "assert") != "annotate",
    )


def _schema(entry: dict[str, Json], kind: str) -> Schema:
    schema = entry.get("schema")
    if not _is_definition(schema, kind):
        raise _Wrong("`schema` is no schema")
    return cast("Schema", schema)  # what was just seen


def _is_definition(value: Json, kind: str) -> bool:
    """Whether a value has the form of a contract of its kind; what the schemas in it say is another matter."""
    if kind == "event":
        return isinstance(value, dict | bool)
    responses = value.get("responses", {}) if isinstance(value, dict) else None
    return (
        isinstance(responses, dict)
        and isinstance(value.get("request", {}), dict | bool)
        and all(isinstance(media_types, dict) for media_types in responses.values())
        and all(
            isinstance(schema, dict | bool) for media_types in responses.values() for schema in media_types.values()
        )
    )


def _writer_schema(entry: dict[str, Json], kind: str, role: str) -> Schema | None:
    """What the service writes; a closed-writer contract without it would silently be enforced half."""
    closed = entry.get("writer_schema")
    if closed is not None and not _is_definition(closed, kind):
        raise _Wrong("`writer_schema` is no schema")
    if closed is None and entry["content_model"] == "closed-writer" and _writes(entry["schema"], kind, role):
        raise _Wrong(f"`writer_schema` is missing, and the service writes as its {role}")
    return closed


def _writes(schema: Json, kind: str, role: str) -> bool:
    if kind == "event":
        return role == WRITING_EVENTS
    return ("request" if role == "caller" else "responses") in schema


def _content_model(entry: dict[str, Json]) -> str:
    model = _text(entry, "content_model")
    if model not in CONTENT_MODELS:
        raise _Wrong(f"`content_model` is {model!r}, and this client knows {' and '.join(CONTENT_MODELS)}")
    return model


def _version(value: Json) -> int | None:
    if value is not None and (type(value) is not int or value < 1):
        raise _Wrong(f"`version` is {value!r}, neither a number nor null")
    return value


def _name(entry: dict[str, Json], kind: str) -> str:
    name = _text(entry, "name")
    if kind == "operation" and not _OPERATION.fullmatch(name):
        raise _Wrong(f"{name!r} names no operation, such as inventory:POST:/internal/reservations")
    return name


def _text(entry: dict[str, Json], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value:
        raise _Wrong(f"`{key}` is missing or no text")
    return value
