"""`bindery export` and `bindery import`: everything that a registry holds, from one database into another."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO, TypeVar

import typer

from contracts.model.counts import counted
from registry.cli.exits import Exit, stop
from registry.cli.serve import DatabaseUrl, read_settings
from registry.errors import CannotServe, DatabaseBehind, DatabaseUnavailable, NoExport, NotEmpty

if TYPE_CHECKING:
    from registry.storage import Database

Result = TypeVar("Result")
File = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the export, - for standard input or output.")]


def export(file: File, *, database_url: DatabaseUrl = None) -> None:
    """Write everything that a registry holds to a file. It holds hashes of keys: keep it like the database."""
    try:
        with nullcontext(sys.stdout) if str(file) == "-" else file.open("w", encoding="utf-8") as target:
            count = _with_database(database_url, lambda database: _export(database, target))
    except OSError as error:
        stop(Exit.USAGE, f"{file} cannot be written: {error.strerror}")
    typer.echo(f"{counted(count, 'row')} exported", err=True)


def import_(file: File, *, database_url: DatabaseUrl = None) -> None:
    """Read an export into an empty registry: all of it, or nothing."""
    try:
        with nullcontext(sys.stdin) if str(file) == "-" else file.open(encoding="utf-8") as lines:
            count = _with_database(database_url, lambda database: _import(database, lines))
    except UnicodeDecodeError:
        stop(Exit.USAGE, f"{file} is no export: it is not UTF-8; nothing was imported")
    except OSError as error:
        stop(Exit.USAGE, f"{file} cannot be read: {error.strerror}")
    typer.echo(f"{counted(count, 'row')} imported", err=True)


async def _export(database: Database, target: TextIO) -> int:
    from registry.storage.transfer import export_rows  # noqa: PLC0415 - every other command would wait for its imports

    count = -2  # the first line and the last are no rows
    async for line in export_rows(database):
        target.write(line + "\n")
        count += 1
    return count


async def _import(database: Database, lines: TextIO) -> int:
    from registry.storage import migrate  # noqa: PLC0415 - every other command would wait for its imports
    from registry.storage.transfer import import_rows  # noqa: PLC0415 - the same

    await migrate(database)
    return await import_rows(database, lines)


def _with_database(url: str | None, work: Callable[[Database], Awaitable[Result]]) -> Result:
    """What the work gives; ends the command with exit 3 if the database does not answer, else 2."""

    async def run() -> Result:
        async with _database(url) as database:
            return await work(database)

    try:
        return asyncio.run(run())
    except (CannotServe, NoExport, NotEmpty, DatabaseBehind) as error:
        stop(Exit.USAGE, str(error))
    except DatabaseUnavailable as error:
        stop(Exit.NOT_KNOWN, f"the database does not answer: {error.reason}")


@asynccontextmanager
async def _database(url: str | None) -> AsyncIterator[Database]:
    from registry.storage import Database  # noqa: PLC0415 - every other command would wait for its imports

    database = Database(read_settings(database_url=url).database_url)
    try:
        yield database
    finally:
        await database.close()
