"""The section of an operation -> a claim: its bodies, and what lines say of its parties."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from contracts.documents.claims import OperationClaim, PartyClaim
from contracts.documents.operations.bodies import Bodies, place_shape, read_bodies, titled
from contracts.documents.operations.callers import sentence_callers
from contracts.documents.operations.tables import section_callers, section_provider, visibility
from contracts.documents.party_lists import cell_parties
from contracts.documents.text.inline import is_struck, plain_text
from contracts.documents.text.markdown import Block, BlockKind
from contracts.documents.vocabulary.labels import labels_of
from contracts.documents.vocabulary.names import Route, read_routes
from contracts.documents.vocabulary.words import says
from contracts.model import Confidence, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from contracts.documents.annotations import Annotation
    from contracts.documents.subjects import Labelled, Subject
    from contracts.documents.survey import Survey

_UNFILLED: Final = re.compile(r"\{resource\}|\{feature\}|\{service\}|\{entity\}")


def section_operations(subject: Subject, survey: Survey) -> Iterator[OperationClaim]:
    """The claim of an operation's section, for each of its routes."""
    anchor = subject.anchor
    if (
        any(survey.section_says(anchor, topic, depth=1) for topic in ("not_contract",))
        and anchor.kind is not BlockKind.HEADING
    ):
        return
    for route in subject.routes:
        if _UNFILLED.search(route.path) or survey.is_ignored(anchor):
            continue
        bodies = read_bodies(subject, route, survey)
        if _is_told(anchor, bodies, survey):
            continue
        callers, provider, auth = _read_parties(subject, route, survey)
        claim = OperationClaim(
            route=route,
            block=anchor,
            line=anchor.line + (1 if anchor.kind is BlockKind.FENCE else 0),
            via={BlockKind.HEADING: "heading", BlockKind.FENCE: "fence"}.get(anchor.kind, "line"),
            provider=provider or section_provider(anchor, survey),
            callers=callers or section_callers(anchor, survey),
            request=tuple(bodies.request),
            responses={status: tuple(shapes) for status, shapes in bodies.responses.items()},
            visibility=visibility(route, auth, anchor, survey, has_callers=bool(callers)),
            auth=auth,
            description=_description(subject),
            status=_status(subject, survey),
        )
        for annotation in survey.section_annotations(labelled.block for labelled in subject.blocks):
            claim = annotated_operation(claim, annotation)
        own = survey.annotations.get(anchor.line)
        yield annotated_operation(claim, own) if own else claim


def _is_told(anchor: Block, bodies: Bodies, survey: Survey) -> bool:
    """Whether a line only tells of an endpoint: in a changelog or a runbook, without a body of its own."""
    if anchor.kind not in {BlockKind.ITEM, BlockKind.PARAGRAPH} or bodies.request or bodies.responses:
        return False
    headings = (*(plain_text(text) for text in anchor.section), survey.page.title)
    is_told = any(says(heading, "told") for heading in headings) and not survey.is_annotated(anchor)
    if is_told:
        survey.findings.ignore(
            "endpoint", "a changelog or a runbook tells of it", line=anchor.line, end_line=anchor.end_line
        )
    return is_told


def annotated_operation(claim: OperationClaim, annotation: Annotation) -> OperationClaim:
    """The claim with what an annotation says in place of what was recognised."""
    line, flags = annotation.line, annotation.flags
    provider = (
        PartyClaim(title=annotation.provider, line=line, confidence=Confidence.EXPLICIT)
        if annotation.provider
        else claim.provider
    )
    callers = tuple(PartyClaim(title=title, line=line, confidence=Confidence.EXPLICIT) for title in annotation.callers)
    return replace(
        claim,
        provider=provider,
        callers=callers or claim.callers,
        visibility="internal" if "internal" in flags else "external" if "external" in flags else claim.visibility,
        status=Status.PLANNED if "planned" in flags else Status.DEPRECATED if "deprecated" in flags else claim.status,
        auth=annotation.auth or claim.auth,
        version=annotation.version,
        policy=annotation.policy,
        confidence=Confidence.EXPLICIT,
    )


def _status(subject: Subject, survey: Survey) -> Status:
    anchor = subject.anchor
    text = plain_text(anchor.text.split("\n", 1)[0]) if anchor.kind is not BlockKind.FENCE else ""
    if is_struck(anchor.text) or (anchor.kind is BlockKind.HEADING and says(text, "deprecated")):
        return Status.DEPRECATED
    is_planned = survey.section_says(anchor, "planned", depth=1) or (
        anchor.kind is BlockKind.HEADING and says(text, "planned")
    )
    return Status.PLANNED if is_planned or anchor.is_open_task else Status.ACTIVE


def _description(subject: Subject) -> str:
    texts = (
        found.block
        for found in subject.blocks
        if found.block.kind is BlockKind.PARAGRAPH and found.block is not subject.anchor
    )
    return next((plain_text(block.text) for block in texts if not labels_of(block)), "")


def _read_parties(
    subject: Subject, route: Route, survey: Survey
) -> tuple[tuple[PartyClaim, ...], PartyClaim | None, str]:
    name = f"{route.method} {route.path}"
    callers: tuple[PartyClaim, ...] = ()
    provider: PartyClaim | None = None
    auth = ""
    said: tuple[PartyClaim, ...] = ()
    for labelled in subject.blocks:
        block = labelled.block
        if block.kind is BlockKind.PARAGRAPH and not said:
            said = sentence_callers(block.text, block.line, survey)
        for label in labels_of(labelled.block):
            if not label.value:
                continue
            if label.role in {"from", "consumer"} and not callers:
                callers = cell_parties(label.value, label.line, survey, name)
            elif label.role in {"to", "service"} and provider is None:
                provider = next(iter(cell_parties(label.value, label.line, survey, name)), None)
            elif label.role == "auth":
                auth = auth or plain_text(label.value)
    return callers or said, provider, auth


def commented_operations(labelled: Sequence[Labelled], survey: Survey) -> Iterator[OperationClaim]:
    """The claims of fences whose values name their operation in a comment: `// POST /orders - Request`."""
    for item in labelled:
        found = survey.bodies.get(item.block.line)
        if item.block.kind is not BlockKind.FENCE or not isinstance(found, tuple) or survey.is_ignored(item.block):
            continue
        route: Route | None = None
        for body in found:
            route = next(iter(read_routes(body.title)), route)
            if route is None or survey.section_says(item.block, "not_contract", depth=1):
                continue
            bodies = Bodies()
            place_shape(bodies, body.shape, titled(body, item), route, survey)
            yield OperationClaim(
                route=route,
                block=item.block,
                line=body.shape.line,
                via="fence",
                provider=section_provider(item.block, survey),
                request=tuple(bodies.request),
                responses={status: tuple(shapes) for status, shapes in bodies.responses.items()},
                visibility=visibility(route, "", item.block, survey, has_callers=False),
            )
