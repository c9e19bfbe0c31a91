"""A server that ends in the middle of registrations: all that was acknowledged is there, and nothing by halves."""

from __future__ import annotations

import signal
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


def acknowledged_until_the_end(process: subprocess.Popen[str], url: str, end: signal.Signals) -> set[int]:
    """The registrations that were answered with success until the server, which gets a signal meanwhile, was gone."""
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
        process.send_signal(end)
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


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.postgres)])
def stored_in(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    """Settings with an empty database: a file, or one of a server."""
    if request.param == "file":
        return settings
    return Settings(database_url=request.getfixturevalue("postgres_url"))


def test_what_was_acknowledged_survives_a_kill(stored_in: Settings) -> None:
    """After `kill -9` in the middle of 500 registrations: all that was answered, whole requests, with their events."""
    settings = stored_in
    with serving_process(settings.database_url, BINDERY_MIGRATE="auto") as (process, url):
        acknowledged = acknowledged_until_the_end(process, url, signal.SIGKILL)
    names, events = names_of(settings)
    firsts = {int(name.removeprefix("first.n")) for name in names if name.startswith("first.n")}
    seconds = {int(name.removeprefix("second.n")) for name in names if name.startswith("second.n")}
    assert ENOUGH <= len(acknowledged) < REGISTRATIONS
    assert acknowledged <= firsts
    assert firsts == seconds
    assert [sequence for sequence, _ in events] == list(range(1, len(names) + 1))
    assert {name for _, name in events} == names


def test_who_is_terminated_answers_what_it_has_begun(stored_in: Settings) -> None:
    """After SIGTERM in the middle of 500 registrations: all that is stored was answered, and the exit code is 0."""
    with serving_process(stored_in.database_url, BINDERY_MIGRATE="auto") as (process, url):
        acknowledged = acknowledged_until_the_end(process, url, signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(f"{url}/healthz")
    names, _ = names_of(stored_in)
    assert (process.returncode, "Traceback" in errors) == (0, False)
    assert ENOUGH <= len(acknowledged) < REGISTRATIONS
    assert names == {name for number in acknowledged for name in (f"first.n{number}", f"second.n{number}")}
