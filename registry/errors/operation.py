"""What keeps the service from its database, or from starting."""

from __future__ import annotations

from registry.errors.root import ServiceError


class DatabaseUnavailable(ServiceError):
    """The database does not answer, or did not take the commit; nothing was stored."""

    code = "database-unavailable"
    status = 503
    title = "The database is not available"

    def __init__(self, reason: str) -> None:
        super().__init__("the database did not take the request; nothing was stored: send it again")
        self.reason = reason


class DatabaseBehind(ServiceError):
    """The tables lack what this release needs."""

    code = "database-behind"
    status = 503
    title = "The database is not migrated"

    def __init__(self) -> None:
        super().__init__("the database lacks tables of this release: run `bindery migrate`")


class NoExport(ServiceError):
    """What was to be imported is no export of this release; nothing was stored."""

    title = "Not an export"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}; nothing was imported")
        self.reason = reason


class NotEmpty(ServiceError):
    """A registry that holds something takes no import; nothing was stored."""

    title = "The registry is not empty"

    def __init__(self, table: str, count: int) -> None:
        super().__init__(f"the registry is not empty (table {table} has {count} rows): import into a new database")
        self.table = table
        self.count = count


class CannotServe(ServiceError):
    """The service was asked to start where it must not or cannot."""

    title = "The service cannot start"
