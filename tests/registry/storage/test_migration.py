"""Migrations: the tables they make are those of the classes, on both databases, up and down."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect

from registry.errors import CannotServe, DatabaseBehind
from registry.services.catalogue import list_documents
from registry.settings import Settings
from registry.storage import Database, is_current, migrate
from registry.storage.migration import check_migrations
from registry.storage.views import DocumentView, Page
from tests.design_documents import order_document
from tests.direct_registry import ask, register

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


def tables(connection: Connection) -> set[str]:
    """The names of all tables but Alembic's own."""
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def up_and_down(url: str) -> None:
    """Migrate an empty database to the head, compare, go down to nothing, and up again."""
    database = Database(url)
    assert not await is_current(database)
    await migrate(database)
    assert await is_current(database)
    async with database.engine.begin() as connection:
        await connection.run_sync(check_migrations)
    await migrate(database, revision="base")
    async with database.engine.begin() as connection:
        assert await connection.run_sync(tables) == set()
    await migrate(database)
    assert await is_current(database)
    await database.close()


def test_migrations_make_the_tables_of_the_classes_in_sqlite(tmp_path: Path) -> None:
    """No migration is missing, and each can be taken back."""
    asyncio.run(up_and_down(f"sqlite+aiosqlite:///{tmp_path / 'registry.db'}"))


@pytest.mark.postgres
def test_migrations_make_the_tables_of_the_classes_in_postgres(postgres_url: str) -> None:
    """No migration is missing, and each can be taken back."""
    asyncio.run(up_and_down(postgres_url))


async def migrate_at_once(url: str) -> None:
    """Migrate as several starting replicas would."""
    replicas = [Database(url) for _ in range(4)]
    await asyncio.gather(*(migrate(database) for database in replicas))
    assert await is_current(replicas[0])
    for database in replicas:
        await database.close()


def test_several_processes_may_migrate_a_file_at_once(tmp_path: Path) -> None:
    """One does the work, the others find it done."""
    asyncio.run(migrate_at_once(f"sqlite+aiosqlite:///{tmp_path / 'registry.db'}"))


@pytest.mark.postgres
def test_several_replicas_may_migrate_at_once(postgres_url: str) -> None:
    """One does the work, the others find it done."""
    asyncio.run(migrate_at_once(postgres_url))


@pytest.mark.parametrize("revision", ["0004"])
def test_a_registry_that_holds_something_is_migrated(settings: Settings, revision: str) -> None:
    """Rows that others refer to survive the way down to an earlier release and up again."""
    register(settings, {"orders.md": order_document()})

    async def move(database: Database) -> list[DocumentView]:
        await migrate(database, revision=revision)
        await migrate(database)
        return await list_documents(database, Page(limit=2), source=None)

    found = ask(settings, move)
    assert [view.identity.path for view in found] == ["orders.md"]


def test_a_failing_migration_leaves_nothing_behind(tmp_path: Path) -> None:
    """All tables are made in one transaction: a table of that name in the way stops all of them."""
    file = tmp_path / "registry.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE party (id INTEGER)")
    connection.close()

    async def attempt() -> set[str]:
        database = Database(f"sqlite+aiosqlite:///{file}")
        with pytest.raises(CannotServe, match="party"):
            await migrate(database)
        async with database.engine.begin() as opened:
            found = await opened.run_sync(tables)
        await database.close()
        return found

    assert asyncio.run(attempt()) == {"party"}


def test_tables_of_a_later_release_are_left_alone(tmp_path: Path) -> None:
    """A release that is taken back finds what it needs: later ones only add. Nothing is changed."""
    file = tmp_path / "registry.db"

    async def attempt() -> bool:
        database = Database(f"sqlite+aiosqlite:///{file}")
        await migrate(database)
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE alembic_version SET version_num = 'later'")
        connection.close()
        try:
            await migrate(database)
            return await is_current(database)
        finally:
            await database.close()

    assert asyncio.run(attempt())
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("later",)]
    connection.close()


async def ask_without_tables(url: str) -> None:
    """Look for services in an empty database."""
    database = Database(url)
    try:
        async with database.reading() as store:
            await store.services.page(limit=1)
    finally:
        await database.close()


def test_missing_tables_are_told_as_such_by_sqlite(tmp_path: Path) -> None:
    """A file that was never migrated is no outage of the database."""
    with pytest.raises(DatabaseBehind, match="bindery migrate"):
        asyncio.run(ask_without_tables(f"sqlite+aiosqlite:///{tmp_path / 'registry.db'}"))


@pytest.mark.postgres
def test_missing_tables_are_told_as_such_by_postgres(postgres_url: str) -> None:
    """A database that was never migrated is no outage of the server."""
    with pytest.raises(DatabaseBehind, match="bindery migrate"):
        asyncio.run(ask_without_tables(postgres_url))
