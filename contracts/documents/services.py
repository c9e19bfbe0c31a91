"""The services of a document: its service table, and every party that a contract names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.documents.party_lists import ServiceBook, cell_parties
from contracts.documents.tables import Record, Table, TableKind
from contracts.documents.text.inline import is_placeholder, plain_text
from contracts.documents.vocabulary.parties import listed_service, normal_service
from contracts.model import Edge, Provenance, Service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.documents.survey import Survey


def read_services(survey: Survey) -> ServiceBook:
    """The services that tables and front matter list."""
    aliases = {
        spelling: service
        for written, title in survey.front.aliases.items()
        if (spelling := normal_service(written)) and (service := normal_service(title))
    }
    book = ServiceBook(findings=survey.findings, aliases=aliases)
    if survey.front.service:
        book.meet(survey.front.service, 1)
    for table, kind in survey.tables.values():
        if kind is TableKind.SERVICES and not survey.is_ignored(table.block):
            for record in table.records(survey.findings):
                _service_row(record, table, book)
    return book


def _service_row(record: Record, table: Table, book: ServiceBook) -> None:
    cell = record.cell("service")
    if is_placeholder(cell):
        book.findings.note("unfilled-row", record.line, text=plain_text(cell))
        return
    title = listed_service(cell)
    name = book.name_of(title, record.line) if title else None
    if name is None or name in book.listed:
        return
    at = Provenance(
        path=book.findings.path,
        line=record.line,
        end_line=record.line,
        section=table.block.section,
        via="service-table",
    )
    book.listed.add(name)
    book.services[name] = Service(
        name=name,
        title=title,
        responsibility=plain_text(record.cell("responsibility")),
        tech_stack=plain_text(record.cell("tech_stack")),
        aliases=tuple(alias for alias, owner in book.aliases.items() if owner == name),
        provenance=at,
    )


def read_edges(survey: Survey, book: ServiceBook) -> Iterator[Edge]:
    """The dependencies that are drawn but are no contracts."""
    for table, kind in survey.tables.values():
        if kind is not TableKind.EDGES or survey.is_ignored(table.block):
            continue
        for record in table.records(survey.findings):
            unfilled = next((cell for role in ("from", "to") if is_placeholder(cell := record.cell(role))), "")
            if unfilled:
                survey.findings.note("unfilled-row", record.line, text=plain_text(unfilled))
                continue
            yield from _edges(record, table, survey, book)


def _edges(record: Record, table: Table, survey: Survey, book: ServiceBook) -> Iterator[Edge]:
    at = Provenance(
        path=survey.page.path, line=record.line, end_line=record.line, section=table.block.section, via="edge-table"
    )
    for caller in cell_parties(record.cell("from"), record.line, survey, "the row"):
        for callee in cell_parties(record.cell("to"), record.line, survey, "the row"):
            from_service, to_service = book.meet(caller.title, record.line), book.meet(callee.title, record.line)
            if from_service and to_service:
                yield Edge(
                    from_service=from_service,
                    to_service=to_service,
                    protocol=plain_text(record.cell("protocol")),
                    pattern=plain_text(record.cell("pattern")),
                    provenance=at,
                )
