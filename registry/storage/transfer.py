"""Everything that a registry holds as lines of JSON, out of one database and into another."""

from __future__ import annotations

import base64
import json
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Date, LargeBinary, Uuid, func, insert, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel.sql.sqltypes import UTCDateTime

from registry.errors import NoExport, NotEmpty
from registry.storage.failures import translated_failures
from registry.storage.migration import current_revision
from registry.storage.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    from sqlalchemy import Column, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from contracts.keywords import Json
    from registry.storage.database import Database

FORMAT = "bindery-export"
END = "bindery-export-rows"
_BATCH = 500
_SEEDED = ("environment", "sequence")  # the migrations put rows into them


async def export_rows(database: Database) -> AsyncIterator[str]:
    """The lines of an export: `{"bindery-export": REVISION}`, `{"table": ..., "row": {...}}` for each row, an end.

    The end is `{"bindery-export-rows": COUNT}`; an export that was cut short lacks it. All of one moment, in an order
    that depends on nothing but what is stored.

    Raises:
        DatabaseUnavailable: the database does not answer.
        DatabaseBehind: a table is missing.
    """
    with translated_failures():
        async with database.engine.connect() as connection:
            if not database.is_sqlite:  # where a reader sees one moment anyway
                await connection.execution_options(isolation_level="REPEATABLE READ")
            yield json.dumps({FORMAT: await connection.run_sync(current_revision)})
            count = 0
            for table in METADATA.sorted_tables:
                rows = await connection.stream(select(table).order_by(table.c.id))
                async for row in rows.mappings():
                    values = {column.name: _written(row[column]) for column in table.columns}
                    yield json.dumps({"table": table.name, "row": values}, sort_keys=True, ensure_ascii=False)
                    count += 1
            yield json.dumps({END: count})


async def import_rows(database: Database, lines: Iterable[str]) -> int:
    """How many rows the lines of an export put into an empty registry: all of them, or none.

    Raises:
        NoExport: the lines are no export, or one of another release.
        NotEmpty: the registry holds something already.
        DatabaseUnavailable: the database does not answer.
    """
    numbered = enumerate(lines, 1)
    with translated_failures():
        async with database.engine.execution_options(bindery_writes=True).begin() as connection:
            _check_head(next(numbered, (1, ""))[1], await connection.run_sync(current_revision))
            await _check_empty(connection)
            for seeded in _SEEDED:
                await connection.execute(METADATA.tables[seeded].delete())
            return await _insert_all(connection, numbered)


async def _insert_all(connection: AsyncConnection, numbered: Iterable[tuple[int, str]]) -> int:
    count = 0
    last = 1
    waiting: list[dict[str, Json]] = []
    at: Table | None = None
    for last, table, row in _rows(numbered):
        if at is not None and (table is not at or len(waiting) == _BATCH):
            await _insert(connection, at, waiting, last=last - 1)
            waiting = []
        at = table
        waiting.append(row)
        count += 1
    if at is not None:
        await _insert(connection, at, waiting, last=last)
    return count


async def _insert(connection: AsyncConnection, table: Table, rows: list[dict[str, Json]], *, last: int) -> None:
    try:
        await connection.execute(insert(table), rows)
    except (IntegrityError, DataError) as error:
        first = last - len(rows) + 1
        raise NoExport(
            f"line {first}, or one that follows up to line {last}: the database takes no such rows ({error.orig})"
        ) from error


def _rows(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, Table, dict[str, Json]]]:
    """The number of each line that is a row, its table and its values; the end must be there, and be the end."""
    count, number, is_ended = 0, 1, False
    for number, line in numbered:
        if is_ended:
            raise NoExport(f"line {number}: it follows the end of the export")
        if f'"{END}"' in line and _is_end(number, line, count):
            is_ended = True
            continue
        yield number, *_row(number, line)
        count += 1
    if not is_ended:
        raise NoExport(f"line {number}: the export ends here, without its last line: it was cut short")


def _is_end(number: int, line: str, count: int) -> bool:
    """Whether a line is the end of an export of so many rows; the words may stand in a row as well."""
    try:
        found = json.loads(line)
    except ValueError:
        return False
    if not isinstance(found, dict) or END not in found:
        return False
    if found[END] != count:
        raise NoExport(f"line {number}: {found[END]} rows were exported, {count} are here")
    return True


def _check_head(line: str, revision: str | None) -> None:
    try:
        found = json.loads(line)[FORMAT]
    except (ValueError, KeyError, TypeError) as error:
        raise NoExport("line 1: it does not begin as `bindery export` writes it") from error
    if found != revision:
        raise NoExport(
            f"line 1: it was made with the tables {found}, this registry has {revision}: use the same release"
        )


async def _check_empty(connection: AsyncConnection) -> None:
    for table in METADATA.sorted_tables:
        held = 0 if table.name in _SEEDED else await connection.scalar(select(func.count()).select_from(table))
        if held:
            raise NotEmpty(table.name, held)


def _row(number: int, line: str) -> tuple[Table, dict[str, Json]]:
    try:
        found = json.loads(line)
        table = METADATA.tables[found["table"]]
        return table, {column.name: _read(column, found["row"][column.name]) for column in table.columns}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoExport(f"line {number}: it is no row of this release ({error!r})") from error


def _written(value: Json) -> Json:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


_READERS: tuple[tuple[type, Callable[[str], Json]], ...] = (
    (LargeBinary, base64.b64decode),
    (UTCDateTime, datetime.fromisoformat),
    (Date, date.fromisoformat),
    (Uuid, UUID),
)


def _read(column: Column[Json], value: Json) -> Json:
    if value is None:
        return None
    for kind, read in _READERS:
        if isinstance(column.type, kind):
            return read(value)
    return value
