"""Clients that ask a service without a pause, each on a connection of its own."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

from service_data import JSON, ORDER, registration

if TYPE_CHECKING:
    from threading import Event

WRITE_SHARE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """So many clients that read these paths, and sometimes register a contract, for so long, and until `end` is set."""

    port: int
    clients: int
    seconds: float
    reads: tuple[str, ...]
    key: str | None = None
    end: Event | None = None

    def is_over(self, since: float) -> bool:
        """Whether a load that began at this time has lasted long enough."""
        has_lasted = time.monotonic() - since >= self.seconds
        return has_lasted and (self.end is None or self.end.is_set())


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
    while not load.is_over(begun):
        asked, is_write = time.perf_counter(), chance.random() < WRITE_SHARE
        try:
            if is_write:
                written += 1
                status = _status(connection, load.key, "/api/v1/registrations", _contract(client, written))
            else:
                status = _status(connection, load.key, chance.choice(load.reads))
        except (OSError, HTTPException):
            connection.close()  # the next request opens it again
            status = 0
        if status == 200:  # noqa: PLR2004 - what every question of a load is answered with
            (found.writes if is_write else found.reads).append(1000 * (time.perf_counter() - asked))
        else:
            found.errors += 1
    connection.close()
    return found


def _contract(client: int, number: int) -> bytes:
    """The registration of a contract of this client's own, every second time in a new version."""
    fields = ORDER | ({"channel?": "string"} if number % 2 else {})
    name = f"client{client}.happened{number // 2}"
    return registration(f"docs/{name}.md", [name], fields)


def _status(connection: HTTPConnection, key: str | None, path: str, body: bytes | None = None) -> int:
    headers = (JSON if body else {}) | ({"authorization": f"Bearer {key}"} if key else {})
    connection.request("POST" if body else "GET", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status
