"""Telling whether requests can be answered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from registry.errors import DatabaseBehind, DatabaseUnavailable
from registry.storage import is_current

if TYPE_CHECKING:
    from registry.storage import Database


_PATIENCE_SECONDS = 2.0


async def check_readiness(database: Database) -> None:
    """Return if the database answers and has the tables of this release, or of a later one.

    Raises:
        DatabaseUnavailable: it does not answer.
        DatabaseBehind: its tables are of an earlier release, or there are none.
    """
    if not await is_current(database):
        raise DatabaseBehind


async def is_database_up(database: Database) -> bool:
    """Whether the database answers, whatever it holds."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await is_current(database)
    except (DatabaseUnavailable, TimeoutError):
        return False
    return True
