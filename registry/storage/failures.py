"""What the errors of a database mean to those who asked it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from registry.errors import DatabaseUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

_RACES = frozenset(
    {"SQLITE_CONSTRAINT_UNIQUE", "23505", "40001", "40P01"}
)  # PostgreSQL: unique, serialisation, deadlock


class Raced(Exception):
    """Another transaction came first: what was read before no longer holds. Nothing was stored."""


@contextmanager
def translated_failures() -> Iterator[None]:
    """Errors of the driver, turned into `Raced` and `DatabaseUnavailable`."""
    try:
        yield
    except DBAPIError as error:
        if _cause(error) in _RACES:
            raise Raced from error
        raise DatabaseUnavailable(str(error.orig)) from error
    except OSError as error:  # asyncpg lets the refused connection through as it is
        raise DatabaseUnavailable(str(error)) from error


def _cause(error: DBAPIError) -> str | None:
    named: str | None = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return named
