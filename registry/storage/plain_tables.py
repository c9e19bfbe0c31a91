"""The tables without their classes, for what is read and written many rows at a time.

An object per row, made and watched by the session, would cost more than the database takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy.dialects import postgresql, sqlite

from registry.storage.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row, Select, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from contracts.keywords import Json

    AnySelect: TypeAlias = Select[*tuple[Json, ...]]  # of columns that SQLAlchemy knows and mypy does not
    AnyRow: TypeAlias = Row[*tuple[Json, ...]]  # the same

CONTRACT = METADATA.tables["contract"]
CONTRACT_VERSION = METADATA.tables["contract_version"]
DOCUMENT = METADATA.tables["document"]
DOCUMENT_REVISION = METADATA.tables["document_revision"]
EDGE = METADATA.tables["edge"]
OUTBOX = METADATA.tables["outbox"]
PARTY = METADATA.tables["party"]
SCHEMA = METADATA.tables["schema"]
SCHEMA_FIELD = METADATA.tables["schema_field"]
SEQUENCE = METADATA.tables["sequence"]
SERVICE = METADATA.tables["service"]


async def add_rows(connection: AsyncConnection, table: Table, rows: Sequence[dict[str, Json]]) -> None:
    """Add rows, which all have values for the same columns."""
    if rows:
        await connection.execute(table.insert(), rows)


async def add_missing(connection: AsyncConnection, table: Table, rows: Sequence[dict[str, Json]]) -> None:
    """Add the rows that are not there yet; they come sorted, so that two who add never deadlock."""
    if rows:
        await connection.execute(_adding(connection, table), rows)


async def count_added(connection: AsyncConnection, table: Table, rows: Sequence[dict[str, Json]]) -> int:
    """How many of the rows were not there yet; they are added as `add_missing` does it."""
    if not rows:
        return 0
    return len((await connection.execute(_adding(connection, table).returning(table.c.id), rows)).all())


def _adding(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()
