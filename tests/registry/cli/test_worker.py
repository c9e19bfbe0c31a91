"""Delivering processes: inside of the service, and `bindery worker`; ended in order, and killed."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import httpx2
import pytest

from registry.settings import Settings
from tests.bindery_process import bindery_process, serving_process
from tests.breakable_wire import breakable_wire
from tests.command_line import bindery
from tests.direct_registry import register
from tests.event_listener import Ear, listening
from tests.rabbitmq import URL
from tests.registry_texts import events_document
from tests.running_registry import register as register_at


@pytest.fixture
def ear() -> Iterator[Ear]:
    """A listener on an exchange of this test's own."""
    with listening() as made:
        yield made


def document(name: str) -> dict[str, str]:
    """A document of one event."""
    return {f"docs/{name}.md": events_document({name: {"id": "uuid"}})}


def environment(settings: Settings, ear: Ear, url: str = URL) -> dict[str, str]:
    """What a delivering process is told."""
    return {
        "BINDERY_DATABASE_URL": settings.database_url,
        "BINDERY_AMQP_URL": url,
        "BINDERY_AMQP_EXCHANGE": ear.exchange,
        "BINDERY_OUTBOX_POLL_SECONDS": "0.05",
    }


def test_a_worker_needs_a_broker(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a broker there is nothing to do, and the command says which setting is missing."""
    monkeypatch.delenv("BINDERY_AMQP_URL", raising=False)
    answer = bindery("worker", "--database-url", settings.database_url)
    assert answer.code == 2
    assert "BINDERY_AMQP_URL" in answer.err


@pytest.mark.parametrize("url", ["nonsense", "http://localhost/", "amqp://localhost:port/"])
def test_what_is_no_url_of_a_broker_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A broker that can never be reached ends the command at once."""
    monkeypatch.setenv("BINDERY_AMQP_URL", url)
    answer = bindery("worker", "--database-url", settings.database_url)
    assert answer.code == 2
    assert "BINDERY_AMQP_URL" in answer.err


@pytest.mark.rabbitmq
def test_a_worker_delivers_until_it_is_terminated(settings: Settings, ear: Ear) -> None:
    """Events of other processes are delivered, and the command ends in order, without a word on standard error."""
    register(settings, document("a.happened"))
    with bindery_process("worker", env=environment(settings, ear)) as process:
        assert ear.wait_for(1) == [1]
        register(settings, document("b.happened"))
        assert ear.wait_for(1) == [2]
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")


@pytest.mark.rabbitmq
@pytest.mark.parametrize("where", ["file", pytest.param("server", marks=pytest.mark.postgres)])
def test_a_worker_that_is_killed_loses_nothing(
    request: pytest.FixtureRequest, settings: Settings, ear: Ear, where: str
) -> None:
    """Another worker goes on where the killed one was: every event arrives, first arrivals in order."""
    if where == "server":
        settings = Settings(database_url=request.getfixturevalue("postgres_url"))
    names = [f"thing{number}.happened" for number in range(300)]
    register(settings, {path: text for name in names for path, text in document(name).items()})
    heard: list[int] = []
    with bindery_process("worker", env=environment(settings, ear)) as process:
        heard += ear.wait_for(1)
        process.kill()
    with bindery_process("worker", env=environment(settings, ear)):
        while len(set(heard)) < len(names):
            heard += ear.wait_for(1)
    assert list(dict.fromkeys(heard)) == list(range(1, 301))


@pytest.mark.rabbitmq
def test_a_service_with_a_broker_delivers_by_itself(settings: Settings, ear: Ear) -> None:
    """A service that is told of a broker needs no worker; an outage of the broker keeps no registration waiting."""
    with breakable_wire() as wire, serving_process(**_serving(settings, ear, wire.url)) as (process, url):
        with httpx2.Client(base_url=url, timeout=60) as client:
            assert register_at(client, document("a.happened")).status_code == 200
            assert ear.wait_for(1) == [1]
            wire.cut()
            assert register_at(client, document("b.happened")).status_code == 200
            wire.mend()
            assert ear.wait_until(2) in ([2], [1, 2])
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 0


def _serving(settings: Settings, ear: Ear, url: str) -> dict[str, str]:
    told = environment(settings, ear, url)
    return {"database_url": told.pop("BINDERY_DATABASE_URL"), **told}
