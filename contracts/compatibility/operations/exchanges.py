"""The complete request or response of a witness: its message among minimal valid values of everything else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contracts.compatibility.limits import extent_of
from contracts.compatibility.operations.pairing import PARAMETERS, part_of
from contracts.compatibility.operations.wire import completed_parameters, sent_parameters
from contracts.compatibility.rules.catalogue import RULE_OF_ID
from contracts.errors import InvalidSchema, UnsupportedSchema
from contracts.messages import minimal_message
from contracts.model import Kind

if TYPE_CHECKING:
    from contracts.compatibility.verdict import Check
    from contracts.keywords import Json, Schema
    from contracts.model import ContractKey, Definition

# Values in a schema that is only needed to make a witness complete: more of them are not worth the time.
MAX_NODES = 5_000
_SAFE_IN_PATHS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@")
_ABSENT = object()


def with_exchange(check: Check, old: Definition, new: Definition, key: ContractKey | None) -> Check:
    """The check with the complete exchange of its witness, if it is one of an operation and has a witness."""
    witness = check.verdict.witness
    if witness is None or new.kind is not Kind.OPERATION:
        return check
    writer, reader = (old, new) if check.is_written_by_old else (new, old)
    # What a rule judged has the rule's id where a schema's keyword stands otherwise, and no message of its own.
    is_fact = witness.rejection.keyword in RULE_OF_ID
    if check.part.startswith("response"):
        # By a rule only a response that is gone breaks: it is the one that its readers wait for.
        described = (_ABSENT, reader) if is_fact else (witness.message, writer)
        exchange = _response(check.part, *described)
    else:
        said = _Said(part=check.part, message=witness.message, is_fact=is_fact)
        exchange = _request(said, writer, key)
    verdict = replace(check.verdict, witness=replace(witness, exchange=exchange))
    return replace(check, verdict=verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a witness is about: a message of a part, or a fact (`is_fact`) that its rule judged, in short."""

    part: str
    message: Json
    is_fact: bool


def _request(said: _Said, caller: Definition, key: ContractKey | None) -> Json:
    is_message = said.part == PARAMETERS and not said.is_fact and isinstance(said.message, dict)
    parameters = said.message if is_message else _minimal_parameters(caller, said)
    asked = next(iter(caller.terms.security), {})
    credentials = said.message["credentials"] if said.is_fact and "credentials" in said.message else asked
    written = {
        "method": key.name.split(":", 2)[1] if key else "",
        "path": _path(caller, key, parameters.get("path", {})),
        "query": parameters.get("query"),
        "headers": parameters.get("header"),
        "cookies": parameters.get("cookie"),
        "credentials": {scheme: list(scopes) for scheme, scopes in credentials.items()},
    }
    return {name: value for name, value in written.items() if value} | _request_body(said, caller)


def _minimal_parameters(caller: Definition, said: _Said) -> dict[str, Json]:
    """The parameters that are required, and the one that the witness is about."""
    own = caller.part(PARAMETERS)
    if own is None or not isinstance(own.schema, dict):
        return {}
    schema = sent_parameters(completed_parameters(own.schema))
    wanted = said.message["parameter"] if said.is_fact and "parameter" in said.message else ""
    found = _minimal(_requiring(wanted, schema))
    return found if isinstance(found, dict) else {}


def _requiring(name: str, parameters: Schema) -> Schema:
    if not isinstance(parameters, dict):
        return parameters
    places = {
        place: {**schema, "required": sorted({*schema.get("required", ()), name})}
        if name in schema.get("properties", {})
        else schema
        for place, schema in parameters["properties"].items()
    }
    return {**parameters, "properties": places}


def _path(caller: Definition, key: ContractKey | None, values: dict[str, Json]) -> str:
    """The path with its parameters filled in, behind the first base path."""
    pieces = (key.name.split(":", 2)[2] if key else "").split("{}")
    filled = pieces[0]
    for number, piece in enumerate(pieces[1:], start=1):
        filled += _quoted(values.get(str(number), "x")) + piece
    return next(iter(caller.terms.base_paths), "") + filled


def _quoted(value: Json) -> str:
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
    bytes_of_text = text.encode("utf-8", "replace")
    return "".join(chr(byte) if byte in _SAFE_IN_PATHS else f"%{byte:02X}" for byte in bytes_of_text)


def _request_body(said: _Said, caller: Definition) -> dict[str, Json]:
    bodies = [found for found in caller.parts if found.is_request_body]
    own = next((found for found in bodies if found.name == said.part), None)
    if own is not None and not said.is_fact:
        return _body(own.media_type, said.message)
    chosen = own or (bodies[0] if bodies and caller.terms.is_body_required else None)
    is_left_out = said.is_fact and said.message == {"request": None}
    value = _ABSENT if chosen is None or is_left_out else _minimal(chosen.schema)
    return {} if chosen is None or value is _ABSENT else _body(chosen.media_type, value)


def _body(media_type: str, value: Json) -> dict[str, Json]:
    return {"media_type": media_type, "body": value}


def _response(part: str, message: Json, provider: Definition) -> Json:
    kind, status, *rest = part.split(" ", 2)
    is_of_headers = kind == "response-headers"
    headers = message if is_of_headers else _minimal_headers(provider, status)
    written: dict[str, Json] = {"status": status}
    if headers or is_of_headers:
        written["headers"] = headers
    if kind == "response" and message is not _ABSENT:
        return {**written, **_body(rest[0], message)}
    described = part_of(provider, part) if rest else None
    bodies = [found for found in provider.parts if found.is_response_body and found.status == status]
    body = described or next(iter(bodies), None)
    value = _minimal(body.schema) if body is not None else _ABSENT
    return written if body is None or value is _ABSENT else {**written, **_body(body.media_type, value)}


def _minimal_headers(provider: Definition, status: str) -> Json:
    part = part_of(provider, f"response-headers {status}")
    found = _minimal(part.schema) if part else None
    return found if isinstance(found, dict) else None


def _minimal(schema: Schema) -> Json:
    """A valid value with what is required only; `_ABSENT` where none is found at little cost."""
    try:
        if extent_of(schema).nodes > MAX_NODES:
            return _ABSENT
        value = minimal_message(schema)
    except (InvalidSchema, UnsupportedSchema):
        return _ABSENT
    return _ABSENT if value is None else value
