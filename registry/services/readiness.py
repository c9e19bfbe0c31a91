"""Telling whether requests can be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.errors import DatabaseBehind
from registry.storage import is_current

if TYPE_CHECKING:
    from registry.storage import Database


async def check_readiness(database: Database) -> None:
    """Return if the database answers and has the tables of this release.

    Raises:
        DatabaseUnavailable: it does not answer.
        DatabaseBehind: its tables are of another release.
    """
    if not await is_current(database):
        raise DatabaseBehind
