"""Matrices of events and services -> claims: a column per service, a mark where it publishes or consumes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from contracts.documents.claims import EventClaim, PartyClaim
from contracts.documents.tables import TableKind
from contracts.documents.text.inline import plain_text
from contracts.documents.text.markdown import plain_section
from contracts.documents.vocabulary.names import EventName, event_names, is_past
from contracts.documents.vocabulary.parties import is_service_title, normal_service
from contracts.documents.vocabulary.words import header_role, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.documents.survey import Survey
    from contracts.documents.tables import Table
    from contracts.documents.text.table_rows import Row

_PUBLISHES: Final = re.compile(r"^(?:p|pub|publish\w*|produc\w*|emit\w*|out|→)$", re.IGNORECASE)
_CONSUMES: Final = re.compile(r"^(?:c|s|sub|subscri\w*|consum\w*|listen\w*|in|←)$", re.IGNORECASE)
_MARK: Final = re.compile(r"^(?:✅|✔|✓|☑|●|○|x|yes|y)", re.IGNORECASE)
_NOT: Final = re.compile(r"^(?:❌|✗|✘|✖|-|—|no\b|not\b|none\b|n/a)", re.IGNORECASE)
_LETTERS: Final = re.compile(r"^(?:[pc]|pub\w*|produc\w*|emit\w*|sub\w*|consum\w*|listen\w*)$", re.IGNORECASE)
_MIN_SERVICES: Final = 2


def matrix_events(survey: Survey) -> Iterator[EventClaim]:
    """The claims of tables whose columns are services: `| Event | orders | billing |` with P, C or a check mark."""
    for table, kind in survey.tables.values():
        if kind is TableKind.OTHER and not survey.is_ignored(table.block) and (services := _services(table, survey)):
            for row in table.block.rows[1:]:
                yield from _row(row, services, table, survey)


def is_matrix(table: Table, survey: Survey) -> bool:
    """Whether the columns of a table are services."""
    return bool(_services(table, survey))


def _services(table: Table, survey: Survey) -> dict[int, str]:
    """The columns that are services; empty if the table is no matrix of events."""
    headers = table.headers
    if header_role(headers[0]) != "event":
        return {}
    known = {
        at: header
        for at, header in enumerate(headers)
        if at and (is_service_title(header) or normal_service(header) in survey.services)
    }
    marked = {at: header for at, header in enumerate(headers) if at and at not in known and _holds_marks(table, at)}
    found = {**known, **marked} if _says_both_sides(table, {*known, *marked}) else known
    return found if len(found) >= _MIN_SERVICES and len(found) >= len(headers) - 2 else {}


def _holds_marks(table: Table, at: int) -> bool:
    """Whether a column with a header of no other meaning says nothing but P and C, as the column of a service does."""
    header = table.headers[at]
    if header_role(header) is not None or normal_service(header) is None:
        return False
    words = [word for row in table.block.rows[1:] for word in _words(row, at)]
    return bool(words) and all(_LETTERS.match(word) for word in words)


def _words(row: Row, at: int) -> list[str]:
    cell = plain_text(row.cells[at]) if at < len(row.cells) else ""
    return [] if _NOT.match(cell) else re.findall(r"[^\W_]+", cell)


def _says_both_sides(table: Table, columns: set[int]) -> bool:
    """Whether an event has a publisher in one column and a consumer in another; a column `Kind` of P and C has not."""
    for row in table.block.rows[1:]:
        words = {at: _words(row, at) for at in columns}
        publishing = {at for at, said in words.items() if any(_PUBLISHES.match(word) for word in said)}
        consuming = {at for at, said in words.items() if any(_CONSUMES.match(word) for word in said)}
        if any(at != other for at in publishing for other in consuming):
            return True
    return False


def _row(row: Row, services: dict[int, str], table: Table, survey: Survey) -> Iterator[EventClaim]:
    names = event_names(row.cells[0]) if row.cells else ()
    if not names or not all(is_past(name.name) or name.name in survey.event_names for name in names):
        return
    marks = {at: _direction(row.cells[at], table, survey) for at in services if at < len(row.cells)}
    sides = {
        side: tuple(PartyClaim(title=services[at], line=row.line) for at, said in marks.items() if side in said)
        for side in ("publishes", "consumes")
    }
    if any(sides.values()):
        yield from (_claim(name, row, table, sides) for name in names)


def _claim(name: EventName, row: Row, table: Table, sides: dict[str, tuple[PartyClaim, ...]]) -> EventClaim:
    return EventClaim(
        name=name.name,
        block=table.block,
        line=row.line,
        via="event-table",
        producers=sides["publishes"],
        consumers=sides["consumes"],
        label=name.label,
    )


def _direction(cell: str, table: Table, survey: Survey) -> tuple[str, ...]:
    """What a cell says: `P`, `consumes`, `P/C`; a check mark says what the heading says."""
    text = unicodedata.normalize("NFKC", cell.strip())
    if _NOT.match(text):
        return ()
    words = re.findall(r"[^\W\d_]+|[→←]", plain_text(cell))
    said: tuple[str, ...] = ("publishes",) if any(_PUBLISHES.match(word) for word in words[:3]) else ()
    said += ("consumes",) if any(_CONSUMES.match(word) for word in words[:3]) else ()
    if _MARK.match(text) and not said:
        heading = re.sub(r"\W+", " ", " ".join((*plain_section(table.block)[-1:], survey.page.title)))
        consumed, published = says(heading, "consumed"), says(heading, "published")
        return ("consumes",) if consumed and not published else ("publishes",) if published and not consumed else ()
    return said
