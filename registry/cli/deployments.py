"""Commands of a deploy pipeline: what runs where, and whether a build may go there."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple
from urllib.parse import quote

import typer

from contracts.findings import of_matrix
from contracts.model.counts import counted
from registry.cli.contract_names import asking_the_registry, contract_key, not_registered
from registry.cli.exits import Exit, stop
from registry.cli.formats import Forms, Report, outputs_of, write_report
from registry.cli.formats.matrix_text import show_matrix
from registry.cli.pull import Service, read_lock, service_named
from registry.cli.remote import DEFAULT_URL, Token, Url, remote_registry
from registry.sources import RemoteProblem, segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.keywords import Json


class Tested(NamedTuple):
    """What contract tests are about: a contract in one role, in the version that has the fingerprint."""

    name: str
    role: str
    fingerprint: str


ANSWERS = {"yes": Exit.FINE, "no": Exit.FINDINGS, "undecided": Exit.NOT_KNOWN}
FINDINGS = frozenset({"not-registered", "role-not-registered", "build-changed"})

Version = Annotated[str, typer.Option("--version", help="The version of the service, as its builds are labelled.")]
Environment = Annotated[str, typer.Option("--environment", help="Where: staging, production, or one you created.")]
Instance = Annotated[str, typer.Option("--instance", help="A label, if the service runs there several times.")]
LockPath = Annotated[Path | None, typer.Option("--lock", help="The lock file that the build was made with.")]


def record_deployment(
    *,
    service: Service,
    version: Version,
    environment: Environment,
    instance: Instance = "",
    lock: LockPath = None,
    url: Url = DEFAULT_URL,
    token: Token = None,
) -> None:
    """Record that a build runs in an environment, in place of the version that ran there."""
    body = {
        "service": service_named(service),
        "version": version,
        "environment": environment,
        "instance": instance,
        "lock": _lock(lock),
    }
    answer = ask(url, token, "POST", "/deployments", json=body)
    before = f" in place of {answer['replaced_version']}" if answer["replaced_version"] else ""
    typer.echo(f"{answer['service']} {version} runs in {environment}{before}")


def undeploy(
    *,
    service: Service,
    environment: Environment,
    instance: Instance = "",
    url: Url = DEFAULT_URL,
    token: Token = None,
) -> None:
    """Record that a service no longer runs in an environment."""
    path = f"/deployments/{quote(environment, safe='')}/{segment(service_named(service))}"
    answer = ask(url, token, "DELETE", path, params={"instance": instance} if instance else {})
    typer.echo(f"{answer['service']} {answer['version']} no longer runs in {environment}")


def environments(
    *,
    create: Annotated[str | None, typer.Option("--create", metavar="NAME", help="Create an environment.")] = None,
    url: Url = DEFAULT_URL,
    token: Token = None,
) -> None:
    """List the environments and what runs in them."""
    if create is not None:
        ask(url, token, "PUT", f"/environments/{quote(create, safe='')}")
    for environment in ask(url, token, "GET", "/environments")["items"]:
        typer.echo(environment["name"])
        for item in _running(url, token, environment["name"]):
            label = f" ({item['instance']})" if item["instance"] else ""
            typer.echo(f"  {item['service']} {item['version']}{label}  since {item['since'][:16].replace('T', ' ')}")


def can_i_deploy(
    *,
    service: Service,
    version: Version,
    environment: Environment,
    lock: LockPath = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="NAME", help="Let the rows of this contract decide nothing.")
    ] = None,
    require_schemas: Annotated[
        bool, typer.Option("--require-schemas", help="Count contracts without a schema as no.")
    ] = False,
    require_verified: Annotated[
        bool, typer.Option("--require-verified", help="Count contracts without passed contract tests as no.")
    ] = False,
    forms: Forms = None,
    url: Url = DEFAULT_URL,
    token: Token = None,
) -> None:
    """May this build go to this environment, given what runs there? Exit 0 yes, 1 no, 3 undecided."""
    outputs = outputs_of(forms)
    body = {
        "service": service_named(service),
        "version": version,
        "environment": environment,
        "lock": _lock(lock),
        "ignore": [contract_key(name).name for name in ignore or ()],
        "require_schemas": require_schemas,
        "require_verified": require_verified,
    }
    report = ask(url, token, "POST", "/can-i-deploy", named=ignore or [], json=body)
    _tell_numbers(body["lock"], report["rows"])
    write_report(Report(body=report, summary=of_matrix(report), show=show_matrix), outputs)
    raise typer.Exit(ANSWERS[report["answer"]])


def record_verification(
    *,
    service: Service,
    version: Version,
    report: Annotated[Path, typer.Option("--report", help="The file that `pytest --contract-report` wrote.")],
    url: Url = DEFAULT_URL,
    token: Token = None,
) -> None:
    """Tell the registry what the contract tests of a build said."""
    name = service_named(service)
    body = {"service": name, "version": version, "results": _results(report, name)}
    answer = ask(url, token, "POST", "/verifications", json=body)
    for item in answer["items"]:
        typer.echo(_tested(item))


def _tell_numbers(lock: Json, rows: Sequence[Json]) -> None:
    """Say where the registry has a contract of the lock file under another number; fingerprints decide, not numbers."""
    here = {(row["kind"], row["name"], row["role"]): row["contract_version"] for row in rows}
    for entry in lock["contracts"] if lock else ():
        number = here.get((entry["kind"], entry["name"], entry["role"]))
        if entry["version"] and number and entry["version"] != number:
            typer.echo(
                f"bindery: {entry['name']} is version {entry['version']} in the lock file and version {number} in this "
                "registry: the file was pulled from another one. They have the same fingerprint, so the answer holds",
                err=True,
            )


def _tested(item: Json) -> str:
    """A line of what is known: `✓ consumer  order.created  12 tests of version 3`."""
    number = item["contract_version"]
    of = f"version {number}" if number else "a version that is not registered"
    return (
        f"{'✓' if item['passed'] else '✗'} {item['role']:<9} {item['name']}  {counted(item['tests'], 'test')} of {of}"
    )


def ask(
    url: str, token: str | None, method: str, path: str, *, named: Sequence[str] = (), **options: Json
) -> dict[str, Json]:
    """What the registry answers; ends the command with a sentence where it has no answer or a problem.

    `named` are the contracts that the user named: where one is not registered, the sentence tells its nearest names.
    """
    registry = remote_registry(url=url, token=token)
    with asking_the_registry():
        try:
            return registry.deploy(method, path, **options)
        except RemoteProblem as error:
            unknown = error.code == "contract-not-found" and not_registered(registry, map(contract_key, named))
            stop(Exit.FINDINGS if error.code in FINDINGS else Exit.USAGE, unknown or str(error))


def _running(url: str, token: str | None, environment: str) -> list[Json]:
    found: list[Json] = []
    cursor: dict[str, str] = {}
    while True:
        params = {"environment": environment, "limit": 1000, **cursor}
        page = ask(url, token, "GET", "/deployments", params=params)
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}


def _lock(path: Path | None) -> Json:
    if path is None:
        return None
    lock = read_lock(path)
    if lock is None:
        stop(Exit.USAGE, f"there is no lock file {path}: write it with `bindery pull`")
    return lock


def _tested_of(contract: Json) -> Tested:
    """What an entry of a report is about; a TypeError where a member is no text."""
    tested = Tested(contract["name"], contract["role"], contract["fingerprint"])
    if not all(isinstance(member, str) for member in tested):
        raise TypeError(f"{tested} holds what is no text")
    return tested


def _results(path: Path, service: str) -> list[dict[str, Json]]:
    """One result per contract and role: it passed if all of its tests did."""
    try:
        report = json.loads(path.read_bytes())
        tests = [item for item in report["results"] if item["service"] == service]
        outcomes = [(_tested_of(contract), item.get("outcome")) for item in tests for contract in item["contracts"]]
    except OSError as error:
        stop(Exit.USAGE, f"{path} cannot be read: {error.strerror}")
    except (ValueError, KeyError, TypeError) as error:
        stop(Exit.USAGE, f"{path} is no report of contract tests ({error!r}): `pytest --contract-report` writes one")
    if not outcomes:
        stop(Exit.USAGE, f"{path} holds no contract test of {service}")
    counts = Counter(tested for tested, _ in outcomes)
    failed = {tested for tested, outcome in outcomes if outcome != "passed"}
    return [
        {
            "kind": "event" if tested.role in {"producer", "consumer"} else "operation",
            "name": tested.name,
            "role": tested.role,
            "fingerprint": tested.fingerprint,
            "passed": tested not in failed,
            "tests": counts[tested],
        }
        for tested in sorted(counts)
    ]
