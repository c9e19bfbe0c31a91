"""Operation claims -> contracts: merged by method and path, provider found, examples checked."""

from __future__ import annotations

from dataclasses import dataclass
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
from contracts.documents.party_lists import ServiceBook, strongest
from contracts.model import Confidence, Contract, Definition, Kind, Provenance, Role, Status, operation_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contracts.documents.claims import OperationClaim, PartyClaim
    from contracts.documents.shapes.shape import Shape
    from contracts.documents.survey import Survey
    from contracts.keywords import Json, Schema
    from contracts.model import Party

UNKNOWN_PROVIDER: Final = "unknown"
_JSON: Final = "application/json"
_ORDER: Final = list(Confidence)


@dataclass(slots=True)
class _Parts:
    request: Schema | None = None
    responses: dict[str, dict[str, Schema]] | None = None
    lines: dict[str, int] | None = None
    examples: tuple[Json, ...] = ()


def operation_contracts(claims: Sequence[OperationClaim], survey: Survey, book: ServiceBook) -> tuple[Contract, ...]:
    """One contract per provider, method and path, in the order in which the document first names them."""
    groups: dict[tuple[str, str, str], list[OperationClaim]] = {}
    providers = _providers(claims, book)
    for claim in claims:
        groups.setdefault(_key(claim, providers, book), []).append(claim)
    return tuple(_contract(key[0], group, survey, book) for key, group in groups.items())


def _providers(claims: Sequence[OperationClaim], book: ServiceBook) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        if claim.provider and claim.provider.confidence is not Confidence.INFERRED:
            name = book.name_of(claim.provider.title, claim.line)
            found.setdefault((claim.route.method, claim.route.erased), set()).add(name or UNKNOWN_PROVIDER)
    return found


def _key(
    claim: OperationClaim, providers: Mapping[tuple[str, str], set[str]], book: ServiceBook
) -> tuple[str, str, str]:
    """A claim without a sure provider joins the one provider that the document names for its method and path."""
    method, path = claim.route.method, claim.route.erased
    own = book.name_of(claim.provider.title, claim.line) if claim.provider else None
    if claim.provider is None or claim.provider.confidence is Confidence.INFERRED:
        named = providers.get((method, path), set())
        if len(named) == 1:
            own = next(iter(named))
    return own or UNKNOWN_PROVIDER, method, path


def _contract(provider: str, claims: list[OperationClaim], survey: Survey, book: ServiceBook) -> Contract:
    first = min(claims, key=lambda claim: (claim.via == "api-table", claim.line))
    name = operation_name(provider, first.route.method, first.route.path)
    at = Provenance(
        path=survey.page.path,
        line=first.line,
        end_line=first.block.end_line,
        section=first.block.section,
        via=first.via,
    )
    parts = _parts(claims, survey, name)
    has_parts = parts.request is not None or bool(parts.responses)
    return Contract(
        kind=Kind.OPERATION,
        name=name,
        path=first.route.path,
        definition=Definition.of_operation(request=parts.request, responses=parts.responses) if has_parts else None,
        parties=_parties(provider, claims, book, at),
        policy=next((claim.policy for claim in claims if claim.policy), survey.front.policy),
        status=_status(claims),
        visibility="internal" if any(claim.visibility == "internal" for claim in claims) else "external",
        auth=next((claim.auth for claim in claims if claim.auth), ""),
        description=next((claim.description for claim in claims if claim.description), ""),
        confidence=min((claim.confidence for claim in claims), key=_ORDER.index),
        asserted_version=next((claim.version for claim in claims if claim.version), None),
        examples=parts.examples,
        lines=parts.lines or {},
        provenance=at,
    )


def _status(claims: list[OperationClaim]) -> Status:
    declared = {claim.status for claim in claims if claim.confidence is Confidence.EXPLICIT}
    if declared == {Status.PLANNED}:
        return Status.PLANNED  # annotations say so, whatever tables say
    said = {claim.status for claim in claims}
    if Status.DEPRECATED in said:
        return Status.DEPRECATED
    return Status.PLANNED if said == {Status.PLANNED} else Status.ACTIVE


def _parties(provider: str, claims: list[OperationClaim], book: ServiceBook, at: Provenance) -> tuple[Party, ...]:
    named: list[PartyClaim] = [
        claim.provider
        for claim in claims
        if claim.provider and book.name_of(claim.provider.title, claim.line) == provider
    ]
    parties = book.parties(strongest(named), Role.PROVIDER, at)
    return parties + book.parties((found for claim in claims for found in claim.callers), Role.CALLER, at)


def _parts(claims: list[OperationClaim], survey: Survey, name: str) -> _Parts:
    named = Named(name=name, findings=survey.findings)
    parts = _Parts(responses={}, lines={})
    request = [shape for claim in claims for shape in claim.request]
    if request:
        parts.request = _part("request", request, (parts, named, survey))
    statuses = sorted({status for claim in claims for status in claim.responses})
    for status in statuses:
        shapes = [shape for claim in claims for shape in claim.responses.get(status, ())]
        schema = _part(f"response {status} {_JSON}", shapes, (parts, named, survey))
        if schema is not None and parts.responses is not None:
            parts.responses[status] = {_JSON: schema}
    return parts


def _part(part: str, shapes: list[Shape], context: tuple[_Parts, Named, Survey]) -> Schema | None:
    parts, named, survey = context
    kept = shapes if survey.front.infers_required else [without_required(shape) for shape in shapes]
    explicit = [shape for shape in kept if shape.via == "json-schema"]
    shape = merge_shapes(explicit or kept, named)
    schema = final_schema(shape, named) if shape else None
    if shape is None or schema is None:
        return None
    note_doubts(shape, named)
    parts.examples += check_examples(schema, (found for found in shapes if found.has_example), named, declared=shape)
    parts.lines = {**(parts.lines or {}), **kept_lines(shape, part)}
    return schema
