"""Time the reading of design documents: python benchmarks/documents.py.

Documents are read in a worker process, as the command line and the service read them. The texts are made here: the
shop's documents over and over under other names, and documents of one kind of block. The bar is that of a megabyte of
Markdown; the two texts that are nothing but contracts, thousands of them, have none. How the time grows with the size
is shown for each text. Exits 1 if a bar is missed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import Bar, Row, calibration_seconds, informed, row, write_results

from contracts.documents import read_design_documents
from registry.workers import ProofPool, Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.workers.pool import Reservation

SHOP = Path(__file__).parents[1] / "examples" / "shop" / "docs"
NAMES = ("order", "Order", "payment", "Payment", "stock", "Stock", "reservation", "Reservation", "invoice", "Invoice")
MEGABYTE = 1_000_000
BAR = Bar(value=2, unit="s")
LINEAR = Bar(value=2.5, unit="x")
ROUNDS = 5
SIZES = (125_000, 250_000, 500_000, MEGABYTE)
ROWS = 2_000  # the limit of one table

EVENT = """### order{n}.created

**Producer:** orders
**Consumers:** billing, shipping

```json
{{
  "eventType": "order{n}.created",
  "timestamp": "ISO-8601",
  "data": {{"orderId": "uuid", "total": 129, "items": [{{"sku": "string", "quantity": 2}}]}}
}}
```

"""
ENDPOINT = """### `POST /internal/orders/{n}`

**Request:**

```json
{{"orderId": "uuid", "lines": [{{"sku": "string", "quantity": 2}}]}}
```

"""
SECTION = "## Section {n} of the handbook\n\nSome words about it, and `code{n}` too.\n\n"
PROSE = "The order service number {n} takes orders and calls [billing](docs/{n}.md) when **paid**; see `x{n}`.\n\n"
MESSAGE = """  c{n}:
    address: order{n}.created
    messages:
      m:
        payload:
          type: object
          required: [orderId]
          properties: {{orderId: {{type: string, format: uuid}}, total: {{type: number}}}}
"""


def main() -> int:
    """Print the table and the growth, write the results, and say with the exit code whether a bar was missed."""
    with ProofPool(size=1, target=read_design_documents) as pool, pool.reserved() as process:
        return measured(process)


def measured(process: Reservation) -> int:
    """The same, with a process that reads."""
    rows: list[Row] = []
    growth: dict[str, list[tuple[int, float]]] = {}
    for what, (build, path) in TEXTS.items():
        text = build(MEGABYTE)
        samples = [seconds_of(process, text, path) for _ in range(ROUNDS)]
        named = f"{what}, {len(text.encode()) / MEGABYTE:.2f} MB"
        rows.append(informed(named, samples) if what in DENSE else row(named, BAR, samples))
        print(rows[-1], flush=True)
        growth[what] = [(size, min(seconds_of(process, build(size), path) for _ in range(2))) for size in SIZES]
        factors = [later / earlier for (_, earlier), (_, later) in zip(growth[what], growth[what][1:], strict=False)]
        rows.append(row("    twice the text takes", LINEAR, factors))
        print(rows[-1])
        print("    " + ", ".join(f"{size // 1000} KB {seconds:.2f} s" for size, seconds in growth[what]), flush=True)
    seconds = calibration_seconds()
    print(f"calibration loop: {1000 * seconds:.1f} ms")
    write_results("documents", rows, calibration_seconds=seconds, growth_bytes_seconds=growth)
    missed = [item.what.strip() for item in rows if item.verdict == "missed"]
    print(f"{len(missed)} bars missed{': ' if missed else ''}{'; '.join(missed)}")
    return 1 if missed else 0


def seconds_of(process: Reservation, text: str, path: str) -> float:
    """The processor seconds that one reading takes; a document with errors would be no measure."""
    before = process.used_seconds
    question = Question(task=read_design_documents, arguments={"documents": {path: text}}, seconds=60, noun="it")
    (document,) = process.ask(question)
    errors = [problem for problem in document.problems if problem.severity == "error"]
    if errors:
        raise AssertionError(errors[0])
    return process.used_seconds - before


def shop(size: int) -> str:
    """The documents of the shop, each time with other names for its events and services."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SHOP.glob("*.md"))]
    found: list[str] = []
    length = number = 0
    while length < size:
        for text in texts:
            found.append(_renamed(text, number))
            length += len(found[-1]) + 2
        number += 1
    return "\n\n".join(found)


def _renamed(text: str, number: int) -> str:
    for name in NAMES:
        text = text.replace(name, f"{name}{number}")
    return text


def repeated(piece: str, head: str = "# Handbook\n\n") -> Callable[[int], str]:
    """A text of some size in which a piece is repeated, numbered."""
    return lambda size: head + "".join(piece.format(n=n) for n in range(size // len(piece.format(n=10_000))))


def table(size: int) -> str:
    """One table of as many rows as a table may have, each as long as the size asks for."""
    rows = ROWS - 1
    fields = max(1, (size // rows - 50) // 18)
    payload = ", ".join(f"field{number:03}: string" for number in range(fields))
    head = "# Events\n\n| Event | Producer | Consumer | Payload |\n|---|---|---|---|\n"
    return head + "".join(f"| order{n}.created | orders | billing, shipping | {payload} |\n" for n in range(rows))


ASYNCAPI = "asyncapi: 3.0.0\ninfo: {title: orders, version: 1.0.0}\nchannels:\n"
TEXTS: dict[str, tuple[Callable[[int], str], str]] = {
    "the shop's documents, repeated": (shop, "a.md"),
    "one table of 2,000 rows": (table, "a.md"),
    "3,800 events with examples": (repeated(EVENT, "# Events\n\n"), "a.md"),
    "7,900 endpoints with examples": (repeated(ENDPOINT, "# Internal API\n\n"), "a.md"),
    "headings": (repeated(SECTION), "a.md"),
    "prose": (repeated(PROSE), "a.md"),
    "an AsyncAPI document": (repeated(MESSAGE, ASYNCAPI), "a.yaml"),
}
DENSE = frozenset({"3,800 events with examples", "7,900 endpoints with examples"})


if __name__ == "__main__":
    sys.exit(main())
