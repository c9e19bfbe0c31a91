"""`bindery generate openapi` and `asyncapi`: a service as other tools read it, from documents or from the registry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.exports import asyncapi, declared_event, openapi, operations_of
from contracts.lock_file import file_bytes
from contracts.model import Kind
from contracts.registration import collect_declarations
from registry.cli.contract_names import asking_the_registry
from registry.cli.documents import sound_documents, working_set
from registry.cli.exits import Exit, stop
from registry.cli.pull import Service, service_named
from registry.cli.remote import DEFAULT_URL, Token, Url, remote_registry
from registry.cli.written import write_or_compare

if TYPE_CHECKING:
    from contracts.keywords import Json
    from contracts.model import Contract

Place = Annotated[Path | None, typer.Argument(help="Design documents. Without them, the registry is asked.")]
Output = Annotated[Path | None, typer.Option("--output", help="The file to write; by default standard output.")]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if the file of --output is stale.")]


def write_openapi(
    place: Place = None,
    *,
    service: Service,
    output: Output = None,
    check: Check = False,
    url: Url = DEFAULT_URL,
    token: Token = None,
) -> None:
    """Write the OpenAPI 3.1 document of the operations that a service provides."""
    name = service_named(service)
    found = _registered(name, "openapi", url, token) if place is None else _openapi(name, _declared(place, name))
    _write(found, output, check=check, command=f"bindery generate openapi --service {name}")


def write_asyncapi(
    place: Place = None,
    *,
    service: Service,
    output: Output = None,
    check: Check = False,
    url: Url = DEFAULT_URL,
    token: Token = None,
) -> None:
    """Write the AsyncAPI 3.0 document of the events that a service produces or consumes."""
    name = service_named(service)
    found = _registered(name, "asyncapi", url, token) if place is None else _asyncapi(name, _declared(place, name))
    _write(found, output, check=check, command=f"bindery generate asyncapi --service {name}")


def _registered(service: str, form: str, url: str, token: str | None) -> dict[str, Json]:
    with asking_the_registry():
        found = remote_registry(url=url, token=token).export(service, f"{form}.json")
    if found is None:
        stop(Exit.FINDINGS, f"no registered document names a service {service!r}")
    return found


def _declared(place: Path, service: str) -> list[list[Contract]]:
    """What the documents declare of each contract, the description that counts first."""
    work = working_set(place)
    documents = sound_documents(work)
    named = {item.name for document in documents for item in document.services}
    named |= {party.service for document in documents for item in document.contracts for party in item.parties}
    if service not in named:
        stop(Exit.FINDINGS, f"{place} names no service {service!r}: is this how the documents spell it?")
    found = collect_declarations(documents, work.source)
    return [[one.contract for one in declarations] for declarations in found.values()]


def _openapi(service: str, declared: list[list[Contract]]) -> dict[str, Json]:
    return openapi(service, operations_of(declarations[0] for declarations in declared))


def _asyncapi(service: str, declared: list[list[Contract]]) -> dict[str, Json]:
    events = [declared_event(service, item) for item in declared if item[0].kind is Kind.EVENT]
    return asyncapi(service, [event for event in events if event.roles])


def _write(document: dict[str, Json], output: Path | None, *, check: bool, command: str) -> None:
    text = file_bytes(document)
    if output is not None:
        write_or_compare({output: text}, check=check, command=f"{command} --output {output}")
    elif check:
        stop(Exit.USAGE, "--check compares with a file: name it with --output")
    else:
        typer.echo(text.decode(), nl=False)
