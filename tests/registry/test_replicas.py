"""Two processes on one database, with many clients at once."""

from __future__ import annotations

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx2
import pytest
from sqlalchemy import text

from contracts.keywords import Json
from registry.settings import Settings
from registry.storage import Database
from tests.bindery_process import serving_process
from tests.registry_texts import events_document
from tests.running_registry import register

CONTRACTS = [f"thing{number}.happened" for number in range(20)]
CLIENTS = 8
REGISTRATIONS = 200
FRONT = "---\ncontracts:\n  mode: FORWARD\n---\n"
NEW_VERSIONS = {"new", "compatible"}


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, settings: Settings) -> str:
    """The URL of an empty database: a file, or one of a server on which a deadlock is not broken."""
    if request.param == "file":
        return settings.database_url
    url: str = request.getfixturevalue("postgres_url")
    asyncio.run(leave_deadlocks(url))
    return url


async def leave_deadlocks(url: str) -> None:
    """Let the server end a deadlock by a failure, long before it would break it and hide it."""
    database = Database(url)
    name = database.engine.url.database
    async with database.engine.begin() as connection:
        await connection.execute(text(f"ALTER DATABASE {name} SET deadlock_timeout = '1h'"))
        await connection.execute(text(f"ALTER DATABASE {name} SET lock_timeout = '60s'"))
    await database.close()


@pytest.fixture
def replicas(database_url: str) -> Iterator[list[str]]:
    """The base URLs of two processes on one database."""
    with ExitStack() as stack:
        started = [serving_process(database_url, BINDERY_MIGRATE="auto") for _ in range(2)]
        yield [stack.enter_context(process)[1] for process in started]


def documents(number: int) -> dict[str, str]:
    """Documents of three contracts in an order of their own, each with a schema that only this number has.

    Before them stands the document of a reader of others, so that contracts are locked by who does not own them.
    """
    names = random.Random(number).sample(CONTRACTS, 6)  # noqa: S311 - the same in every run
    consumed = events_document(dict.fromkeys(names[3:]), consumers=[f"reader{number % CLIENTS}"], producer="")
    return {f"docs/reader{number % CLIENTS}.md": consumed} | owned(names[:3], {f"extra{number}?": "string"})


def owned(names: list[str], more: dict[str, Json]) -> dict[str, str]:
    """The documents of the owners of these contracts; their order is another one than that of the contracts."""
    return {f"docs/{name[::-1]}.md": FRONT + events_document({name: {"id": "uuid", **more}}) for name in names}


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


def changed(answers: list[httpx2.Response]) -> list[Json]:
    """What all registrations said that they changed."""
    results = (result for answer in answers for result in answer.json()["results"])
    return [result for result in results if result["outcome"] != "unchanged"]


def test_racing_clients_of_two_processes_all_win(replicas: list[str]) -> None:
    """Every registration is taken, every number is given once and without a gap, and the feed misses nothing."""
    reader = Reader(replicas[0])
    reader.start()
    with httpx2.Client(base_url=replicas[0], timeout=60) as client:
        answers = [register(client, owned(CONTRACTS, {})), *race(replicas)]
    events = reader.end()
    assert [answer.text for answer in answers if answer.status_code != 200] == []
    told = changed(answers)
    promised = sorted((result["name"], result["version"]) for result in told if result["outcome"] in NEW_VERSIONS)
    assert len(promised) == len(set(promised)) == len(CONTRACTS) + REGISTRATIONS * 3
    for name in CONTRACTS:
        numbers = [number for other, number in promised if other == name]
        assert numbers == list(range(1, len(numbers) + 1))
    assert [event["sequence"] for event in events] == list(range(1, len(told) + 1))
    happened = Counter((item["data"]["name"], item["data"]["version"], item["data"]["outcome"]) for item in events)
    assert happened == Counter((item["name"], item["version"], item["outcome"]) for item in told)
