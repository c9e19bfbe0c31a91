"""The lock file: the exact contracts that one service is built against, each as its role needs it.

    {"lock_version": 1, "service": "billing", "contracts": [
      {"kind": "event", "name": "order.created", "role": "consumer", "fingerprint": "sha256:...", "version": 3,
       "content_model": "closed-writer", "schema": {}, "writer_schema": null}],
     "no_schema": [{"kind": "event", "name": "order.shipped", "role": "consumer"}]}

`no_schema` stands there only where documents name contracts without a shape: nothing of them can be enforced. No URL
and no time stand in the file: the same contracts give the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.canonical import definition_of_bytes, fingerprint_of_bytes, stored_bytes
from contracts.compatibility import close_writer
from contracts.errors import InvalidLockFile, InvalidName, UnsupportedSchema
from contracts.model import (
    ContentModel,
    ContractKey,
    Definition,
    Formats,
    Kind,
    Policy,
    Role,
    Terms,
    service_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from contracts.keywords import Json, Schema
    from contracts.model import Part

LOCK_VERSION = 1
ROLES = {Kind.EVENT: (Role.PRODUCER, Role.CONSUMER), Kind.OPERATION: (Role.PROVIDER, Role.CALLER)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedContract:
    """A contract in which the service has a role; `version` is None while the registry has no number for it."""

    key: ContractKey
    role: Role
    definition: Definition
    policy: Policy
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LockFile:
    """The contracts that one build of a service writes and reads; `unshaped` are those that have no schema."""

    service: str
    contracts: tuple[LockedContract, ...]
    unshaped: tuple[tuple[ContractKey, Role], ...] = ()


def lock_entry(contract: LockedContract) -> dict[str, Json]:
    """The contract as it stands in a lock file; `formats` stands there only where formats are not asserted."""
    body = stored_bytes(contract.definition)
    definition = definition_of_bytes(contract.key.kind, body)
    entry: dict[str, Json] = {
        "kind": contract.key.kind.value,
        "name": contract.key.name,
        "role": contract.role.value,
        "fingerprint": fingerprint_of_bytes(body),
        "version": contract.version,
        "content_model": contract.policy.content_model.value,
        "schema": definition.to_json(),
        "writer_schema": _writer_schema(definition, contract),
    }
    return entry if contract.policy.formats is Formats.ASSERT else {**entry, "formats": contract.policy.formats.value}


def lock_file(
    service: str, entries: Iterable[dict[str, Json]], *, unshaped: Iterable[tuple[ContractKey, Role]] = ()
) -> dict[str, Json]:
    """The lock file of a service, its contracts sorted by kind, name and role."""
    named = [{"kind": key.kind.value, "name": key.name, "role": role.value} for key, role in unshaped]
    written = {"lock_version": LOCK_VERSION, "service": service, "contracts": sorted(entries, key=_order)}
    return {**written, "no_schema": sorted(named, key=_order)} if named else written


def _order(entry: Mapping[str, Json]) -> tuple[str, str, str]:
    return entry["kind"], entry["name"], entry["role"]


def file_bytes(document: Json) -> bytes:
    """The bytes in which a lock file or a case file is written: indented for review, with a newline at the end."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _writer_schema(definition: Definition, contract: LockedContract) -> Json:
    """What the role may write, in the form of the definition; None for a role that writes nothing."""
    written = tuple(part for part in definition.parts if part.writer is contract.role)
    terms = Terms(bodiless=definition.terms.bodiless if contract.role is Role.PROVIDER else ())
    if not written and not terms.bodiless:
        return None
    if contract.policy.content_model is ContentModel.CLOSED_WRITER:
        written = tuple(part.with_schema(_closed(part, contract.policy.formats)) for part in written)
    return Definition(kind=definition.kind, parts=written, terms=terms).to_json()


def _closed(part: Part, formats: Formats) -> Schema:
    """The closed form; the schema itself where none can be given, which is where compatibility is undecided too.

    Headers stay open: every library and proxy adds some that no contract declares.
    """
    if part.name.startswith("response-headers "):
        return part.schema
    schema = _with_open_headers(part.schema) if part.name == "parameters" else part.schema
    try:
        return close_writer(schema, formats=formats)
    except UnsupportedSchema:
        return schema


def _with_open_headers(parameters: Schema) -> Schema:
    if not isinstance(parameters, dict):
        return parameters
    places = {
        place: {"additionalProperties": True, **schema} if place in {"header", "cookie"} else schema
        for place, schema in parameters.get("properties", {}).items()
    }
    return {**parameters, "properties": places}


def read_lock_file(document: Json) -> LockFile:
    """The lock file that `lock_file` wrote; closed forms are not looked at, they follow from the schemas.

    Raises:
        InvalidLockFile: the value has another shape, a schema is not what its fingerprint says, or a contract stands
            there twice for one role.
    """
    if not isinstance(document, dict) or document.get("lock_version") != LOCK_VERSION:
        raise InvalidLockFile(f"`lock_version` is not {LOCK_VERSION}")
    try:
        service = service_name(_text(document, "service"))
    except InvalidName as error:
        raise InvalidLockFile(str(error)) from error
    contracts = tuple(_read_entry(entry, place) for place, entry in enumerate(_list(document, "contracts")))
    unshaped = tuple(_read_named(entry, place) for place, entry in enumerate(_list(document, "no_schema", [])))
    _check_roles(service, [*((contract.key, contract.role) for contract in contracts), *unshaped])
    return LockFile(service=service, contracts=contracts, unshaped=unshaped)


def _list(document: dict[str, Json], member: str, default: Json = None) -> list[Json]:
    found = document.get(member, default)
    if not isinstance(found, list):
        raise InvalidLockFile(f"`{member}` is no list")
    return found


def _check_roles(service: str, roles: Iterable[tuple[ContractKey, Role]]) -> None:
    """Nothing, if every contract stands there once for each role, and the service provides what bears its name."""
    for (key, role), count in Counter(roles).items():
        if count > 1:
            raise InvalidLockFile(f"{key} stands there twice as {role}")
        if role is Role.PROVIDER and not key.name.startswith(f"{service}:"):
            raise InvalidLockFile(f"{key.name} is not provided by {service}, as its name says")


def _read_entry(entry: Json, place: int) -> LockedContract:
    key, role = _read_named(entry, place)
    try:
        definition = Definition.from_json(key.kind, entry.get("schema"))
        policy = Policy(
            content_model=ContentModel(entry.get("content_model", "")), formats=Formats(entry.get("formats", "assert"))
        )
        body = stored_bytes(definition)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidLockFile(f"contract {place} cannot be read ({error})") from error
    if fingerprint_of_bytes(body) != entry.get("fingerprint"):
        raise InvalidLockFile(f"the schema of {key.name} is not what its fingerprint says")
    return LockedContract(key=key, role=role, definition=definition, policy=policy, version=_version(entry))


def _read_named(entry: Json, place: int) -> tuple[ContractKey, Role]:
    """The contract of an entry, and the role of the service in it."""
    if not isinstance(entry, dict):
        raise InvalidLockFile(f"contract {place} is no object")
    try:
        kind, role = Kind(entry.get("kind", "")), Role(entry.get("role", ""))
    except (ValueError, TypeError) as error:
        raise InvalidLockFile(f"contract {place} cannot be read ({error})") from error
    name = _text(entry, "name")
    if role not in ROLES[kind]:
        raise InvalidLockFile(f"{role} is no role in {kind} {name}")
    return ContractKey(kind=kind, name=name), role


def _version(entry: dict[str, Json]) -> int | None:
    number = entry.get("version")
    if number is None or (type(number) is int and number > 0):
        return number
    raise InvalidLockFile(f"the version of {entry.get('name')} is {number!r}, neither a number nor null")


def _text(document: dict[str, Json], member: str) -> str:
    text = document.get(member)
    if not isinstance(text, str) or not text or "\x00" in text:
        raise InvalidLockFile(f"`{member}` is no text")
    return text
