"""The table of figures in `README.md`, out of `benchmarks/results.json`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from docs.pages.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contracts.keywords import Json

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
_PLACE = re.compile(r"(?<=<!-- written by `make reference` -->\n).*?(?=<!-- until here -->)", re.DOTALL)
_WORST_FIRST = ("missed", "inconclusive", "skipped", "met")
# What a line says, and the section and the beginnings of the rows that it is made of.
_LINES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("a message checked: times faster than `jsonschema`, seven kinds", "client", ("validate / jsonschema,",)),
    ("serialised: times faster than Confluent's JSONSerializer", "client", ("encode / Confluent",)),
    ("parsed: times faster than Confluent's JSONDeserializer", "client", ("decode / Confluent",)),
    ("published, 1 KB: processor time of pika + orjson", "client", (r"publish / pika \+ orjson, 1 KB, plain",)),
    ("the same with confirms", "client", (r"publish / pika \+ orjson, 1 KB, confirmed",)),
    ("memory of a compiled schema of 25 KB", "client", ("cached validator of a schema of 25 KB",)),
    ("questions of compatibility with a known answer: decided", "compatibility", ("decided of the ",)),
    ("of those, decided wrongly", "compatibility", ("unsound", "wrong")),
    ("one question, 99th percentile", "compatibility", ("one question, p99",)),
    ("a megabyte of design documents read, five kinds", "documents", ("the sh", "one t", "head", "prose", "an As")),
    ("can-i-deploy, 200 services with 1,000 contracts, P95", "deployment", ("can-i-deploy p95",)),
    ("ten changed contracts registered, processor time", "service", ("register 10 changed contracts on SQLite, CPU",)),
    ("16 clients, 95 % reads, P95", "service", (r"16 clients for \d+ s, 95 % reads: P95$",)),
    ("pages of a registry with 10,000 contracts, P95", "pages", ("page: .*, P95",)),
)  # fmt: skip


def with_benchmarks(readme: str) -> str:
    """The README with the table as the results have it."""
    results = json.loads((ROOT / "benchmarks" / "results.json").read_bytes())
    return _PLACE.sub(lambda _: benchmarks_table(results), readme, count=1)


def benchmarks_table(results: Mapping[str, Json]) -> str:
    """The table: a row per line; where several kinds were measured, from the lowest median to the highest.

    Raises:
        LookupError: nothing of the results belongs to a line.
    """
    rows = (_row(said, _found(results[section]["rows"], starts)) for said, section, starts in _LINES)
    return table(("what", "measured", "bar", ""), rows)


def _found(rows: Sequence[Json], starts: Sequence[str]) -> list[Json]:
    found = [row for row in rows if row["bar"] != "none" and any(re.match(start, row["what"]) for start in starts)]
    if not found:
        raise LookupError(f"no results begin with {' or '.join(starts)}: run the benchmarks again")
    return found


def _row(said: str, found: Sequence[Json]) -> tuple[str, str, str, str]:
    medians = [row["median"] for row in found if row["median"] is not None]
    unit = found[0]["bar"].split(" ", 2)[2]
    low, high = (f"{figure:,.3g}" for figure in (min(medians), max(medians)))
    measured = low if low == high else f"{low} to {high}"
    return said, f"{measured} {unit}", found[0]["bar"], _verdict([row["verdict"] for row in found])


def _verdict(verdicts: Sequence[str]) -> str:
    """The worst of them; how many of several it is."""
    worst = next(verdict for verdict in _WORST_FIRST if verdict in verdicts)
    count = verdicts.count(worst)
    return worst if count == len(verdicts) else f"{count} of {len(verdicts)} {worst}"
