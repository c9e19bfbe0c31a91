"""Hold two replicas on PostgreSQL, behind a proxy, against the objectives: python benchmarks/load.py [--seconds 60].

Exits with 1 if an objective is missed, with 2 if it cannot be measured here.
"""

from __future__ import annotations

import argparse
import statistics
import sys

from measuring import Bar, Row, calibration_seconds, counted, informed, write_results
from replica_load import REPLICAS, filled_replicas, mixed_load
from replicas import CannotMeasure
from service_load import Found, offered


def main() -> int:
    """Print a row per objective, write the results, and exit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60, help="how long the load lasts")
    parser.add_argument("--clients", type=int, default=8, help="how many ask without a pause")
    given = parser.parse_args()
    try:
        with filled_replicas() as (replicas, proxy):
            found = offered(mixed_load(replicas, proxy, clients=given.clients, seconds=given.seconds))
    except CannotMeasure as error:
        print(f"cannot measure: {error}", file=sys.stderr)
        return 2
    rows = objectives(found, given.clients, given.seconds)
    for item in rows:
        print(item)
    write_results("load", rows, calibration_seconds=calibration_seconds(), load_seconds=given.seconds)
    return int(any(item.verdict == "missed" for item in rows))


def objectives(found: Found, clients: int, seconds: int) -> list[Row]:
    """What was found, against the objectives."""
    times = [*found.reads, *found.writes]
    asked = len(times) + found.errors
    what = f"{REPLICAS} replicas, {clients} clients for {seconds} s"
    return [
        counted(f"{what}: P95", Bar(value=200, unit="ms"), p95(times)),
        counted(f"{what}: failed", Bar(value=0.1, unit="%"), 100 * found.errors / asked),
        informed(f"{what}: P95 of reads, ms", [p95(found.reads)] * 3),
        informed(f"{what}: P95 of registrations, ms", [p95(found.writes)] * 3),
        informed(f"{what}: requests per second", [asked / seconds] * 3),
    ]


def p95(milliseconds: list[float]) -> float:
    """The time that 95 of 100 stay below."""
    return statistics.quantiles(milliseconds, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    sys.exit(main())
