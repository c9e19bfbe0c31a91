"""The pipeline: text -> blocks -> survey -> claims -> contracts and problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from contracts.documents.annotated_blocks import annotated_events, annotated_operations
from contracts.documents.data_fences import fenced_contracts, openapi_fences
from contracts.documents.events.channels import (
    read_channels,
    section_channels,
    with_channel_parties,
    with_section_parties,
    without_channels,
)
from contracts.documents.events.contracts import EventContext, event_contracts
from contracts.documents.events.fences import LooseFences, read_loose_fences
from contracts.documents.events.headings import heading_events
from contracts.documents.events.lists import listed_events
from contracts.documents.events.matrices import matrix_events
from contracts.documents.events.sections import section_events
from contracts.documents.events.service_tables import service_cell_events, with_consumers_of_all
from contracts.documents.events.tables import table_events
from contracts.documents.explicit_events import joined
from contracts.documents.operations.base_paths import with_base_paths, with_declared_paths
from contracts.documents.operations.callers import with_header_callers
from contracts.documents.operations.contracts import UNKNOWN_PROVIDER, operation_contracts
from contracts.documents.operations.sections import commented_operations, section_operations
from contracts.documents.operations.tables import listed_operations, table_operations
from contracts.documents.problems import Findings
from contracts.documents.services import read_edges, read_services
from contracts.documents.subjects import Subject, anchored_route, find_subjects
from contracts.documents.survey import Survey, survey_page
from contracts.documents.text.inline import code_spans
from contracts.documents.text.markdown import BlockKind, read_page
from contracts.documents.text.remembered import forget_texts
from contracts.documents.text.source_text import decoded_text
from contracts.documents.vocabulary.header_block import read_metadata
from contracts.documents.vocabulary.names import leading_route
from contracts.model import Confidence, DesignDocument, Kind, Role, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contracts.documents.claims import EventClaim, OperationClaim
    from contracts.documents.events.envelopes import Envelope
    from contracts.documents.subjects import Labelled
    from contracts.model import Contract, Problem

_TEMPLATE_CODES: Final = frozenset({"unfilled-row", "template-not-filled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claims:
    events: tuple[EventClaim, ...]
    operations: tuple[OperationClaim, ...]
    envelope: Envelope | None
    placeholders: int


def read_markdown(text: str | bytes, *, path: str, resources: Mapping[str, str]) -> DesignDocument:
    """The contracts of a Markdown document; `resources` holds the texts of documents that it refers to."""
    findings = Findings(path=path)
    read = decoded_text(text, findings)
    if read is None:
        return DesignDocument(path=path, problems=findings.sorted_problems())
    try:
        return _read_text(read, findings, resources)
    finally:
        forget_texts()


def _read_text(read: str, findings: Findings, resources: Mapping[str, str]) -> DesignDocument:
    path = findings.path
    survey = survey_page(read_page(read, path=path, findings=findings), findings)
    claims = _claims(survey)
    book = read_services(survey)
    edges = tuple(read_edges(survey, book))
    envelope = claims.envelope or _named_envelope(survey, resources)
    context = EventContext(survey=survey, book=book, envelope=envelope)
    stated = event_contracts(claims.events, context) + operation_contracts(claims.operations, survey, book)
    contracts = joined(stated, fenced_contracts(survey, book), findings)
    _note_contracts(contracts, findings)
    book.note_unlisted()
    fenced = openapi_fences(survey)
    contracts += tuple(contract for document in fenced for contract in document.contracts)
    named = {service.name: service for document in fenced for service in document.services}
    return DesignDocument(
        path=path,
        services=tuple((named | book.services).values()),
        contracts=contracts,
        edges=edges,
        problems=_settled(findings, contracts, claims.placeholders, survey),
        ignored=tuple(dict.fromkeys(findings.ignored)),
        metadata=read_metadata(survey.page),
    )


def _claims(survey: Survey) -> _Claims:
    tabled = list(table_events(survey))
    survey.event_names = {claim.name for claim in tabled}
    stated = [*tabled, *listed_events(survey), *matrix_events(survey), *service_cell_events(survey)]
    survey.event_names = {claim.name for claim in stated}
    subjects, labelled = find_subjects(
        survey.page.blocks, lambda block, index: heading_events(survey, block, index), survey.is_annotated
    )
    loose = read_loose_fences(labelled, survey)
    events = [claim for subject in subjects if subject.events for claim in section_events(subject, survey)]
    operations = [claim for subject in subjects if subject.routes for claim in section_operations(subject, survey)]
    _note_prose(survey, subjects)
    said = without_channels([*annotated_events(survey), *events, *loose.claims, *stated])
    found = with_channel_parties(said, read_channels(survey))
    found = with_section_parties(found, section_channels(survey, subjects, found))
    found = with_consumers_of_all(found, survey)
    return _Claims(
        events=tuple(_kept(found, loose)),
        operations=(
            *annotated_operations(survey),
            *with_header_callers(
                with_declared_paths(with_base_paths(_operations(operations, labelled, survey), survey)), survey
            ),
        ),
        envelope=_envelope(found, loose),
        placeholders=loose.placeholders,
    )


def _operations(
    sections: Sequence[OperationClaim], labelled: Sequence[Labelled], survey: Survey
) -> tuple[OperationClaim, ...]:
    """The claims of sections, commented fences, tables and lists of endpoints."""
    return (
        *sections,
        *commented_operations(labelled, survey),
        *table_operations(survey),
        *listed_operations(survey),
    )


def _named_envelope(survey: Survey, resources: Mapping[str, str]) -> Envelope | None:
    """The envelope of the document that front matter names (`contracts: envelope: docs/envelope.md`)."""
    named = survey.front.envelope
    if not named:
        return None
    text = resources.get(named)
    if text is None:
        survey.findings.note("bad-annotation", 1, reason=f"the envelope {named!r} is not among the documents")
        return None
    findings = Findings(path=named)
    read = decoded_text(text, findings)
    return _claims(survey_page(read_page(read, path=named, findings=findings), findings)).envelope if read else None


def _kept(claims: Sequence[EventClaim], loose: LooseFences) -> list[EventClaim]:
    """The claims without the one that only shows the envelope with an example name and an empty payload."""
    maybe = loose.maybe_envelope
    if loose.envelope is not None or maybe is None or not _needs_envelope(claims):
        return list(claims)
    others = {claim.name for claim in claims if claim.shape is None or claim.shape.line != maybe.line}
    return (
        [claim for claim in claims if not (claim.shape and claim.shape.line == maybe.line and claim.name not in others)]
        if others
        else list(claims)
    )


def _needs_envelope(claims: Sequence[EventClaim]) -> bool:
    """Whether events are described by payloads only."""
    return any(
        claim.shape is not None and not claim.type_path and claim.via in {"example", "field-table"} for claim in claims
    )


def _envelope(claims: Sequence[EventClaim], loose: LooseFences) -> Envelope | None:
    if loose.envelope is not None:
        return loose.envelope
    return loose.maybe_envelope if _needs_envelope(claims) else None


def _note_prose(survey: Survey, subjects: Sequence[Subject]) -> None:
    """Note routes that stand in the middle of a sentence, unless the document declares them elsewhere."""
    declared = {route for subject in subjects for route in subject.routes}
    for block in survey.page.blocks:
        if block.kind is not BlockKind.PARAGRAPH or "/" not in block.text:
            continue
        routes = (leading_route(span) for span in code_spans(block.text))
        prose = [route for route in routes if route and route not in declared]
        for route in prose if prose and not anchored_route(block) else ():
            survey.findings.note("endpoint-in-prose", block.line, text=f"{route.method} {route.path}")


def _note_contracts(contracts: Sequence[Contract], findings: Findings) -> None:
    for contract in contracts:
        if contract.definition is None and contract.kind is Kind.EVENT:
            findings.note("no-schema", contract.provenance.line, name=contract.name)
        if contract.status is Status.PLANNED:
            findings.note("planned-contract", contract.provenance.line, name=contract.name)
        elif contract.kind is Kind.EVENT:
            _note_event(contract, findings)
        else:
            _note_operation(contract, findings)


def _note_event(contract: Contract, findings: Findings) -> None:
    line, name = contract.provenance.line, contract.name
    producers, consumers = contract.services(Role.PRODUCER), contract.services(Role.CONSUMER)
    if not producers:
        findings.note("never-published" if consumers else "missing-producer", line, name=name)
    if not consumers:
        findings.note("missing-consumer", line, name=name)
    _note_inferred(contract, Role.PRODUCER, "inferred-producer", findings)


def _note_operation(contract: Contract, findings: Findings) -> None:
    line, name = contract.provenance.line, contract.name
    if name.startswith(f"{UNKNOWN_PROVIDER}:") and not contract.services(Role.PROVIDER):
        findings.note("unknown-provider", line, name=f"{contract.method} {contract.path}")
    if contract.visibility == "internal" and not contract.services(Role.CALLER):
        named = name.split(":", 1)[0]
        provider = named if named != UNKNOWN_PROVIDER else "SERVICE"
        findings.note("missing-caller", line, name=name, route=f"{contract.method} {contract.path}", provider=provider)
    if contract.method in {"GET", "HEAD"} and contract.definition and contract.definition.part("request"):
        findings.note("body-on-get", line, name=name, method=contract.method)
    _note_inferred(contract, Role.PROVIDER, "inferred-provider", findings)


def _note_inferred(contract: Contract, role: Role, code: str, findings: Findings) -> None:
    for party in contract.parties:
        if party.role is role and party.confidence is Confidence.INFERRED:
            findings.note(code, contract.provenance.line, name=contract.name, service=party.service)


def _settled(
    findings: Findings, contracts: Sequence[Contract], placeholders: int, survey: Survey
) -> tuple[Problem, ...]:
    """The problems; a template that nobody filled has one, however many placeholders it holds."""
    problems = findings.sorted_problems()
    unfilled = [problem for problem in problems if problem.code in _TEMPLATE_CODES]
    if contracts or not (unfilled or placeholders):
        return problems
    first = min((problem.line for problem in unfilled), default=1)
    others = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    template = Findings(path=survey.page.path)
    template.note("template-not-filled", first)
    return (*others, *template.sorted_problems())
