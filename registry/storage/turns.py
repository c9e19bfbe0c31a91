"""Taking turns with other processes on the same database, without holding a transaction open."""

from __future__ import annotations

import fcntl
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from registry.storage.failures import translated_failures

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from registry.storage.database import Database

_DELIVERY = 0x42494E45  # next to the number that migrations take


@asynccontextmanager
async def delivery_turn(database: Database) -> AsyncIterator[bool]:
    """Whether this process is the one that may deliver events now; the turn ends with the block, or with the process.

    On PostgreSQL it is an advisory lock of a session, which ends with it; beside a SQLite file it is a lock on another
    file: a transaction of SQLite would keep registrations waiting for the broker.

    Raises:
        DatabaseUnavailable: the database does not answer.
    """
    turn = _turn_by_file(Path(f"{database.engine.url.database}.delivery")) if database.is_sqlite else _turn(database)
    async with turn as is_mine:
        yield is_mine


@asynccontextmanager
async def _turn(database: Database) -> AsyncIterator[bool]:
    with translated_failures():
        async with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            key = {"key": _DELIVERY}
            is_mine = bool((await connection.execute(text("SELECT pg_try_advisory_lock(:key)"), key)).scalar_one())
            try:
                yield is_mine
            finally:
                if is_mine:
                    await connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)


@asynccontextmanager
async def _turn_by_file(file: Path) -> AsyncIterator[bool]:
    with file.open("wb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
