"""Measure can-i-deploy as the system grows: python benchmarks/deployment.py.

The registry runs as `bindery serve` on a database file; what is timed is one request to it, as its client waits. A
tenth of the consumers are built against an older version of a contract than runs now, so proofs are computed.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import Bar, Row, calibration_seconds, row, write_results
from service import JSON, NO_LIMIT, send
from service_process import Served, registry

if TYPE_CHECKING:
    from contracts.keywords import Json

BAR = Bar(value=200, unit="ms")
EVENTS_PER_SERVICE = 5
CONSUMERS_PER_EVENT = 4
SIZES = (25, 50, 100, 200)  # services; five times as many contracts
QUESTIONS = 60
FIELDS = {"orderId": "uuid", "status": "OPEN | PAID", "totalCents": 1290, "placedAt": "ISO-8601", "note?": "string"}


def main() -> int:
    """Print a row per size, write the results, and exit 1 if the largest misses the bar."""
    rows = [measured(services) for services in SIZES]
    for item in rows:
        print(item)
    growth = [[EVENTS_PER_SERVICE * services, item.median] for services, item in zip(SIZES, rows, strict=True)]
    write_results("deployment", rows[-1:], calibration_seconds=calibration_seconds(), growth_contracts_ms=growth)
    return int(rows[-1].verdict == "missed")


def measured(services: int) -> Row:
    """The p95 of three series of questions about builds of a system with so many services."""
    with tempfile.TemporaryDirectory() as folder, registry(Path(folder), **NO_LIMIT) as served:
        builds = fill(served, services)
        series = [p95([ask(served, build) for build in builds[part::3]]) for part in range(3)]
    return row(f"can-i-deploy p95, {services} services x {EVENTS_PER_SERVICE * services} contracts", BAR, series)


def fill(served: Served, services: int) -> list[dict[str, Json]]:
    """Register and deploy a system; the builds to ask about."""
    register(served, services, FIELDS)
    locks = {name: lock(served, name) for name in names(services)}
    for number, name in enumerate(names(services)):
        if number % 10 == 0:  # these stay behind
            deploy(served, name, "1.0", locks[name])
    register(served, services, {**FIELDS, "channel?": "string"})
    for number, name in enumerate(names(services)):
        if number % 10:
            deploy(served, name, "1.0", lock(served, name))
    return [
        {"service": name, "version": "2.0", "environment": "production", "lock": lock(served, name)}
        for name in names(services)[:QUESTIONS]
    ]


def names(services: int) -> list[str]:
    """The names of the services."""
    return [f"service-{number}" for number in range(services)]


def register(served: Served, services: int, fields: dict[str, Json]) -> None:
    """Register a document per service."""
    texts = [document(number, services, fields) for number in range(services)]
    files = [{"path": f"docs/{number}.md", "text": text} for number, text in enumerate(texts)]
    for start in range(0, services, 20):
        documents = files[start : start + 20]
        send(served, json.dumps({"source": "bench", "documents": documents}).encode())


def document(number: int, services: int, fields: dict[str, Json]) -> str:
    """The design document of a service: its events, and who consumes them."""
    lines = ["# Events", "", "| Event | Producer | Consumers |", "|---|---|---|"]
    fences = []
    for event in range(EVENTS_PER_SERVICE):
        name = f"thing{number}.happened{event}"
        others = [(number + 1 + event + step) % services for step in range(CONSUMERS_PER_EVENT)]
        consumers = ", ".join(f"service-{other}" for other in others)
        lines.append(f"| {name} | service-{number} | {consumers} |")
        example = {"eventType": name, "timestamp": "ISO-8601", "source": f"service-{number}", "data": fields}
        fences.append(f"```json\n{json.dumps(example)}\n```\n")
    return "\n".join([*lines, "", *fences])


def lock(served: Served, service: str) -> Json:
    """The lock file of a service, as it is now."""
    return json.loads(served.ask(f"/api/v1/services/{service}/lock"))


def deploy(served: Served, service: str, version: str, lock_file: Json) -> None:
    """Record a deployment in production."""
    body = {"service": service, "version": version, "environment": "production", "lock": lock_file}
    post(served, "/api/v1/deployments", body)


def ask(served: Served, body: dict[str, Json]) -> float:
    """The milliseconds of one question, which must be answered."""
    begun = time.perf_counter()
    answer = post(served, "/api/v1/can-i-deploy", body)
    seconds = time.perf_counter() - begun
    if json.loads(answer)["answer"] not in {"yes", "no"}:
        raise AssertionError(answer)
    return 1000 * seconds


def post(served: Served, path: str, body: dict[str, Json]) -> bytes:
    """What the registry answers to a body."""
    return served.ask(path, method="POST", body=json.dumps(body).encode(), headers=JSON)


def p95(samples: list[float]) -> float:
    """The time that 95 of 100 stay below."""
    return statistics.quantiles(samples, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    sys.exit(main())
