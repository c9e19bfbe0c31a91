"""API tables and lists of endpoints -> claims about operations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contracts.documents.claims import OperationClaim, PartyClaim
from contracts.documents.party_lists import cell_parties
from contracts.documents.subjects import listed_routes
from contracts.documents.tables import Record, Table, TableKind
from contracts.documents.text.inline import is_placeholder, is_struck, plain_text
from contracts.documents.text.markdown import Block, BlockKind
from contracts.documents.vocabulary.names import METHODS, Route, clean_path, looks_like_path, read_routes
from contracts.documents.vocabulary.parties import heading_arrow, is_service_title, normal_service, read_parties
from contracts.documents.vocabulary.words import normalised, says
from contracts.model import Confidence, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.documents.survey import Survey

_METHOD: Final = re.compile(rf"\b({'|'.join(METHODS)})\b")
_CALLED_BY: Final = re.compile(r"\b(?:called|used|invoked|consumed) by\s+(?:the\s+)?([^.;(]+)", re.IGNORECASE)
_UNFILLED: Final = re.compile(r"\{resource\}|\{feature\}|\{service\}|\{entity\}")


def table_operations(survey: Survey) -> Iterator[OperationClaim]:
    """The claims of all API tables."""
    for table, kind in survey.tables.values():
        if kind is TableKind.OPERATIONS and not survey.is_ignored(table.block) and not _is_look_alike(table, survey):
            for record in table.records(survey.findings):
                yield from _row(record, table, survey)


def _is_look_alike(table: Table, survey: Survey) -> bool:
    """Whether the table tests, limits or lists errors of endpoints instead of declaring them."""
    return survey.section_says(table.block, "not_contract", depth=1)


def _row(record: Record, table: Table, survey: Survey) -> Iterator[OperationClaim]:
    if _is_unfilled(record, survey):
        return
    routes = _routes(record, survey)
    for route in routes:
        name = f"{route.method} {route.path}"
        callers = cell_parties(record.cell("from", "consumer"), record.line, survey, name)
        callers = callers or _said_callers(record, survey) or section_callers(table.block, survey)
        provider = cell_parties(record.cell("to", "service", "producer"), record.line, survey, name)[:1]
        auth = plain_text(record.cell("auth"))
        yield OperationClaim(
            route=route,
            block=table.block,
            line=record.line,
            via="api-table",
            provider=provider[0] if provider else section_provider(table.block, survey),
            callers=callers,
            visibility=visibility(route, auth, table.block, survey, has_callers=bool(callers)),
            auth=auth,
            description=plain_text(record.cell("description", "responsibility")),
            status=_status(record, table, survey),
        )


def _is_unfilled(record: Record, survey: Survey) -> bool:
    text = next(
        (cell for role in ("service", "from", "to", "path", "method") if is_placeholder(cell := record.cell(role))), ""
    )
    text = text or next(iter(_UNFILLED.findall(record.cell("path"))), "")
    if text:
        survey.findings.note("unfilled-row", record.line, text=plain_text(text))
    return bool(text)


def _routes(record: Record, survey: Survey) -> tuple[Route, ...]:
    path, method = plain_text(record.cell("path")), plain_text(record.cell("method"))
    joined = read_routes(path) or read_routes(method)
    if joined:
        return joined
    if not looks_like_path(record.cell("path").split("<br")[0]):
        return ()
    methods = _METHOD.findall(method.upper())
    if not methods and not method:
        survey.findings.note("missing-method", record.line, path=path)
    return tuple(Route(method=found, path=clean_path(path)) for found in dict.fromkeys(methods))


def _status(record: Record, table: Table, survey: Survey) -> Status:
    if is_struck(record.cell("path")) or says(record.cell("status") or "-", "deprecated"):
        return Status.DEPRECATED
    is_planned = survey.section_says(table.block, "planned", depth=1) or says(record.cell("status") or "-", "planned")
    return Status.PLANNED if is_planned else Status.ACTIVE


def _said_callers(record: Record, survey: Survey) -> tuple[PartyClaim, ...]:
    """The caller that a note names: `called by order-service`."""
    match = _CALLED_BY.search(plain_text(record.cell("description")))
    titles = read_parties(match[1], survey.services).titles if match else ()
    known = (title for title in titles if normal_service(title) in survey.services or is_service_title(title))
    return tuple(PartyClaim(title=title, line=record.line) for title in known)


def _section_arrow(block: Block) -> tuple[str, str] | None:
    headings = (*block.section, block.text) if block.kind is BlockKind.HEADING else block.section
    return next((found for text in reversed(headings) if (found := heading_arrow(text))), None)


def section_callers(block: Block, survey: Survey) -> tuple[PartyClaim, ...]:
    """The caller that a heading above a block names: `## order-service → inventory-service`."""
    arrow = _section_arrow(block)
    titles = read_parties(arrow[0], survey.services).titles if arrow else ()
    return tuple(PartyClaim(title=title, line=block.line) for title in titles)


def section_provider(block: Block, survey: Survey) -> PartyClaim | None:
    """The provider that a heading above a block names, or a line or the front matter for the whole document."""
    if survey.front.service:
        return PartyClaim(title=survey.front.service, line=block.line, confidence=Confidence.EXPLICIT)
    arrow = _section_arrow(block)
    if arrow:
        return PartyClaim(title=arrow[1], line=block.line)
    title = survey.section_service(block)
    sureness = Confidence.STATED if title == survey.own_service else Confidence.INFERRED
    return PartyClaim(title=title, line=block.line, confidence=sureness) if title else None


def visibility(route: Route, auth: str, block: Block, survey: Survey, *, has_callers: bool) -> str:
    """`internal` where a caller, the path, the auth column or a heading says so, else `external`."""
    segments = route.path.strip("/").split("/")
    is_internal = has_callers or "internal" in segments or says(auth or "-", "internal")
    if is_internal or any(says(text, "internal") for text in (*block.section, survey.page.title)):
        return "internal"
    return "external" if normalised(auth) != "internal" else "internal"


def listed_operations(survey: Survey) -> Iterator[OperationClaim]:
    """The claims of fences that list one endpoint per line."""
    for block in survey.page.blocks:
        if survey.is_ignored(block):
            continue
        for line, route in listed_routes(block):
            if not _UNFILLED.search(route.path):
                yield OperationClaim(
                    route=route,
                    block=block,
                    line=line,
                    via="endpoint-list",
                    provider=section_provider(block, survey),
                    visibility=visibility(route, "", block, survey, has_callers=False),
                )
