"""`bindery serve`: the registry on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from contracts.keywords import Json
from registry.app import serve as serve_app
from registry.settings import Settings


def serve(
    *,
    host: Annotated[str | None, typer.Option("--host", help="The address to listen on; loopback by default.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="The port; 0 takes a free one.")] = None,
    database_url: Annotated[str | None, typer.Option("--database-url", help="Where contracts are kept.")] = None,
) -> None:
    """Serve the registry until interrupted. What is not given here comes from BINDERY_* variables."""
    given: dict[str, Json] = {"host": host, "port": port, "database_url": database_url}
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    serve_app(settings, on_start=lambda url: typer.echo(f"Bindery listens on {url}"))
