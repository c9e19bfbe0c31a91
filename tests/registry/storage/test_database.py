"""Connections: durable, strict about references, and honest about what they cannot do."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from registry.errors import CannotServe, DatabaseUnavailable
from registry.storage import Database, Raced, migrate
from registry.storage.failures import translated_failures
from registry.storage.sqlite import BUSY_TIMEOUT_SECONDS

if TYPE_CHECKING:
    from pathlib import Path


def url_of(folder: Path) -> str:
    """The URL of a database file in a folder."""
    return f"sqlite+aiosqlite:///{folder / 'registry.db'}"


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://localhost/x",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "sqlite+aiosqlite:///missing/x.db",
        "postgresql://x/y",
    ],
)
def test_other_databases_are_refused(url: str) -> None:
    """A URL that Bindery does not work with is refused before anything is opened."""
    with pytest.raises(CannotServe):
        Database(url)


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)]
)
def test_files_are_opened_durable_and_strict(tmp_path: Path, pragma: str, value: str | int) -> None:
    """Every connection waits for other writers, syncs each commit and checks references."""

    async def ask() -> object:
        database = Database(url_of(tmp_path))
        async with database.engine.connect() as connection:
            found = (await connection.execute(text(f"PRAGMA {pragma}"))).scalar_one()
        await database.close()
        return found

    assert asyncio.run(ask()) == value


def test_a_writer_holds_the_file_from_its_first_question(tmp_path: Path) -> None:
    """A unit of work that will write locks out other writers before it reads, and lets readers in."""

    async def overlap() -> None:
        database = Database(url_of(tmp_path))
        await migrate(database)
        async with database.writing() as store:
            await store.services.page(limit=1)
            with sqlite3.connect(tmp_path / "registry.db", timeout=0, isolation_level=None) as other:
                assert other.execute("SELECT count(*) FROM service").fetchone() == (0,)
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    other.execute("BEGIN IMMEDIATE")
            other.close()
        await database.close()

    asyncio.run(overlap())


def test_a_reader_does_not_lock(tmp_path: Path) -> None:
    """A unit of work that only reads lets writers in."""

    async def overlap() -> None:
        database = Database(url_of(tmp_path))
        await migrate(database)
        async with database.reading() as store:
            await store.services.page(limit=1)
            with sqlite3.connect(tmp_path / "registry.db", timeout=0, isolation_level=None) as other:
                other.execute("BEGIN IMMEDIATE")
                other.execute("ROLLBACK")
            other.close()
        await database.close()

    asyncio.run(overlap())


def test_a_file_that_stays_locked_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that another process keeps out gives up in the end, with the reason kept for the log."""
    monkeypatch.setattr("registry.storage.sqlite.BUSY_TIMEOUT_SECONDS", 0.1)

    async def write() -> None:
        database = Database(url_of(tmp_path))
        await migrate(database)
        other = sqlite3.connect(tmp_path / "registry.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            async with database.writing() as store:
                await store.services.page(limit=1)
        finally:
            other.close()
            await database.close()

    with pytest.raises(DatabaseUnavailable) as caught:
        asyncio.run(write())
    assert "locked" in caught.value.reason


def test_a_writer_waits_for_its_turn_for_a_time_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits behind another writer of this process gives up in the end, and leaves its turn to others."""
    assert BUSY_TIMEOUT_SECONDS == 30
    monkeypatch.setattr("registry.storage.database.BUSY_TIMEOUT_SECONDS", 0.05)

    async def write() -> None:
        database = Database(url_of(tmp_path))
        await migrate(database)
        async with database.writing():
            with pytest.raises(DatabaseUnavailable) as caught:
                async with database.writing():
                    pass
        assert "other writers" in caught.value.reason
        async with database.writing() as store:
            assert await store.services.count() == 0
        await database.close()

    asyncio.run(write())


def test_writers_come_in_the_order_of_their_asking(tmp_path: Path) -> None:
    """Nobody overtakes: SQLite alone lets whoever looks at the right moment go first."""

    async def write() -> list[int]:
        database = Database(url_of(tmp_path))
        await migrate(database)
        came: list[int] = []

        async def come(number: int) -> None:
            async with database.writing() as store:
                came.append(number)
                await store.services.count()

        await asyncio.gather(*(come(number) for number in range(10)))
        await database.close()
        return came

    assert asyncio.run(write()) == list(range(10))


def test_a_new_file_that_stays_locked_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be prepared, because another process keeps it, is told as an outage."""
    monkeypatch.setattr("registry.storage.sqlite.BUSY_TIMEOUT_SECONDS", 0.1)
    other = sqlite3.connect(tmp_path / "registry.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(CannotServe, match="locked"):
            asyncio.run(migrate(Database(url_of(tmp_path))))
    finally:
        other.close()


async def use(url: str) -> None:
    """Look for services in a database."""
    database = Database(url)
    try:
        async with database.reading() as store:
            await store.services.page(limit=1)
    finally:
        await database.close()


def test_a_file_of_another_kind_is_unavailable(tmp_path: Path) -> None:
    """A file that is no database is told as such, wherever it is noticed."""
    (tmp_path / "registry.db").write_text("no database " * 1000, encoding="utf-8")
    with pytest.raises(DatabaseUnavailable) as caught:
        asyncio.run(use(url_of(tmp_path)))
    assert "not a database" in caught.value.reason
    with pytest.raises(CannotServe, match="not a database"):
        asyncio.run(migrate(Database(url_of(tmp_path))))


def test_a_server_that_does_not_listen_is_unavailable() -> None:
    """A refused connection to PostgreSQL is told as an outage."""

    async def ask() -> None:
        database = Database("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
        async with database.reading() as store:
            await store.services.page(limit=1)

    with pytest.raises(DatabaseUnavailable):
        asyncio.run(ask())


@pytest.mark.postgres
def test_a_server_that_refuses_its_database_is_unavailable(postgres_url: str) -> None:
    """A database that is not there, or takes no connections, is an outage like a server that is not there."""
    with pytest.raises(DatabaseUnavailable, match="nothing was stored"):
        asyncio.run(use(f"{postgres_url}_gone"))


@pytest.mark.parametrize("state", ["57P03", "53300", "53100", "55000", "28P01", "3D000", "25006"])
def test_what_a_server_cannot_do_now_is_an_outage(state: str) -> None:
    """It starts or stops, is full, refuses the login, or is a standby: none of this is a mistake of ours."""
    with pytest.raises(DatabaseUnavailable), translated_failures():
        raise DBAPIError("SELECT 1", None, RefusedError(state))


class RefusedError(Exception):
    """An error of a PostgreSQL server, with the state that its driver hands on."""

    def __init__(self, state: str) -> None:
        super().__init__("not now")
        self.sqlstate = state


def constraint_error(statement: str) -> IntegrityError:
    """The error of a statement that breaks a rule of a small table."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE item (id INTEGER UNIQUE, word TEXT NOT NULL)")
    connection.execute("INSERT INTO item VALUES (1, 'one')")
    try:
        connection.execute(statement)
    except sqlite3.IntegrityError as error:
        return IntegrityError(statement, None, error)
    finally:
        connection.close()
    raise AssertionError(f"{statement} is allowed")


def test_a_taken_key_is_a_race() -> None:
    """Somebody else stored the same key first: what was planned must be planned again."""
    with pytest.raises(Raced), translated_failures():
        raise constraint_error("INSERT INTO item VALUES (1, 'other')")


def test_a_broken_rule_is_a_mistake_of_ours() -> None:
    """An error that no repetition cures is not dressed up as an outage."""
    with pytest.raises(IntegrityError), translated_failures():
        raise constraint_error("INSERT INTO item VALUES (2, NULL)")
