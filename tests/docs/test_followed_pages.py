"""Pages with commands are true: files are saved, commands typed, and each line that a page shows is printed."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.documented_session import Session, Step, steps
from tests.rabbitmq import running_rabbitmq
from tests.registry_texts import events_document

PAGES = Path(__file__).parents[2] / "docs"
ON_RABBITMQ = ("how-to/pika.md", "how-to/faststream.md")
WITHOUT_BROKER = ("how-to/from-pact.md", "how-to/from-confluent.md", "documents.md")


def follow(text: str, folder: Path) -> list[object]:
    """The lines that a page shows and that were not printed."""
    (folder / "shop").mkdir()
    with ExitStack() as stack:
        session = Session(folder=folder / "shop", stack=stack)
        return [line for step in steps(text) for line in session.follow(step)]


@pytest.mark.rabbitmq
@pytest.mark.parametrize("name", ON_RABBITMQ)
def test_a_page_about_rabbitmq_shows_what_happens(name: str, tmp_path: Path) -> None:
    """On a real broker, under names that no other test uses."""
    with running_rabbitmq() as broker:
        broker.exchanges += [f"{broker.prefix}.{name}" for name in ("orders", "dead")]
        broker.queues += [f"{broker.prefix}.{name}" for name in ("billing-orders", "dead-letters")]
        text = (PAGES / name).read_text("utf-8").replace('"shop.', f'"{broker.prefix}.')
        assert follow(text, tmp_path) == []


@pytest.mark.parametrize("name", WITHOUT_BROKER)
def test_a_page_without_a_broker_shows_what_happens(name: str, tmp_path: Path) -> None:
    """What its reader has is written by the page itself."""
    assert follow((PAGES / name).read_text("utf-8"), tmp_path) == []


def test_the_deploy_job_of_the_page_deploys(tmp_path: Path) -> None:
    """In a repository that has its documents, its lock file and a way to roll out."""
    folder = tmp_path / "shop"
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "orders.md").write_text(events_document({"order.created": {"orderId": "uuid"}}), "utf-8")
    (folder / "roll-out.sh").write_text("#!/bin/sh\necho rolled out\n", "utf-8")
    (folder / "roll-out.sh").chmod(0o755)
    with ExitStack() as stack:
        session = Session(folder=folder, stack=stack)
        session.follow(Step(language="console", name="serve", body=""))
        pulled = session.follow(Step(language="console", name="", body="$ bindery pull docs --service orders"))
        missing = [
            line for step in steps((PAGES / "how-to" / "ci.md").read_text("utf-8")) for line in session.follow(step)
        ]
    assert (pulled, missing) == ([], [])
