"""How far the delivery of events is, as Prometheus reads it."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from registry.settings import Migrate, Settings
from registry.storage import Database
from tests.direct_registry import ask
from tests.registry_texts import events_document
from tests.running_registry import register, registry_client


def figures(settings: Settings) -> dict[str, float]:
    """The figures of the outbox, by name."""
    with registry_client(settings) as client:
        text = client.get("/metrics").text
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name.startswith("bindery_outbox") and not sample.name.endswith("_created")
    }


def happen(settings: Settings, *names: str) -> None:
    """Let one event happen for each name."""
    with registry_client(settings) as client:
        for name in names:
            register(client, {f"docs/{name}.md": events_document({name: {"id": "uuid"}})}).raise_for_status()


def deliver_first(settings: Settings, count: int) -> None:
    """Mark the first events as a broker's confirmation would."""

    async def mark(database: Database) -> None:
        async with database.writing() as store:
            await store.outbox.mark_delivered(await store.outbox.undelivered(limit=count))

    ask(settings, mark)


def test_nothing_waits_in_an_empty_registry(settings: Settings) -> None:
    """Before the first event all figures are 0."""
    assert figures(settings) == {
        "bindery_outbox_delivered_total": 0,
        "bindery_outbox_waiting": 0,
        "bindery_outbox_oldest_seconds": 0,
        "bindery_outbox_failures_total": 0,
    }


@pytest.mark.parametrize("where", ["file", pytest.param("server", marks=pytest.mark.postgres)])
def test_what_was_not_confirmed_waits(request: pytest.FixtureRequest, settings: Settings, where: str) -> None:
    """Events count as waiting until they are marked, and the first of them has an age."""
    if where == "server":
        settings = Settings(database_url=request.getfixturevalue("postgres_url"), migrate=Migrate.AUTO)
    happen(settings, "a.happened", "b.happened", "c.happened")
    deliver_first(settings, 1)
    found = figures(settings)
    assert (found["bindery_outbox_delivered_total"], found["bindery_outbox_waiting"]) == (1, 2)
    assert found["bindery_outbox_oldest_seconds"] > 0
