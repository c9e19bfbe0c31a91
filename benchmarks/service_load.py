"""Clients that ask a service without a pause, each on a connection of its own."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

from service_data import JSON, ORDER, registration

WRITE_SHARE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """So many clients that read these paths, and sometimes register a contract, for so long."""

    port: int
    clients: int
    seconds: float
    reads: tuple[str, ...]


@dataclass(slots=True)
class Found:
    """How long good answers took, in milliseconds, and how many were none."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    errors: int = 0


def offered(load: Load) -> Found:
    """What all clients found."""
    with ThreadPoolExecutor(load.clients) as pool:
        all_found = list(pool.map(lambda number: _asked(load, number), range(load.clients)))
    return Found(
        reads=[sample for found in all_found for sample in found.reads],
        writes=[sample for found in all_found for sample in found.writes],
        errors=sum(found.errors for found in all_found),
    )


def _asked(load: Load, client: int) -> Found:
    found, chance = Found(), random.Random(client)  # noqa: S311 - which question comes next is no secret
    connection = HTTPConnection("127.0.0.1", load.port, timeout=60)
    begun, written = time.monotonic(), 0
    while time.monotonic() - begun < load.seconds:
        asked, is_write = time.perf_counter(), chance.random() < WRITE_SHARE
        try:
            if is_write:
                written += 1
                status = _register(connection, client, written)
            else:
                status = _status(connection, "GET", chance.choice(load.reads))
        except (OSError, HTTPException):
            status = 0
        if status == 200:  # noqa: PLR2004 - what every question of a load is answered with
            (found.writes if is_write else found.reads).append(1000 * (time.perf_counter() - asked))
        else:
            found.errors += 1
    connection.close()
    return found


def _register(connection: HTTPConnection, client: int, number: int) -> int:
    """A contract of this client's own, every second time in a new version."""
    fields = ORDER | ({"channel?": "string"} if number % 2 else {})
    name = f"client{client}.happened{number // 2}"
    return _status(connection, "POST", "/api/v1/registrations", registration(f"docs/{name}.md", [name], fields))


def _status(connection: HTTPConnection, method: str, path: str, body: bytes | None = None) -> int:
    connection.request(method, path, body, JSON if body else {})
    answer = connection.getresponse()
    answer.read()
    return answer.status
