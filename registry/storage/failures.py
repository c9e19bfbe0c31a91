"""What the errors of a database mean to those who asked it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from registry.errors import DatabaseBehind, DatabaseUnavailable
from registry.errors.conflicts import Raced

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

Result = TypeVar("Result")

_RACES = frozenset(
    {"SQLITE_CONSTRAINT_UNIQUE", "23505", "40001", "40P01"}
)  # PostgreSQL: unique, serialisation, deadlock
_UNUSABLE = frozenset({"SQLITE_NOTADB", "SQLITE_CORRUPT"})
_REFUSING = frozenset({"08", "28", "3D", "53", "55", "57", "58"})
"""PostgreSQL's classes of outages: connection, login, no such database, full, not ready, stopped, its own disk."""
_READ_ONLY = "25006"  # PostgreSQL: a standby, until it takes over
_MISSING = frozenset({"42P01", "42703"})  # PostgreSQL: no such table, no such column


async def twice(attempt: Callable[[], Awaitable[Result]]) -> Result:
    """What the attempt gives; it is made again if somebody else stored first, and then meets what they stored.

    Raises:
        Raced: it happened again.
    """
    with suppress(Raced):
        return await attempt()
    return await attempt()


@contextmanager
def translated_failures() -> Iterator[None]:
    """Errors of the driver, turned into those of the service; what is a mistake of ours stays what it is.

    Raises:
        Raced: somebody else stored first, or a deadlock was broken.
        DatabaseBehind: a table is missing.
        DatabaseUnavailable: the database does not answer.
    """
    try:
        yield
    except DBAPIError as error:
        cause = _cause(error)
        if cause in _RACES:
            raise Raced from error
        if cause in _MISSING or "no such table" in str(error.orig):
            raise DatabaseBehind from error
        if _is_outage(error, cause):
            raise DatabaseUnavailable(str(error.orig)) from error
        raise
    except OSError as error:  # asyncpg lets the refused connection through as it is
        raise DatabaseUnavailable(str(error)) from error


def _is_outage(error: DBAPIError, cause: str | None) -> bool:
    if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated or cause in _UNUSABLE:
        return True
    return cause is not None and (cause[:2] in _REFUSING or cause == _READ_ONLY)


def _cause(error: DBAPIError) -> str | None:
    named: str | None = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return named
