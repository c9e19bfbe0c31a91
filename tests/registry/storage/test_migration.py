"""Migrations: the tables they make are those of the classes, on both databases, up and down."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, text

from contracts.keywords import Json
from registry.errors import CannotServe, DatabaseBehind
from registry.services.verifications import Build, of_build
from registry.settings import Settings
from registry.storage import Database, is_current, migrate
from registry.storage.build_views import VerificationView
from registry.storage.migration import check_migrations
from tests.deployed_shop import API, record, shop_registry, verify
from tests.direct_registry import ask

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


REVISIONS = ["0001", "0002", "0003", "0004", "0005", "0006"]
Rows = dict[str, list[dict[str, Json]]]


def fill(settings: Settings) -> None:
    """Put rows into every table but that of edges."""
    with shop_registry(settings) as shop:
        assert shop.put(f"{API}/contracts/event/order.created/tags", json={"tags": ["shop"]}).status_code == 200
        deprecation = {"reason": "replaced", "sunset_on": "2030-01-31"}
        told = shop.put(f"{API}/contracts/event/order.created/versions/1/deprecation", json=deprecation)
        assert told.status_code == 200
        assert record(shop, "orders").status_code == 200
        assert verify(shop, "orders", passed=True).status_code == 200
        assert shop.post(f"{API}/keys", json={"name": "ci", "role": "admin"}).status_code == 201


async def rows_of(database: Database) -> Rows:
    """Every row of every table but Alembic's own."""
    async with database.engine.connect() as connection:
        names = await connection.run_sync(tables)
        found = {name: (await connection.execute(text(f'SELECT * FROM "{name}" ORDER BY id'))).all() for name in names}  # noqa: S608 - our own
    return {name: [dict(row._mapping) for row in rows] for name, rows in found.items()}


def survived_by(before: Rows, between: Rows) -> Rows:
    """The rows of before, as far as the tables in between had columns for them."""
    return {
        name: [{column: row[column] for column in rows[0]} for row in before[name]]
        for name, rows in between.items()
        if rows
    }


async def down_and_up(database: Database, revision: str) -> None:
    """Take a database back to a revision, and bring it to the head again."""
    before = await rows_of(database)
    assert [name for name, rows in before.items() if not rows and name != "edge"] == []
    await migrate(database, revision=revision)
    between = await rows_of(database)
    assert not await is_current(database)
    assert survived_by(before, between) == {name: rows for name, rows in between.items() if rows}
    await migrate(database)
    after = await rows_of(database)
    assert await is_current(database)
    assert survived_by(after, between) == survived_by(before, between)
    assert {row["name"] for row in after["schema_field"]} == {row["name"] for row in before["schema_field"]}


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_file_that_holds_something_goes_down_and_up(settings: Settings, revision: str) -> None:
    """All that an earlier release knew survives the way down to it, and up again."""
    fill(settings)
    ask(settings, lambda database: down_and_up(database, revision))


@pytest.mark.postgres
@pytest.mark.parametrize("revision", REVISIONS)
def test_a_server_database_that_holds_something_goes_down_and_up(postgres_url: str, revision: str) -> None:
    """All that an earlier release knew survives the way down to it, and up again."""
    settings = Settings(database_url=postgres_url)
    fill(settings)
    ask(settings, lambda database: down_and_up(database, revision))


def test_results_of_an_earlier_release_count_for_no_version(settings: Settings) -> None:
    """They are kept, and it is not known which version of the contract the tests were made with."""
    fill(settings)

    async def move(database: Database) -> list[VerificationView]:
        await migrate(database, revision="0005")
        await migrate(database)
        return await of_build(database, Build(service="orders", version="1.0"))

    (kept,) = ask(settings, move)
    assert (kept.has_passed, kept.tests, kept.fingerprint, kept.number) == (True, 12, None, None)


@pytest.mark.parametrize("where", ["file", pytest.param("server", marks=pytest.mark.postgres)])
def test_a_database_that_holds_something_is_emptied(
    request: pytest.FixtureRequest, settings: Settings, where: str
) -> None:
    """The way down to nothing drops tables that refer to each other in an order that works, whatever they hold."""
    if where == "server":
        settings = Settings(database_url=request.getfixturevalue("postgres_url"))
    fill(settings)

    async def empty(database: Database) -> Rows:
        await migrate(database, revision="base")
        return await rows_of(database)

    assert ask(settings, empty) == {}


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
