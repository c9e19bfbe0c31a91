"""Several replicas on one PostgreSQL database, with many clients at once."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx2
import pytest

from contracts.keywords import Json
from tests.bindery_process import serving_process
from tests.registry_texts import events_document
from tests.running_registry import register

pytestmark = pytest.mark.postgres

CONTRACTS = [f"thing{number}.happened" for number in range(20)]
CLIENTS = 8
REGISTRATIONS = 200


@pytest.fixture
def replicas(postgres_url: str) -> Iterator[list[str]]:
    """The base URLs of two processes on one database."""
    with ExitStack() as stack:
        started = [serving_process(postgres_url, BINDERY_MIGRATE="auto") for _ in range(2)]
        yield [stack.enter_context(process)[1] for process in started]


def documents(number: int) -> dict[str, str]:
    """The documents of some contracts in an order of their own, each with a schema that only this number has."""
    names = random.Random(number).sample(CONTRACTS, 3)  # noqa: S311 - the same in every run
    front = "---\ncontracts:\n  mode: FORWARD\n---\n"
    return {
        f"docs/{name}.md": front + events_document({name: {"id": "uuid", f"extra{number}?": "string"}})
        for name in names
    }


class Reader(threading.Thread):
    """A reader of the change feed, which asks on and on from where it is, until it is told to make an end."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.events: list[Json] = []
        self._url = url
        self._ended = threading.Event()

    def run(self) -> None:
        """Read, and once more after the end was told."""
        with httpx2.Client(base_url=self._url, timeout=60) as client:
            is_last = False
            while not is_last:
                is_last = self._ended.is_set()
                self._read(client)

    def _read(self, client: httpx2.Client) -> None:
        while True:
            after = self.events[-1]["sequence"] if self.events else 0
            page = client.get("/api/v1/changes", params={"after": after, "limit": 50}).json()
            if not page["items"]:
                return
            self.events += page["items"]

    def end(self) -> list[Json]:
        """All events, to the last."""
        self._ended.set()
        self.join(timeout=60)
        return self.events


def race(replicas: list[str]) -> list[httpx2.Response]:
    """The answers to all registrations, sent by clients that each talk to one replica."""

    def send(number: int) -> list[httpx2.Response]:
        with httpx2.Client(base_url=replicas[number % len(replicas)], timeout=120) as client:
            return [register(client, documents(one)) for one in range(number, REGISTRATIONS, CLIENTS)]

    with ThreadPoolExecutor(CLIENTS) as clients:
        return [answer for answers in clients.map(send, range(CLIENTS)) for answer in answers]


def test_racing_clients_of_two_replicas_all_win(replicas: list[str]) -> None:
    """Every registration is taken, every number is given once and without a gap, and the feed misses nothing."""
    reader = Reader(replicas[0])
    reader.start()
    answers = race(replicas)
    events = reader.end()
    assert [answer.text for answer in answers if answer.status_code != 200] == []
    promised = sorted((result["name"], result["version"]) for answer in answers for result in answer.json()["results"])
    assert len(promised) == len(set(promised)) == REGISTRATIONS * 3
    for name in CONTRACTS:
        numbers = [number for other, number in promised if other == name]
        assert numbers == list(range(1, len(numbers) + 1))
    assert [event["sequence"] for event in events] == list(range(1, len(promised) + 1))
    assert sorted((event["data"]["name"], event["data"]["version"]) for event in events) == promised
