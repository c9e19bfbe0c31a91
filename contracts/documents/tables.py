"""Tables by the roles of their columns: what a table is about, decided by header words and checked by cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from contracts.documents.columns import column_roles
from contracts.documents.text.inline import is_placeholder, plain_text
from contracts.documents.text.markdown import plain_section
from contracts.documents.topics import topic_events
from contracts.documents.vocabulary.names import EventName, looks_like_path, read_routes
from contracts.documents.vocabulary.shortened_names import cell_names
from contracts.documents.vocabulary.words import is_empty, label_role, says

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from contracts.documents.problems import Findings
    from contracts.documents.text.markdown import Block
    from contracts.documents.text.table_rows import Row

_DITTO: Final = frozenset({'"', "''", "〃", "″", "”", "ditto", "idem", "同上"})
_STATE: Final = re.compile(r"^[A-Z][A-Z_]*$")
_ONE_WORD: Final = re.compile(r"`([A-Za-z][A-Za-z0-9]{2,40})`")
_WEAK_HEADERS: Final = frozenset({"type", "name", "message"})
_SHORT_NAMES: Final = frozenset({"API", "BFF", "CRM", "ERP", "CDN", "AUTH", "WEB", "ALL", "SMS"})
_PARTY_ROLES: Final = ("producer", "consumer", "publishes", "consumes", "flow")


class TableKind(StrEnum):
    """What a table is about."""

    SERVICES = "services"
    EVENTS = "events"
    SERVICE_EVENTS = "service events"
    OPERATIONS = "operations"
    EDGES = "edges"
    FIELDS = "fields"
    FACTS = "facts"
    CHANNELS = "channels"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of a table, its cells by role."""

    line: int
    cells: dict[str, str]

    def cell(self, *roles: str) -> str:
        """The first cell of these roles that says something, as the document writes it."""
        return next((self.cells[role] for role in roles if role in self.cells and not is_empty(self.cells[role])), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with the role of each column; None for a column that says nothing to Bindery."""

    block: Block
    roles: tuple[str | None, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """The header cells as plain text."""
        return tuple(plain_text(cell) for cell in self.block.rows[0].cells)

    def has(self, *roles: str) -> bool:
        """Whether there is a column for each of these roles."""
        return all(role in self.roles for role in roles)

    def has_any(self, *roles: str) -> bool:
        """Whether there is a column for one of these roles."""
        return any(role in self.roles for role in roles)

    def records(self, findings: Findings | None = None) -> Iterator[Record]:
        """The rows; a row with cells beyond the header is noted in `findings`."""
        above: dict[str, str] = {}
        for row in self.block.rows[1:]:
            if findings is not None and len(row.cells) > len(self.roles):
                findings.note("row-has-extra-cells", row.line, found=len(row.cells), expected=len(self.roles))
            cells = {role: _repeated(cell, above.get(role, "")) for role, cell in self._cells(row).items()}
            above |= {role: cell for role, cell in cells.items() if cell}
            yield Record(line=row.line, cells=cells)

    def _cells(self, row: Row) -> dict[str, str]:
        cells: dict[str, str] = {}
        for role, cell in zip(self.roles, row.cells, strict=False):
            if role:
                cells.setdefault(role, cell)
        return cells


def _repeated(cell: str, above: str) -> str:
    """The cell, or the one above it where it holds a ditto mark."""
    return above if cell.strip("`* ") in _DITTO else cell


def read_table(block: Block) -> Table:
    """The table with its column roles."""
    return Table(block=block, roles=column_roles(block))


def table_kind(table: Table, *, title: str = "") -> TableKind:  # noqa: PLR0911 - one return per kind, in order
    """What the table is about; `title` is that of the document."""
    section = " / ".join(plain_section(table.block)[-2:])
    if table.has_any("expected", "before"):
        return TableKind.OTHER
    if (table.has_any("publishes", "consumes") and table.has("service")) or table.has("consumer", "consumes"):
        return TableKind.SERVICE_EVENTS
    if _is_operations(table):
        return TableKind.OPERATIONS
    if _is_events(table, section, title):
        return TableKind.EVENTS
    if table.has("field", "type"):
        return TableKind.FIELDS
    if table.has("from", "to") and table.has_any("protocol", "pattern") and not _holds_states(table):
        return TableKind.EDGES
    if table.has("service") and table.has_any("responsibility", "tech_stack"):
        return TableKind.SERVICES
    if table.has_any("queue", "exchange", "topic") and table.has_any("producer", "consumer"):
        return TableKind.CHANNELS
    return TableKind.FACTS if _is_facts(table) else TableKind.OTHER


def refusal(table: Table) -> str:  # noqa: PLR0911 - one return per reason, the surest first
    """Why a table with names of events or paths is not taken; nothing where it was never about contracts."""
    if not table.has_any("event", "path", "routing_key"):
        return ""
    if table.has_any("expected", "before"):
        return "it compares or tests what is declared elsewhere"
    if _is_alert(table):
        return "it says who is alerted, not who consumes"
    if _holds_states(table):
        return "From and To hold states, not services"
    if table.has("event") and _names_share(table, "event") == 0:
        return "no cell of its event column is a name on the wire"
    if table.has_any("event", "routing_key"):
        return "neither a column nor its heading says who publishes or consumes"
    return "no cell holds a method and a path"


def _is_operations(table: Table) -> bool:
    if not table.has_any("path", "method") or _holds_states(table):
        return False
    cells = [" ".join(row.cells) for row in table.block.rows[1:]]
    if table.has("method", "path"):
        return True
    return table.has("path") and any(read_routes(plain_text(cell)) for cell in cells)


def event_column(table: Table) -> str | None:
    """The role of the column that holds the events: `event`, else a topic or routing key that looks like one."""
    for role in ("event", "topic", "routing_key"):
        if table.has(role) and _names_share(table, role) > 0:
            return role
    return None


def _names_share(table: Table, role: str) -> float:
    cells = [cell for record in table.records() if (cell := record.cell(role)) and not is_placeholder(cell)]
    if not cells:
        return float(any(is_placeholder(record.cell(role)) for record in table.records()))
    return sum(bool(names) for names in _cell_events(cells, role)) / len(cells)


def _cell_events(cells: Sequence[str], role: str) -> tuple[tuple[EventName, ...], ...]:
    return tuple(cell_names(cell).full for cell in cells) if role == "event" else topic_events(cells)


def _word_names(table: Table, cells: Sequence[str]) -> Iterator[tuple[EventName, ...]]:
    """The events of an event column with those that are one word in code marks, where others are names."""
    found = _cell_events(cells, "event")
    header = table.headers[table.roles.index("event")]
    may_be_words = any(found) and table.has_any(*_PARTY_ROLES) and header.casefold() not in _WEAK_HEADERS
    for cell, names in zip(cells, found, strict=True):
        word = _ONE_WORD.fullmatch(cell.strip("* ")) if may_be_words and not names else None
        yield (EventName(name=word[1]),) if word else names


def row_events(table: Table, role: str) -> dict[int, tuple[EventName, ...]]:
    """The events that the rows of an event table name in the column of this role, by line."""
    cells = {record.line: record.cell(role) for record in table.records()}
    said = tuple(cells.values())
    return dict(zip(cells, _word_names(table, said) if role == "event" else _cell_events(said, role), strict=True))


def _is_events(table: Table, section: str, title: str) -> bool:
    column = event_column(table)
    if column is None or table.has("step") or _holds_states(table) or _is_alert(table):
        return False
    if table.has_any(*_PARTY_ROLES) or (table.has_any("from", "to", "service") and column == "event"):
        return True
    speaks = says(section, "published") or says(section, "consumed")
    if speaks and (column in {"event", "topic"} or says(section, "event")):
        return True
    is_about = says(section, "event") or says(title, "event")
    if not is_about or says(section, "naming") or column == "routing_key":
        return False
    return (
        table.has_any("payload", "description", "topic", "exchange", "routing_key")
        and _names_share(table, column) == 1.0
    )


def _is_alert(table: Table) -> bool:
    """Whether the table says who is alerted of what: `Event | Severity | Consumer`."""
    return table.has("severity") and not table.has("producer")


def _holds_states(table: Table) -> bool:
    """Whether From and To hold states of a state machine, or files: no services."""
    cells = [plain_text(record.cells.get(role, "")) for record in table.records() for role in ("from", "to")]
    said = [cell for cell in cells if cell and not is_empty(cell)]
    odd = [
        cell
        for cell in said
        if (_STATE.match(cell) and cell not in _SHORT_NAMES) or looks_like_path(cell) or re.search(r"\.\w{2,4}$", cell)
    ]
    return bool(said) and table.has("from", "to") and len(odd) * 2 > len(said)


def _is_facts(table: Table) -> bool:
    """Whether the first column holds labels: `| Producer | order-service |`."""
    if len(table.block.rows[0].cells) != len(("label", "value")):
        return False
    firsts = [plain_text(row.cells[0]) for row in table.block.rows if row.cells]
    if label_role(firsts[0]) in {"producer", "consumer"} and not any(label_role(first) for first in firsts[1:]):
        return False  # `| Consumer | Purpose |` lists consumers
    if any(label_role(first) in {"producer", "consumer", "topic", "event", "endpoint"} for first in firsts):
        return True
    lasts = [row.cells[-1].strip("` ") for row in table.block.rows[1:] if row.cells]
    return any(
        label_role(first) == "payload" and last.startswith("{") for first, last in zip(firsts[1:], lasts, strict=False)
    )
