"""`bindery dev`: the documents on a page that follows them while they are edited."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.findings import Looked
from registry.cli.check import Against, report_of_plan
from registry.cli.exits import Exit, stop
from registry.cli.formats.report import console
from registry.cli.remote import Source
from registry.entrance.listener import open_listener
from registry.errors import CannotServe
from registry.workers import ProofPool

if TYPE_CHECKING:
    from socket import socket

    from registry.services.workbench import Snapshot, Workbench

PORT = 8001


def dev(
    place: Annotated[Path, typer.Argument(help="A design document, or a directory that holds some.")],
    *,
    against: Against = "git:HEAD",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port, 0 for any free one.")] = PORT,
    source: Source = None,
) -> None:
    """Show the documents on a page of this machine, and what they would do, whenever they change. Ctrl+C ends it."""
    from registry.services.workbench import Workbench  # noqa: PLC0415 - every other command would wait for its imports

    listener = _listener(place, against, port)
    done = Event()
    with ProofPool() as pool:
        workbench = Workbench(place.absolute(), against=against, pool=pool, source=source)
        watching = Thread(target=workbench.follow, args=(_print_snapshot,), kwargs={"until": done})
        typer.echo(f"Bindery follows {place} on http://127.0.0.1:{listener.getsockname()[1]}", err=True)
        watching.start()  # a process of its own reads the documents while the pages are imported here
        try:
            _serve(workbench, listener)
        except KeyboardInterrupt:  # uvicorn has already ended in order, and hands the signal on
            return
        finally:
            done.set()
            watching.join()


def _listener(place: Path, against: str, port: int) -> socket:
    if against == "registry":
        stop(Exit.USAGE, "bindery dev needs no registry: compare with git:REF or a directory")
    if not place.exists():
        stop(Exit.USAGE, f"{place} does not exist: name a design document or a directory that holds some")
    try:
        return open_listener("127.0.0.1", port)
    except CannotServe as error:
        stop(Exit.USAGE, f"{error}; --port 0 takes a free one")


def _serve(workbench: Workbench, listener: socket) -> None:
    """Answer requests until interrupted."""
    import uvicorn  # noqa: PLC0415 - every other command would wait for its imports

    from registry.web.workbench import workbench_app  # noqa: PLC0415 - the same

    config = uvicorn.Config(
        workbench_app(workbench), log_config=None, access_log=False, proxy_headers=False, server_header=False
    )
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def _print_snapshot(snapshot: Snapshot) -> None:
    """The problems and verdicts of a snapshot, as `bindery check` prints them."""
    typer.echo(f"\n{snapshot.at.astimezone():%H:%M:%S}", err=True)
    for sentence in filter(None, (snapshot.obstacle, snapshot.remark)):
        typer.secho(sentence, err=True, fg=typer.colors.YELLOW)
    if not snapshot.obstacle:
        looked = Looked(title="dev", documents=tuple(snapshot.texts))
        report = report_of_plan(snapshot.report, looked)
        report.show(console(), report)
