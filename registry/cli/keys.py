"""`bindery keys`: API keys, in the database itself. Whoever can write to it needs no key."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from contracts.errors import InvalidName
from contracts.model import service_name
from registry.auth.actors import COMMAND_LINE, Scope
from registry.auth.roles import AccessRole
from registry.cli.exits import Exit, stop
from registry.cli.serve import DatabaseUrl, read_settings
from registry.errors import CannotServe, DatabaseBehind, DatabaseUnavailable, KeyNotFound, LimitWithoutEffect

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from registry.storage import Database
    from registry.storage.key_views import ApiKeyView

Given = TypeVar("Given")

keys = typer.Typer(name="keys", help="Create, list and revoke API keys.", no_args_is_help=True)
_MANY = 100_000


@keys.command()
def create(
    *,
    name: Annotated[str, typer.Option("--name", help="What the key is for.")],
    role: Annotated[AccessRole, typer.Option("--role", help="What its bearer may do.")],
    contract_prefix: Annotated[
        str | None, typer.Option("--contract-prefix", help="Register only contracts whose name begins so.")
    ] = None,
    service: Annotated[
        str | None, typer.Option("--service", help="Register only contracts that this service writes or provides.")
    ] = None,
    expires_days: Annotated[
        int | None, typer.Option("--expires-days", min=1, max=3650, help="Good for so long.")
    ] = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Print a new API key on standard output. It is not shown again."""
    from registry.services.keys import WantedKey, create_key  # noqa: PLC0415 - other commands would wait for its imports

    wanted = WantedKey(
        name=name,
        role=role,
        scope=Scope(contract_prefix=contract_prefix, service=service and _service(service)),
        expires_at=None if expires_days is None else datetime.now(UTC) + timedelta(days=expires_days),
    )
    created = _done(lambda database: create_key(database, wanted, actor=COMMAND_LINE), database_url)
    typer.echo(created.key)
    typer.echo(f"bindery: {role} key {created.view.shown}... is good at once; it is not shown again", err=True)


@keys.command(name="list")
def list_keys(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    database_url: DatabaseUrl = None,
) -> None:
    """List the API keys: what they are for and how they begin."""
    from registry.services.keys import list_keys as list_all  # noqa: PLC0415 - other commands would wait for its imports

    found = _done(lambda database: list_all(database, limit=_MANY), database_url)
    if as_json:
        typer.echo(json.dumps([_row(view) for view in found], indent=2))
        return
    table = Table("prefix", "name", "role", "limited to", "expires", "state", box=None)
    for view in found:
        row = _row(view)
        limited = " ".join(filter(None, (view.contract_prefix, view.service)))
        table.add_row(view.shown, view.name, view.role, limited, row["expires_at"] or "", row["state"])
    Console().print(table)


@keys.command()
def revoke(
    prefix: Annotated[str, typer.Argument(help="The beginning of the key, as `bindery keys list` shows it.")],
    *,
    database_url: DatabaseUrl = None,
) -> None:
    """Make an API key useless. Running services notice it within seconds."""
    from registry.services.keys import revoke_key  # noqa: PLC0415 - other commands would wait for its imports

    try:
        view = _done(lambda database: revoke_key(database, prefix, actor=COMMAND_LINE), database_url)
    except KeyNotFound as error:
        stop(Exit.FINDINGS, str(error))
    typer.echo(f"bindery: {view.shown} ({view.name}) is revoked", err=True)


def _done(work: Callable[[Database], Awaitable[Given]], database_url: str | None) -> Given:
    """What the work gives back; ends the command if the database cannot be used."""
    try:
        return asyncio.run(_in_database(work, database_url))
    except (CannotServe, DatabaseBehind, LimitWithoutEffect) as error:
        stop(Exit.USAGE, str(error))
    except DatabaseUnavailable as error:
        stop(Exit.NOT_KNOWN, f"the database does not answer: {error.reason}")


async def _in_database(work: Callable[[Database], Awaitable[Given]], database_url: str | None) -> Given:
    from registry.storage import Database, migrate  # noqa: PLC0415 - other commands would wait for its imports

    database = Database(read_settings(database_url=database_url).database_url)
    try:
        if database.is_sqlite:  # a new file has no tables yet, and `serve` would make them too
            await migrate(database)
        return await work(database)
    finally:
        await database.close()


def _service(name: str) -> str:
    try:
        return service_name(name)
    except InvalidName as error:
        stop(Exit.USAGE, str(error))


def _row(view: ApiKeyView) -> dict[str, str | None]:
    """How a key is listed as JSON."""
    is_expired = view.expires_at is not None and view.expires_at <= datetime.now(UTC)
    state = "revoked" if view.revoked_at else "expired" if is_expired else "active"
    return {
        "id": str(view.id),
        "prefix": view.shown,
        "name": view.name,
        "role": view.role,
        "contract_prefix": view.contract_prefix,
        "service": view.service,
        "created_at": view.created_at.isoformat(),
        "expires_at": view.expires_at.isoformat() if view.expires_at else None,
        "state": state,
    }
