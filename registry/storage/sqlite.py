"""Connections to a SQLite file: durable, strict, patient, and with as little talk between threads as there can be."""

from __future__ import annotations

import sqlite3
from asyncio import sleep
from itertools import islice
from typing import TYPE_CHECKING, Self

import aiosqlite
from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine

from registry.errors import DatabaseUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import URL, Connection
    from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_connection
    from sqlalchemy.ext.asyncio import AsyncEngine
    from sqlalchemy.pool import ConnectionPoolEntry

    from contracts.keywords import Json

BUSY_TIMEOUT_SECONDS = 30.0
_PAUSE_SECONDS = 0.02
_ROWS_AT_ONCE = 64  # of those who iterate over a cursor, which SQLAlchemy does not


def sqlite_engine(url: URL) -> AsyncEngine:
    """An engine whose transactions lock the file from their beginning, if they were said to write."""
    engine = create_async_engine(url, connect_args={"timeout": 0, "async_creator_fn": _connection})
    event.listen(engine.sync_engine, "connect", _prepare_connection)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


class _Cursor(aiosqlite.Cursor):
    """A cursor that runs a statement and fetches all its rows in one visit to the thread of the connection.

    SQLAlchemy asks for a cursor, runs, fetches and closes: four visits, each of which waits for its turn in the event
    loop, while a writer keeps the file locked.
    """

    _rows: Iterator[sqlite3.Row] = iter(())

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Json] | None = None) -> Self:
        """Return this cursor, which has all rows."""
        rows = await self._execute(self._fetched, sql, parameters or ())  # type: ignore[no-untyped-call]  # theirs
        self._rows = iter(rows)
        return self

    def _fetched(self, sql: str, parameters: Json) -> list[sqlite3.Row]:
        self._cursor.execute(sql, parameters)
        return self._cursor.fetchall() if self._cursor.description else []

    async def fetchall(self) -> Iterable[sqlite3.Row]:
        """Return the rows that nobody has taken yet."""
        return list(self._rows)

    async def fetchmany(self, size: int | None = None) -> Iterable[sqlite3.Row]:
        """Return as many of them as are asked for, to those who stream."""
        return list(islice(self._rows, size or _ROWS_AT_ONCE))

    async def fetchone(self) -> sqlite3.Row | None:
        """Return the next one, if there is any."""
        return next(self._rows, None)

    async def close(self) -> None:
        """Do nothing: a cursor whose rows are fetched holds nothing."""


class _Connection(aiosqlite.Connection):
    """A connection whose cursors cost no visit to its thread."""

    def cursor(self) -> _Cursor:  # type: ignore[override]  # SQLAlchemy enters what it gets, and awaits nothing else
        return _Cursor(self, self._conn.cursor())


def _connection(file: str, **options: Json) -> _Connection:
    connection = _Connection(lambda: sqlite3.connect(file, **options), _ROWS_AT_ONCE)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does: a connection that is lost must not outlive us
    return connection


def _prepare_connection(connection: AsyncAdapt_dbapi_connection, _entry: ConnectionPoolEntry) -> None:
    connection.run_async(_prepare)


async def _prepare(connection: aiosqlite.Connection) -> None:
    """Let SQLAlchemy begin transactions, and make the connection durable, strict and patient."""
    connection.isolation_level = None
    await _switch_to_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", f"busy_timeout={int(BUSY_TIMEOUT_SECONDS * 1000)}"):
        await connection.execute(f"PRAGMA {pragma}")


async def _switch_to_wal(connection: aiosqlite.Connection) -> None:
    """Only the first connection of a new file changes anything; two that do it at once would wait for each other."""
    for _ in range(int(BUSY_TIMEOUT_SECONDS / _PAUSE_SECONDS)):
        try:
            await connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY":
                raise
            await sleep(_PAUSE_SECONDS)
        else:
            return
    raise DatabaseUnavailable("another process keeps the new database file locked")


def _begin(connection: Connection) -> None:
    """Begin as a writer where something will be written: a reader that turns writer late can only fail."""
    writes = connection.get_execution_options().get("bindery_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
