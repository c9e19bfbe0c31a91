"""`kill -9` in the middle of registrations: what was acknowledged is there, and nothing is there by halves."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx2
import pytest

from registry.settings import Settings
from tests.bindery_process import serving_process
from tests.registry_texts import events_document
from tests.running_registry import register, registry_client

if TYPE_CHECKING:
    import subprocess

REGISTRATIONS = 500
CLIENTS = 4
ENOUGH = 60


def texts(number: int) -> dict[str, str]:
    """Two documents with one contract each: both are registered, or none."""
    names = (f"first.n{number}", f"second.n{number}")
    return {f"docs/{name}.md": events_document({name: {"id": "uuid"}}) for name in names}


def acknowledged_until_the_kill(process: subprocess.Popen[str], url: str) -> set[int]:
    """The registrations that were answered with success until the server, which is killed meanwhile, was gone."""
    acknowledged: set[int] = set()
    has_enough = threading.Event()

    def send(start: int) -> None:
        with httpx2.Client(base_url=url, timeout=60) as client:
            for number in range(start, REGISTRATIONS, CLIENTS):
                try:
                    answer = register(client, texts(number))
                except httpx2.HTTPError:
                    return
                assert answer.status_code == 200, answer.text
                acknowledged.add(number)
                if len(acknowledged) >= ENOUGH:
                    has_enough.set()

    with ThreadPoolExecutor(CLIENTS) as clients:
        sending = [clients.submit(send, start) for start in range(CLIENTS)]
        assert has_enough.wait(timeout=120)
        process.kill()
        for one in sending:
            one.result()
    return acknowledged


def names_of(settings: Settings) -> tuple[set[str], list[tuple[int, str]]]:
    """The names of all contracts with a version, and number and name of all events."""
    names: set[str] = set()
    with registry_client(settings) as client:
        cursor: dict[str, str] = {}
        while True:
            page = client.get("/api/v1/contracts", params={"limit": 1000, **cursor}).json()
            names |= {item["name"] for item in page["items"] if item["version"] == 1}
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        events = client.get("/api/v1/changes", params={"limit": 1000}).json()["items"]
    return names, [(event["sequence"], event["data"]["name"]) for event in events]


@pytest.mark.parametrize("where", ["file", pytest.param("server", marks=pytest.mark.postgres)])
def test_what_was_acknowledged_survives_a_kill(request: pytest.FixtureRequest, settings: Settings, where: str) -> None:
    """After `kill -9` in the middle of 500 registrations: all that was answered, whole requests, with their events."""
    if where == "server":
        settings = Settings(database_url=request.getfixturevalue("postgres_url"))
    with serving_process(settings.database_url, BINDERY_MIGRATE="auto") as (process, url):
        acknowledged = acknowledged_until_the_kill(process, url)
    names, events = names_of(settings)
    firsts = {int(name.removeprefix("first.n")) for name in names if name.startswith("first.n")}
    seconds = {int(name.removeprefix("second.n")) for name in names if name.startswith("second.n")}
    assert ENOUGH <= len(acknowledged) < REGISTRATIONS
    assert acknowledged <= firsts
    assert firsts == seconds
    assert [sequence for sequence, _ in events] == list(range(1, len(names) + 1))
    assert {name for _, name in events} == names
