"""Event claims -> contracts: merged by name, put into the envelope, checked against their examples."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from contracts.documents.bodies import (
    Named,
    check_examples,
    final_schema,
    kept_lines,
    merge_shapes,
    note_doubts,
    without_required,
)
from contracts.documents.claims import EventClaim, Placement
from contracts.documents.class_fences import CLASS
from contracts.documents.events.envelopes import Envelope, enclose, shape_is_whole, with_headers, with_type
from contracts.documents.party_lists import ServiceBook, strongest
from contracts.documents.shapes.shape import finished, prefixed
from contracts.documents.vocabulary.message_keys import PAYLOAD_KEYS, STRONG_TYPE_KEYS, VERSION_KEYS
from contracts.documents.vocabulary.names import name_style, same_spelling
from contracts.model import Confidence, Contract, Definition, Kind, Provenance, Role, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contracts.documents.shapes.shape import Shape
    from contracts.documents.survey import Survey
    from contracts.keywords import Json, Schema
    from contracts.model import Party

_ORDER: Final = list(Confidence)
_STATING: Final = frozenset({"heading", "line", "event-table", "event-list", "annotation"})  # of the status of an event


@dataclass(frozen=True, slots=True, kw_only=True)
class EventContext:
    """What all events of a document share."""

    survey: Survey
    book: ServiceBook
    envelope: Envelope | None


def event_contracts(claims: Sequence[EventClaim], context: EventContext) -> tuple[Contract, ...]:
    """One contract per event name, in the order in which the document first names them."""
    groups: dict[str, list[EventClaim]] = {}
    for claim in claims:
        groups.setdefault(claim.name, []).append(claim)
    merged = _merge_spellings(groups, context)
    return tuple(_contract(name, group, context) for name, group in merged.items())


def _merge_spellings(groups: Mapping[str, list[EventClaim]], context: EventContext) -> dict[str, list[EventClaim]]:
    """Spellings that one document declares of one event are one contract, under the name that is on the wire."""
    owners = _alias_owners(groups)
    by_spelling: dict[str, list[str]] = {}
    for name in groups:
        by_spelling.setdefault(same_spelling(name), []).append(name)
    target = {name: owners.get(name) or _wire_name(by_spelling[same_spelling(name)], groups, name) for name in groups}
    merged: dict[str, list[EventClaim]] = {}
    for name, group in groups.items():
        wire = target[name]
        if wire != name:
            context.survey.findings.note("similar-events", group[0].line, name=name, other=wire)
        renamed = (replace(claim, name=wire, aliases=(*claim.aliases, name)) for claim in group)
        merged.setdefault(wire, []).extend(renamed if wire != name else group)
    return merged


def _alias_owners(groups: Mapping[str, list[EventClaim]]) -> dict[str, str]:
    """Which event a name is an alias or the topic of, where that is one other event of the document."""
    found: dict[str, set[str]] = {}
    for name, group in groups.items():
        for alias in {
            alias for claim in group for alias in (*claim.aliases, claim.topic) if alias in groups and alias != name
        }:
            found.setdefault(alias, set()).add(name)
    sure = {alias: next(iter(names)) for alias, names in found.items() if len(names) == 1}
    return {alias: name for alias, name in sure.items() if name not in sure}


def _wire_name(alike: list[str], groups: Mapping[str, list[EventClaim]], name: str) -> str:
    """The one name among spellings that a type key fixes; the name itself where two are fixed."""
    if len(alike) == 1:
        return name
    fixed = [spelling for spelling in alike if any(claim.type_path for claim in groups[spelling])]
    if len(fixed) == 1:
        return fixed[0]
    if fixed:
        return name
    shaped = [spelling for spelling in alike if any(claim.shape for claim in groups[spelling])]
    styles = sorted(alike, key=lambda spelling: (spelling not in shaped, name_style(spelling) != "dot", len(spelling)))
    return styles[0]


def _contract(name: str, claims: list[EventClaim], context: EventContext) -> Contract:
    first = min(claims, key=lambda claim: (claim.via not in {"annotation", "heading", "line"}, claim.line))
    at = Provenance(
        path=context.survey.page.path,
        line=first.line,
        end_line=first.block.end_line,
        section=first.block.section,
        via=first.via,
    )
    shape = _body_shape(name, claims, context)
    named = Named(name=name, findings=context.survey.findings)
    schema = final_schema(shape, named) if shape else None
    examples: tuple[Json, ...] = ()
    if shape and schema is not None:
        note_doubts(shape, named)
        examples = _examples(claims, shape, schema, named)
    parties = _parties(claims, context.book, at)
    confidence = min((claim.confidence for claim in claims if claim.shape), key=_ORDER.index, default=Confidence.STATED)
    explicit = any(claim.confidence is Confidence.EXPLICIT for claim in claims)
    return Contract(
        kind=Kind.EVENT,
        name=name,
        definition=Definition.of_event(schema) if schema is not None else None,
        parties=parties,
        policy=next((claim.policy for claim in claims if claim.policy), context.survey.front.policy),
        status=_status(claims),
        description=next((claim.description for claim in claims if claim.description), ""),
        confidence=Confidence.EXPLICIT if explicit and confidence is not Confidence.INFERRED else confidence,
        aliases=tuple(
            dict.fromkeys(
                alias for claim in claims for alias in (*claim.aliases, claim.topic) if alias and alias != name
            )
        ),
        labels=tuple(dict.fromkeys(claim.label for claim in claims if claim.label)),
        supersedes=next((claim.supersedes for claim in claims if claim.supersedes), None) or _predecessor(name),
        asserted_version=next((claim.version for claim in claims if claim.version), None),
        examples=examples,
        lines=kept_lines(shape, "message") if shape and schema is not None else {},
        provenance=at,
    )


def _parties(claims: list[EventClaim], book: ServiceBook, at: Provenance) -> tuple[Party, ...]:
    """The parties of an event; a service that consumes it is not guessed to be its producer from a heading."""
    producers = book.parties(strongest(found for claim in claims for found in claim.producers), Role.PRODUCER, at)
    consumers = book.parties(strongest(found for claim in claims for found in claim.consumers), Role.CONSUMER, at)
    consuming = {party.service for party in consumers}
    sure = (
        party for party in producers if party.confidence is not Confidence.INFERRED or party.service not in consuming
    )
    return (*sure, *consumers)


def _predecessor(name: str) -> str | None:
    """`order.created.v2` follows `order.created.v1`."""
    head, dot, number = name.rpartition(".v")
    return f"{head}.v{int(number) - 1}" if dot and re.fullmatch(r"[1-9]\d{0,4}", number) and number != "1" else None


def _status(claims: list[EventClaim]) -> Status:
    stating = [claim for claim in claims if claim.via in _STATING]
    if {claim.status for claim in stating if claim.confidence is Confidence.EXPLICIT} == {Status.PLANNED}:
        return Status.PLANNED  # annotations say so, whatever tables say
    said = {claim.status for claim in stating}
    if Status.DEPRECATED in said:
        return Status.DEPRECATED
    return Status.PLANNED if said == {Status.PLANNED} else Status.ACTIVE


def _body_shape(name: str, claims: list[EventClaim], context: EventContext) -> Shape | None:
    """The shape of the whole body: what is said of it, with the payload in its place."""
    infers = context.survey.front.infers_required
    shaped = [(claim, claim.shape if infers else without_required(claim.shape)) for claim in claims if claim.shape]
    stronger = [(claim, shape) for claim, shape in shaped if shape.via != CLASS]
    if any(shape.via != "names" for _, shape in stronger):
        shaped = stronger  # a class names its fields as its language does, the notations of messages as they are sent
    if not shaped:
        return None
    named = Named(name=name, findings=context.survey.findings)
    whole = [shape for claim, shape in shaped if _is_body(claim, shape, context.envelope)]
    parts = [shape for claim, shape in shaped if not _is_body(claim, shape, context.envelope)]
    whole, parts = _explicit(whole, parts)
    body, payload = merge_shapes(whole, named), merge_shapes(parts, named)
    envelope = context.envelope
    if body is not None:
        body = with_headers(body, envelope) if envelope else body
        envelope = Envelope(shape=body, payload_key=_payload_key(body, envelope))
    if payload is not None:
        body = enclose(envelope, payload) if envelope else payload
    if body is None:
        return None
    required = next((claim.required for claim in claims if claim.required is not None), None)
    optional = tuple(found for claim in claims for found in claim.optional)
    body = _require(body, required, optional, context.envelope)
    return _with_keys(body, _type_path(claims, body, context.envelope), name)


def _explicit(whole: list[Shape], parts: list[Shape]) -> tuple[list[Shape], list[Shape]]:
    """What remains where an author's JSON Schema says all: examples are checked against it and add nothing."""
    whole_schemas = [shape for shape in whole if shape.via == "json-schema"]
    part_schemas = [shape for shape in parts if shape.via == "json-schema"]
    if whole_schemas:
        return whole_schemas, part_schemas
    return whole, part_schemas or parts


def _is_body(claim: EventClaim, shape: Shape, envelope: Envelope | None) -> bool:
    if claim.placement is not Placement.UNKNOWN:
        return claim.placement is Placement.BODY
    if envelope is not None:
        return envelope.holds(shape)
    return shape_is_whole(shape)


def _payload_key(body: Shape, envelope: Envelope | None) -> str:
    key = envelope.payload_key if envelope else ""
    if key and key in body.properties:
        return key
    return next((found for found in PAYLOAD_KEYS if body.field(found).get("type") == "object"), key)


def _type_path(claims: list[EventClaim], body: Shape, envelope: Envelope | None) -> tuple[str, ...]:
    said = next((claim.type_path for claim in claims if claim.type_path), ())
    if said:
        return said
    if envelope and envelope.type_path and envelope.type_path[0] in body.properties:
        return envelope.type_path
    return next(((key,) for key in STRONG_TYPE_KEYS if key in body.properties), ())


def _with_keys(body: Shape, path: tuple[str, ...], name: str) -> Shape:
    """The type key fixed to the name; a version key is never fixed, each bump would break both directions."""
    properties = {
        key: _loosened(schema) if key in VERSION_KEYS or key == "source" else schema
        for key, schema in body.properties.items()
    }
    schema = {**body.schema, "properties": properties} if properties else body.schema
    return with_type(replace(body, schema=schema), path, name)


def _loosened(schema: Json) -> Json:
    if not isinstance(schema, dict):
        return schema
    return {key: value for key, value in schema.items() if key not in {"const", "enum"}}


def _require(
    body: Shape, required: tuple[str, ...] | None, optional: tuple[str, ...], envelope: Envelope | None
) -> Shape:
    """The fields that an annotation requires, in the payload where that has them."""
    if required is None and not optional:
        return body
    key = _payload_key(body, envelope)
    inner = body.field(key)
    target = inner if inner.get("properties") else body.schema
    known = target.get("properties", {})
    kept = [
        name
        for name in (required if required is not None else target.get("required", ()))
        if name in known and name not in optional
    ]
    changed = (
        {**target, "required": kept} if kept else {key_: value for key_, value in target.items() if key_ != "required"}
    )
    schema = {**body.schema, "properties": {**body.properties, key: changed}} if target is inner else changed
    return replace(body, schema=schema)


def _examples(claims: list[EventClaim], body: Shape, schema: Schema, named: Named) -> tuple[Json, ...]:
    """The whole-body examples that are valid; examples of the payload are checked where they belong."""
    wholes: list[Shape] = []
    for claim in claims:
        if claim.shape is None or not claim.shape.has_example:
            continue
        if isinstance(claim.shape.example, dict) and set(claim.shape.example) <= set(body.properties):
            wholes.append(claim.shape)
            continue
        holder = next(
            (
                key
                for key in PAYLOAD_KEYS
                if claim.shape.properties and set(claim.shape.properties) <= set(body.field(key).get("properties", {}))
            ),
            "",
        )
        if holder:
            check_examples(_open_body(body), [_wrapped(claim.shape, holder)], named, declared=body)
        elif body.via == "json-schema":
            wholes.append(claim.shape)  # an author's schema decides what fits, not the names it has at its root
    return check_examples(schema, wholes, named, declared=body)


def _open_body(body: Shape) -> Schema:
    """The schema of a body that need not be whole: an example of the payload is checked inside of it."""
    return finished({key: value for key, value in body.schema.items() if key != "required"})


def _wrapped(payload: Shape, key: str) -> Shape:
    lines = prefixed(payload.lines, "properties", key)
    return replace(payload, example={key: payload.example}, lines=lines)
