"""What clients ask replicas behind a proxy, and the contracts that are there before."""

from __future__ import annotations

from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING

from replicas import CannotMeasure, behind_proxy
from service_data import JSON, ORDER, PATTERN, registration
from service_load import Load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from replicas import Proxy, Replicas

REPLICAS = 2
VERSIONS = 5
NAMES = [PATTERN.format(number) for number in range(20)]
READS = (
    f"/api/v1/contracts/event/{NAMES[0]}/versions/1/schema",
    "/api/v1/contracts?limit=50",
    "/api/v1/contracts?q=thing7.",
    f"/api/v1/contracts/event/{NAMES[7]}",
    f"/api/v1/contracts/event/{NAMES[7]}/versions/3",
)


@contextmanager
def filled_replicas() -> Iterator[tuple[Replicas, Proxy]]:
    """Two replicas that hold some contracts in some versions, behind a proxy."""
    with behind_proxy(REPLICAS) as (replicas, proxy):
        for number in range(VERSIONS):
            fields = ORDER | {f"added{step}?": "string" for step in range(number)}
            ask(proxy.port, "/api/v1/registrations", replicas.key, registration("docs/all.md", NAMES, fields))
        yield replicas, proxy


def mixed_load(replicas: Replicas, proxy: Proxy, *, clients: int, seconds: float, end: Event | None = None) -> Load:
    """Clients that read, and register one time in twenty, for so long, and until `end` is set."""
    return Load(port=proxy.port, clients=clients, seconds=seconds, reads=READS, key=replicas.key, end=end)


def ask(port: int, path: str, key: str, body: bytes | None = None) -> bytes:
    """The body of a good answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = (JSON if body else {}) | {"authorization": f"Bearer {key}"}
        connection.request("POST" if body else "GET", path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    if answer.status != 200:  # noqa: PLR2004 - the one good answer
        raise CannotMeasure(f"{path}: {answer.status} {content[:300]!r}")
    return content
