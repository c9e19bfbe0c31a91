"""`bindery pull`: the lock file of a service, and the test messages that belong to it."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.errors import InvalidName
from contracts.exports import case_file
from contracts.lock_file import file_bytes
from contracts.model import service_name
from contracts.registration import Registered, registered_baseline
from registry.cli.documents import sound_documents, working_set
from registry.cli.exits import Exit, stop
from registry.cli.locking import ContractsMissing, LockedEntries, NothingToLock, Pull, Pulled
from registry.cli.remote import Source, Token, Url, remote_registry
from registry.cli.written import read_bytes, write_or_compare
from registry.sources import RegistryUnreachable, RemoteRefusal

if TYPE_CHECKING:
    from contracts.keywords import Json

LOCK_FILE = Path("contracts.lock.json")

Service = Annotated[str, typer.Option("--service", help="The service, as design documents spell it.")]
Lock = Annotated[Path, typer.Option("--lock", help="The lock file.")]


def pull(
    place: Annotated[
        Path | None, typer.Argument(help="Its design documents. Without them, all is taken from the registry.")
    ] = None,
    *,
    service: Service,
    lock: Lock = LOCK_FILE,
    prefers_registry: Annotated[
        bool, typer.Option("--registry", help="Take the service's own contracts from the registry too.")
    ] = False,
    cases: Annotated[bool, typer.Option("--cases", help="Write the test messages beside the lock file.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if a file is stale.")] = False,
    source: Source = None,
    url: Url = "http://127.0.0.1:8000",
    token: Token = None,
) -> None:
    """Write the lock file of a service: the exact contracts that it is built against."""
    pulled = _pulled(
        Pull(
            service=service_named(service),
            registry=remote_registry(url=url, token=token),
            documents=_documents(place, source),
            previous=LockedEntries.of(read_lock(lock)),
            prefers_registry=prefers_registry,
        )
    )
    for note in pulled.notes:
        typer.echo(f"bindery: {note}", err=True)
    files = {lock: file_bytes(pulled.lock)}
    beside = case_path(lock)
    if cases or beside.exists():  # test messages of other versions than the lock file's would mislead
        files[beside] = file_bytes(case_file(pulled.lock))
    command = ["bindery", "pull", *([str(place)] if place else []), "--service", pulled.lock["service"]]
    command += [*(["--lock", str(lock)] if lock != LOCK_FILE else []), *(["--registry"] if prefers_registry else [])]
    write_or_compare(files, check=check, command=shlex.join([*command, *(["--cases"] if cases else [])]))
    for entry in pulled.lock["contracts"]:
        number = "not registered yet" if entry["version"] is None else f"version {entry['version']}"
        typer.echo(f"{entry['role']:<9} {entry['name']}  {number}")
    for entry in pulled.lock.get("no_schema", ()):
        typer.echo(f"{entry['role']:<9} {entry['name']}  no schema")


def case_path(lock: Path) -> Path:
    """Where the test messages of a lock file stand: beside it, under its name.

    >>> case_path(Path("contracts.lock.json")).name, case_path(Path("billing.json")).name
    ('contracts.cases.json', 'billing.cases.json')
    """
    return lock.with_name(lock.name.removesuffix(".json").removesuffix(".lock") + ".cases.json")


def read_lock(path: Path) -> dict[str, Json] | None:
    """The lock file at a path, None if there is none. Ends the command with exit 2 if it is something else."""
    text = read_bytes(path)
    if text is None:
        return None
    try:
        lock = json.loads(text)
        LockedEntries.of(lock)
    except (ValueError, KeyError, TypeError) as error:
        stop(Exit.USAGE, f"{path} is no lock file ({error}): remove it, or name another with --lock")
    found: dict[str, Json] = lock
    return found


def service_named(name: str) -> str:
    """The normalised name of a service. Ends the command with exit 2 if no service can have the name."""
    try:
        return service_name(name)
    except InvalidName as error:
        stop(Exit.USAGE, str(error))


def _documents(place: Path | None, source: str | None) -> Registered:
    """The contracts of the documents; ends the command with exit 1 if they have errors."""
    if place is None:
        return Registered()
    work = working_set(place, source=source)
    return registered_baseline(sound_documents(work), source=work.source)


def _pulled(run: Pull) -> Pulled:
    try:
        return run.pulled()
    except (ContractsMissing, NothingToLock) as error:
        stop(Exit.FINDINGS, str(error))
    except RegistryUnreachable as error:
        stop(Exit.NOT_KNOWN, f"{error}. Nothing was written.")
    except RemoteRefusal as error:
        stop(Exit.NOT_AUTHORISED, str(error))
