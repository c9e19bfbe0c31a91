"""Measure the service: python benchmarks/service.py [--seconds 60].

Servers run in processes of their own, pinned to one core, and are asked from here over loopback. What is judged in CPU
time is the time of the server's threads and workers; what is judged in milliseconds is what a client waits.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import ROUNDS, Bar, Row, calibration_seconds, counted, informed, row, write_results
from service_data import JSON, ORDER, PATTERN, multiply, register_template, registration
from service_load import Load, offered
from service_process import Served, hello, registry
from sqlalchemy import event
from starlette.testclient import TestClient

from registry.app import create_app
from registry.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

REQUESTS = 300
REGISTRATIONS = 15
CLIENTS = 16
CONTRACTS, FEW_CONTRACTS, VERSIONS = 10_000, 100, 10
NO_LIMIT = {"rate_limit": "off", "proof_workers": "1"}
SCHEMA = f"/api/v1/contracts/event/{PATTERN.format(0)}/versions/1/schema"
READS = {
    "list": "/api/v1/contracts?limit=50",
    "search": "/api/v1/contracts?q=thing77.",
    "get": f"/api/v1/contracts/event/{PATTERN.format(77)}",
    "get version": f"/api/v1/contracts/event/{PATTERN.format(77)}/versions/5",
}


def main() -> int:
    """Print a row per bar, write the results, and exit 1 if one is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60, help="how long the mixed load lasts")
    seconds = parser.parse_args().seconds
    rows = [*schema_rows(), *registration_rows(), *size_rows(), *load_rows(seconds)]
    for item in rows:
        print(item)
    write_results("service", rows, calibration_seconds=calibration_seconds(), load_seconds=seconds)
    return int(any(item.verdict == "missed" for item in rows))


def schema_rows() -> list[Row]:
    """The bytes of a version against a bare hello, on the same core."""
    what = "GET schema by version / bare Starlette hello, requests per CPU second"
    with tempfile.TemporaryDirectory() as folder, hello() as bare:
        with registry(Path(folder), **NO_LIMIT) as served:
            register_template(served, 1)
            opened = against(bare, served, {})
        with registry(Path(folder), rate_limit="100000000/minute") as served:
            answer = served.ask("/api/v1/keys", method="POST", body=b'{"name":"b","role":"reader"}', headers=JSON)
            guarded = against(bare, served, {"authorization": f"Bearer {json.loads(answer)['key']}"})
    return [
        row(f"{what}, no authentication or limit", Bar(value=0.75, unit="", at_least=True), opened),
        row(f"{what}, API key and limit in memory", Bar(value=0.5, unit="", at_least=True), guarded),
    ]


def against(bare: Served, served: Served, headers: Mapping[str, str]) -> list[float]:
    """How many requests of one server cost as much as one of the other, in interleaved rounds."""
    cost(bare, "/", {})
    cost(served, SCHEMA, headers)
    return [cost(bare, "/", {}) / cost(served, SCHEMA, headers) for _ in range(ROUNDS)]


def cost(served: Served, path: str, headers: Mapping[str, str], requests: int = REQUESTS) -> float:
    """The CPU seconds of one request."""
    begun = served.cpu_seconds()
    for _ in range(requests):
        served.ask(path, headers=headers)
    return (served.cpu_seconds() - begun) / requests


def registration_rows() -> list[Row]:
    """A document of ten contracts that all have a new version: its CPU time, proofs included, and its commits."""
    with tempfile.TemporaryDirectory() as folder, registry(Path(folder), **NO_LIMIT) as served:
        samples = [registered(served, number) for number in range(REGISTRATIONS)][2:]
    what = "register 10 changed contracts on SQLite"
    return [
        row(f"{what}, CPU of server and workers", Bar(value=60, unit="ms"), samples),
        counted(f"{what}, durable commits", Bar(value=1, unit="commit"), commits()),
    ]


def registered(served: Served, number: int) -> float:
    """The CPU milliseconds of the second version of a document."""
    names = [f"batch{number}.event{step}" for step in range(10)]
    path = f"docs/batch{number}.md"
    send(served, registration(path, names, ORDER))
    begun = served.cpu_seconds()
    send(served, registration(path, names, ORDER | {"channel?": "string"}))
    return 1000 * (served.cpu_seconds() - begun)


def send(served: Served, body: bytes) -> None:
    """Register."""
    served.ask("/api/v1/registrations", method="POST", body=body, headers=JSON)


def commits() -> int:
    """How many transactions one registration commits."""
    committed: list[object] = []
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings.of_sqlite_file(Path(folder) / "registry.db"))
        with TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 1)) as client:
            event.listen(app.state.context.database.engine.sync_engine, "commit", committed.append)
            body = registration("docs/one.md", ["one.happened"], ORDER)
            client.post("/api/v1/registrations", content=body, headers=JSON).raise_for_status()
    return len(committed)


def size_rows() -> list[Row]:
    """A large registry against one whose answers are as long: what reads cost, and the memory."""
    with (
        tempfile.TemporaryDirectory() as small,
        tempfile.TemporaryDirectory() as large,
        filled(Path(small), FEW_CONTRACTS) as few,
        filled(Path(large), CONTRACTS) as many,
    ):
        rows = [
            row(
                f"{name}: {CONTRACTS} contracts x {VERSIONS} versions / {FEW_CONTRACTS} contracts, CPU",
                Bar(value=1.5, unit="x"),
                [cost(many, path, {}, 30) / cost(few, path, {}, 30) for _ in range(ROUNDS)],
            )
            for name, path in READS.items()
        ]
        send(many, registration("docs/new.md", ["new.happened"], ORDER))  # so that a worker runs
        memory = many.memory_bytes() / 1024**2
    return [*rows, counted("memory of server and worker, large registry", Bar(value=400, unit="MB"), memory)]


def filled(folder: Path, contracts: int) -> AbstractContextManager[Served]:
    """A registry with so many contracts."""
    with registry(folder, **NO_LIMIT) as served:
        register_template(served, VERSIONS)
    multiply(folder / "registry.db", contracts)
    return registry(folder, **NO_LIMIT)


def load_rows(seconds: int) -> list[Row]:
    """Sixteen clients that ask without a pause, one question in twenty a registration."""
    with tempfile.TemporaryDirectory() as folder, filled(Path(folder), FEW_CONTRACTS) as served:
        load = Load(port=served.port, clients=CLIENTS, seconds=seconds, reads=(SCHEMA, *READS.values()))
        found = offered(load)
    what = f"{CLIENTS} clients for {seconds} s, 95 % reads"
    return [
        counted(f"{what}: errors", Bar(value=0, unit=""), found.errors),
        row(f"{what}: P95", Bar(value=200, unit="ms"), p95s([*found.reads, *found.writes])),
        informed(f"{what}: P95 of reads, ms", p95s(found.reads)),
        informed(f"{what}: P95 of registrations, ms", p95s(found.writes)),
        informed(f"{what}: answers per second", [(len(found.reads) + len(found.writes)) / seconds] * 3),
    ]


def p95s(milliseconds: list[float]) -> list[float]:
    """The time that 95 of 100 stay below, in each third of the samples."""
    return [statistics.quantiles(milliseconds[part::3], n=20, method="inclusive")[-1] for part in range(3)]


if __name__ == "__main__":
    sys.exit(main())
