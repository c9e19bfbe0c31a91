"""Measure the pages of a large registry: python benchmarks/pages.py.

What is judged in milliseconds is what a client waits for the page; its weight is that of the page and of all files that
it loads, uncompressed, as a first visit would get them.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

from measuring import ROUNDS, Bar, Row, calibration_seconds, counted, row, write_results
from service import CONTRACTS, NO_LIMIT, VERSIONS, send
from service_data import PATTERN, multiply, register_template, registration
from service_process import Served, registry

ASKED = 20
FIELDS = {f"attribute{number:03}": "string" for number in range(400)}
CONTRACT = f"/contracts/event/{PATTERN.format(77)}"
PAGES = {
    "start": "/",
    "contracts": "/contracts",
    "search by name": "/contracts?q=thing77.",
    "search by field": "/contracts?field=orderId",
    "contract": CONTRACT,
    "contract of 400 fields": "/contracts/event/wide.happened",
    "contract that is not there": "/contracts/event/thing77.happend",
    "version": f"{CONTRACT}/versions/5",
    "schema": f"{CONTRACT}/versions/5/schema",
    "schema of 400 fields": "/contracts/event/wide.happened/versions/1/schema",
    "cases": f"{CONTRACT}/versions/5/cases",
    "cases of 400 fields": "/contracts/event/wide.happened/versions/1/cases",
    "compare": f"{CONTRACT}/compare?old=1&new=10",
    "graph": "/graph",
    "graph around a service": "/graph?service=orders",
    "can-i-deploy": "/can-i-deploy",
    "environments": "/environments",
    "validate": f"{CONTRACT}/versions/5/validate",
    "preview": "/preview?example=lending",
    "rules": "/rules",
    "rule": "/rules/required-property-removed",
    "services": "/services",
    "service": "/services/orders",
    "documents": "/documents",
    "document": "/documents/revisions?source=bench&path=docs/template.md",
    "audit log": "/audit",
}
_LOADED = re.compile(rb'(?:src|href)="(/static/[^"]+)"')


def main() -> int:
    """Print two rows per page, write the results, and exit 1 if a bar is missed."""
    with tempfile.TemporaryDirectory() as folder:
        with registry(Path(folder), **NO_LIMIT) as served:
            register_template(served, VERSIONS)
        multiply(Path(folder) / "registry.db", CONTRACTS)
        with registry(Path(folder), **NO_LIMIT) as served:
            send(served, registration("docs/wide.md", ["wide.happened"], FIELDS))
            rows = [found for name, path in PAGES.items() for found in page_rows(served, name, path)]
    for item in rows:
        print(item)
    write_results("pages", rows, calibration_seconds=calibration_seconds(), contracts=CONTRACTS)
    return int(any(item.verdict == "missed" for item in rows))


def page_rows(served: Served, name: str, path: str) -> list[Row]:
    """How long a page lets people wait, and what it weighs."""
    page = shown(served, path)
    weight = len(page) + sum(len(served.ask(asset.decode())) for asset in set(_LOADED.findall(page)))
    return [
        row(f"page: {name}, P95", Bar(value=200, unit="ms"), [p95(served, path) for _ in range(ROUNDS // 3)]),
        counted(f"page: {name}, weight with all files", Bar(value=150, unit="KB"), weight / 1000),
    ]


def p95(served: Served, path: str) -> float:
    """The milliseconds that 95 of 100 answers take at most."""
    samples = []
    for _ in range(ASKED):
        begun = time.perf_counter()
        shown(served, path)
        samples.append(1000 * (time.perf_counter() - begun))
    return statistics.quantiles(samples, n=20, method="inclusive")[-1]


def shown(served: Served, path: str) -> bytes:
    """The page, be it that of something that is not there."""
    served.connection.request("GET", path, headers={"accept": "text/html"})
    return served.connection.getresponse().read()


if __name__ == "__main__":
    sys.exit(main())
