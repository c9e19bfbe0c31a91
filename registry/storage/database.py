"""The database: connections and units of work."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.errors import CannotServe
from registry.storage.contracts import ContractStore
from registry.storage.documents import DocumentStore
from registry.storage.failures import translated_failures
from registry.storage.registrations import RegistrationStore
from registry.storage.services import ServiceStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.ext.asyncio import AsyncEngine
    from sqlalchemy.pool import ConnectionPoolEntry

_BUSY_TIMEOUT_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Everything that can be asked of the database inside one unit of work."""

    contracts: ContractStore
    documents: DocumentStore
    services: ServiceStore
    registrations: RegistrationStore


class Database:
    """One SQLite file or one PostgreSQL database."""

    def __init__(self, url: str) -> None:
        """Take a database URL, and connect to it when it is first used.

        Raises:
            CannotServe: the URL names no database that Bindery works with.
        """
        self.engine = _engine(url)
        self._writer = self.engine.execution_options(bindery_writes=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of this machine."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Store]:
        """A unit of work that stores nothing.

        Raises:
            DatabaseUnavailable: the database does not answer.
        """
        with translated_failures():
            async with AsyncSession(self.engine) as session:
                yield _store(session)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Store]:
        """A unit of work that commits when it is left without an error, and stores nothing otherwise.

        Raises:
            Raced: another transaction stored what this one wanted to store.
            DatabaseUnavailable: the database does not answer or refused the commit.
        """
        with translated_failures():
            async with AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
                yield _store(session)

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


def _store(session: AsyncSession) -> Store:
    return Store(
        contracts=ContractStore(session),
        documents=DocumentStore(session),
        services=ServiceStore(session),
        registrations=RegistrationStore(session),
    )


def _engine(url: str) -> AsyncEngine:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise CannotServe("BINDERY_DATABASE_URL is no database URL: sqlite+aiosqlite:///bindery.db is one") from error
    if parsed.drivername == "postgresql+asyncpg":
        return create_async_engine(parsed, pool_pre_ping=True)
    if parsed.drivername != "sqlite+aiosqlite":
        raise CannotServe(f"{parsed.drivername} is no database of Bindery: use sqlite+aiosqlite or postgresql+asyncpg")
    if parsed.database in {None, "", ":memory:"}:
        # one connection shared by all requests would mix their transactions
        raise CannotServe(
            "a database in memory cannot be shared by requests: name a file, sqlite+aiosqlite:///bindery.db"
        )
    engine = create_async_engine(parsed, connect_args={"timeout": _BUSY_TIMEOUT_SECONDS})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # sqlite3's own: the driver must not begin by itself
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin as a writer where something will be written: a reader that turns writer late can only fail."""
    writes = connection.get_execution_options().get("bindery_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
