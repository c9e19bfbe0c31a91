"""`bindery serve` and `bindery migrate`: the registry on this machine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.keywords import Json
from registry.cli.exits import Exit, stop
from registry.errors import CannotServe, DatabaseUnavailable

if TYPE_CHECKING:
    from registry.settings import Settings

DatabaseUrl = Annotated[
    str | None, typer.Option("--database-url", help="Where contracts are kept [env: BINDERY_DATABASE_URL].")
]


def serve(
    *,
    host: Annotated[str | None, typer.Option("--host", help="The address to listen on [env: BINDERY_HOST].")] = None,
    port: Annotated[
        int | None, typer.Option("--port", help="The port, 0 for any free one [env: BINDERY_PORT].")
    ] = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Serve the registry until interrupted."""
    from registry.app import serve as serve_app  # noqa: PLC0415 - every other command would wait for its imports
    from registry.observability.logs import configure_logs  # noqa: PLC0415 - the same

    settings = read_settings(host=host, port=port, database_url=database_url)
    configure_logs(log_format=settings.log_format, level=settings.log_level)
    try:
        serve_app(
            settings,
            on_start=lambda url: typer.echo(f"Bindery listens on {url}"),
            on_first_key=lambda key: typer.echo(f"The first admin key, which is not shown again: {key}"),
        )
    except CannotServe as error:
        stop(Exit.USAGE, str(error))


def migrate(*, database_url: DatabaseUrl = None) -> None:
    """Bring the tables of the database to this release."""
    settings = read_settings(database_url=database_url)
    try:
        asyncio.run(_migrate(settings))
    except CannotServe as error:
        stop(Exit.USAGE, str(error))
    except DatabaseUnavailable as error:
        stop(Exit.NOT_KNOWN, f"the database does not answer: {error.reason}")
    typer.echo("The database has the tables of this release", err=True)


async def _migrate(settings: Settings) -> None:
    from registry.storage import Database  # noqa: PLC0415 - every other command would wait for its imports
    from registry.storage import migrate as migrate_database  # noqa: PLC0415 - the same

    database = Database(settings.database_url)
    try:
        await migrate_database(database)
    finally:
        await database.close()


def read_settings(**given: Json) -> Settings:
    """The settings of the environment, with what the command line says above them; ends the command if one is wrong."""
    from pydantic import ValidationError  # noqa: PLC0415 - every other command would wait for its imports
    from pydantic_settings import SettingsError  # noqa: PLC0415 - the same

    from registry.settings import Settings  # noqa: PLC0415 - the same

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except SettingsError as error:
        stop(Exit.USAGE, str(error.__cause__ or error))
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, found['loc']))}: {found['msg']}" for found in error.errors())
        stop(Exit.USAGE, f"a setting (BINDERY_* variable or option) is wrong: {wrong}")
