"""The complete request or response of a witness: its message among minimal valid values of everything else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.compatibility.limits import extent_of
from contracts.compatibility.operations.pairing import PARAMETERS, covering_range
from contracts.compatibility.operations.wire import completed_parameters, sent_parameters
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
    writer = old if check.is_written_by_old else new
    if check.part.startswith("response"):
        exchange = _response(check.part, witness.message, writer)
    else:
        exchange = _request(check.part, witness.message, writer, key)
    verdict = replace(check.verdict, witness=replace(witness, exchange=exchange))
    return replace(check, verdict=verdict)


def _request(part: str, message: Json, caller: Definition, key: ContractKey | None) -> Json:
    is_fact = part != PARAMETERS or not isinstance(message, dict) or "parameter" in message
    parameters = _minimal_parameters(caller, part, message) if is_fact else message
    asked = next(iter(caller.terms.security), {})
    credentials = message["credentials"] if part == "operation" and "credentials" in message else asked
    written = {
        "method": key.name.split(":", 2)[1] if key else "",
        "path": _path(caller, key, parameters.get("path", {})),
        "query": parameters.get("query"),
        "headers": parameters.get("header"),
        "cookies": parameters.get("cookie"),
        "credentials": {scheme: list(scopes) for scheme, scopes in credentials.items()},
    }
    body = _request_body(part, message, caller)
    return {name: value for name, value in written.items() if value} | body


def _minimal_parameters(caller: Definition, part: str, message: Json) -> dict[str, Json]:
    """The parameters that are required, and the one that the witness is about."""
    own = caller.part(PARAMETERS)
    if own is None or not isinstance(own.schema, dict):
        return {}
    schema = sent_parameters(completed_parameters(own.schema))
    wanted = message["parameter"] if part == PARAMETERS and isinstance(message, dict) else ""
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


def _request_body(part: str, message: Json, caller: Definition) -> dict[str, Json]:
    own = caller.part(part)
    if own is not None and own.is_request_body and message != {"request": None}:
        return _body(own.media_type, message)
    bodies = [found for found in caller.parts if found.is_request_body]
    if not bodies or message == {"request": None} or not caller.terms.is_body_required:
        return {}
    value = _minimal(bodies[0].schema)
    return {} if value is _ABSENT else _body(bodies[0].media_type, value)


def _body(media_type: str, value: Json) -> dict[str, Json]:
    return {"media_type": media_type, "body": value}


def _response(part: str, message: Json, provider: Definition) -> Json:
    kind, status, *rest = part.split(" ", 2)
    headers = message if kind == "response-headers" else _minimal_headers(provider, status)
    if kind == "response" and isinstance(message, dict) and set(message) == {"response"}:
        return {"status": status, "media_type": rest[0] if rest else "", "headers": headers or {}}
    written: dict[str, Json] = {"status": status}
    if headers or kind == "response-headers":
        written["headers"] = headers
    if kind == "response":
        return {**written, **_body(rest[0], message)}
    bodies = [found for found in provider.parts if found.is_response_body and found.status == status]
    value = _minimal(bodies[0].schema) if bodies else _ABSENT
    return written if value is _ABSENT else {**written, **_body(bodies[0].media_type, value)}


def _minimal_headers(provider: Definition, status: str) -> Json:
    names = (f"response-headers {status}", f"response-headers {covering_range(status)}")
    part = next((found for name in names if (found := provider.part(name))), None)
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
