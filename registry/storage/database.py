"""The database: connections and units of work."""

from __future__ import annotations

import sqlite3
from asyncio import Event, Lock, timeout
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.errors import CannotServe, DatabaseUnavailable
from registry.storage.api_keys import ApiKeyStore
from registry.storage.audit import AuditStore
from registry.storage.builds import BuildStore
from registry.storage.contracts import ContractStore
from registry.storage.deployments import DeploymentStore
from registry.storage.documents import DocumentStore
from registry.storage.failures import translated_failures
from registry.storage.graph import GraphStore
from registry.storage.lifecycle import LifecycleStore
from registry.storage.outbox import OutboxStore
from registry.storage.registrations import RegistrationStore
from registry.storage.services import ServiceStore
from registry.storage.sqlite import BUSY_TIMEOUT_SECONDS, sqlite_engine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Everything that can be asked of the database inside one unit of work."""

    builds: BuildStore
    contracts: ContractStore
    deployments: DeploymentStore
    documents: DocumentStore
    services: ServiceStore
    registrations: RegistrationStore
    api_keys: ApiKeyStore
    audit: AuditStore
    outbox: OutboxStore
    lifecycle: LifecycleStore
    graph: GraphStore
    session: AsyncSession

    async def discard(self) -> None:
        """Take back everything of this unit of work; nothing else can be done in it."""
        await self.session.rollback()


class Database:
    """One SQLite file or one PostgreSQL database."""

    def __init__(self, url: str) -> None:
        """Take a database URL, and connect to it when it is first used.

        Raises:
            CannotServe: the URL names no database that Bindery works with.
        """
        self.engine = _engine(url)
        self.committed = Event()  # set by each commit of this process; who waits for it clears it
        self._turn = Lock()
        self._writer = self.engine.execution_options(bindery_writes=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of this machine."""
        return self.engine.dialect.name == "sqlite"

    def check_file(self) -> None:
        """Return if the database file can be opened, or if there is none.

        aiosqlite leaves a thread behind when it cannot open a file, which fails noisily once the event loop has ended.

        Raises:
            DatabaseUnavailable: it cannot be opened or made, or is no database.
        """
        file = self.engine.url.database
        if not self.is_sqlite or file is None or self.engine.url.query.get("uri"):
            return
        try:
            with closing(sqlite3.connect(file, timeout=0)) as connection:
                connection.execute("PRAGMA schema_version")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname != "SQLITE_BUSY":
                raise DatabaseUnavailable(str(error)) from error

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
        async with self._writers_turn():
            with translated_failures():
                async with AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
                    yield _store(session)
            self.committed.set()

    @asynccontextmanager
    async def _writers_turn(self) -> AsyncIterator[None]:
        """The time in which no other unit of work of this process writes to a file.

        SQLite lets one writer in at a time, and those that wait look again ever more rarely: who came last would often
        be first. The numbers of versions do not depend on it, other processes write to the same file.

        Raises:
            DatabaseUnavailable: those who came before take too long.
        """
        if not self.is_sqlite:
            yield
            return
        try:
            async with timeout(BUSY_TIMEOUT_SECONDS):
                await self._turn.acquire()
        except TimeoutError as error:
            raise DatabaseUnavailable("other writers keep the database file busy") from error
        try:
            yield
        finally:
            self._turn.release()

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


def _store(session: AsyncSession) -> Store:
    return Store(
        builds=BuildStore(session),
        contracts=ContractStore(session),
        deployments=DeploymentStore(session),
        documents=DocumentStore(session),
        services=ServiceStore(session),
        registrations=RegistrationStore(session),
        api_keys=ApiKeyStore(session),
        audit=AuditStore(session),
        outbox=OutboxStore(session),
        lifecycle=LifecycleStore(session),
        graph=GraphStore(session),
        session=session,
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
    if not parsed.database or parsed.database == ":memory:":
        # one connection shared by all requests would mix their transactions
        raise CannotServe(
            "a database in memory cannot be shared by requests: name a file, sqlite+aiosqlite:///bindery.db"
        )
    if not Path(parsed.database).parent.is_dir():
        raise CannotServe(f"there is no directory {Path(parsed.database).parent} to keep the database in")
    return sqlite_engine(parsed)
