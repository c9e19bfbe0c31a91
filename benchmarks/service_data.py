"""Contracts for a registry to hold: documents to send, and a database that is filled with copies of one contract."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from service_process import Served

    from contracts.keywords import Json

ORDER = {"orderId": "uuid", "status": "OPEN | PAID", "totalCents": 1290, "placedAt": "ISO-8601", "note?": "string"}
JSON = {"content-type": "application/json"}
PATTERN = "thing{}.happened"
_ID = "lower(hex(randomblob(16)))"


def document(names: list[str], fields: dict[str, Json]) -> str:
    """A design document of one producer with these events."""
    rows = "\n".join(f"| {name} | orders | billing, shipping |" for name in names)
    fences = "\n".join(f"```json\n{json.dumps(_example(name, fields))}\n```\n" for name in names)
    return f"# Events\n\n| Event | Producer | Consumers |\n|---|---|---|\n{rows}\n\n{fences}"


def _example(name: str, fields: dict[str, Json]) -> dict[str, Json]:
    return {"eventType": name, "timestamp": "ISO-8601", "source": "orders", "data": fields}


def registration(path: str, names: list[str], fields: dict[str, Json]) -> bytes:
    """The body of a registration of one document."""
    return json.dumps({"source": "bench", "documents": [{"path": path, "text": document(names, fields)}]}).encode()


def register_template(served: Served, versions: int) -> None:
    """Register one contract with so many versions."""
    for number in range(versions):
        fields = ORDER | {f"added{step}?": "string" for step in range(number)}
        body = registration("docs/template.md", [PATTERN.format(0)], fields)
        served.ask("/api/v1/registrations", method="POST", body=body, headers=JSON)


def multiply(database: Path, contracts: int) -> None:
    """Add copies of the only contract of a database until it has so many; each has schemas of its own."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TEMP TABLE copy (i INTEGER, contract TEXT)")
        connection.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {contracts - 1})"  # noqa: S608 - a number
            f" INSERT INTO copy SELECT i, {_ID} FROM n"
        )
        _copy(connection, "contract", {"id": "copy.contract", "name": "'thing' || copy.i || '.happened'"})
        mark = "source.fingerprint || '-' || copy.i"
        _copy(connection, "schema", {"id": _ID, "fingerprint": mark})
        latest = "SELECT fingerprint FROM contract_version ORDER BY number DESC LIMIT 1"
        _copy(connection, "schema_field", {"id": _ID, "fingerprint": mark}, f"source.fingerprint IN ({latest})")
        _copy(connection, "contract_version", {"id": _ID, "contract_id": "copy.contract", "fingerprint": mark})
        _copy(connection, "party", {"id": _ID, "contract_id": "copy.contract"})


def _copy(connection: sqlite3.Connection, table: str, changed: dict[str, str], which: str = "true") -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(changed.get(name, f"source.{name}") for name in columns)
    connection.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} AS source, copy WHERE {which}"  # noqa: S608 - our own words
    )
