"""`bindery worker`: the delivery of events in a process of its own."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import typer

from registry.cli.exits import Exit, stop
from registry.cli.serve import DatabaseUrl, read_settings
from registry.errors import CannotServe

if TYPE_CHECKING:
    from registry.settings import Settings


def worker(*, database_url: DatabaseUrl = None) -> None:
    """Deliver events to the broker of BINDERY_AMQP_URL until interrupted."""
    settings = read_settings(database_url=database_url)
    if settings.amqp_url is None:
        stop(Exit.USAGE, "there is no broker to deliver to: set BINDERY_AMQP_URL, amqp://user:password@host:5672/")
    try:
        asyncio.run(_deliver(settings, settings.amqp_url))
    except CannotServe as error:
        stop(Exit.USAGE, str(error))


async def _deliver(settings: Settings, url: str) -> None:
    from registry.services.delivery import deliverer_of  # noqa: PLC0415 - every other command would wait for its imports
    from registry.storage import Database  # noqa: PLC0415 - the same

    database = Database(settings.database_url)
    try:
        deliverer = deliverer_of(database, url, settings)
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, deliverer.stop)
        typer.echo("Bindery delivers events")
        await deliverer.run()
    finally:
        await database.close()
