"""The publish function that takes a producer's messages."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import BaseModel

from bindery_client.testing import BrokenContract, Published
from bindery_client.testing.project import Project, Settings
from contracts.keywords import Json, Schema
from contracts.model import Role
from tests.builders import schema_of
from tests.contract_files import event_in, write_contract_files

MESSAGE = {"eventType": "invoice.issued", "orderId": "o-1"}


def published_in(folder: Path, *names: str) -> Published:
    """The publish function of a service that issues and cancels invoices."""
    kind = {"type": "object", "properties": {"eventType": {"const": "invoice.issued"}}}
    issued: Schema = {"allOf": [schema_of("eventType", "orderId"), kind]}
    write_contract_files(
        folder,
        "billing",
        event_in(Role.PRODUCER, "invoice.issued", issued),
        event_in(Role.PRODUCER, "invoice.cancelled", schema_of("orderId")),
        event_in(Role.CONSUMER, "order.created", schema_of("orderId")),
    )
    return Published(project=Project(settings=Settings(folder=folder)), names=names or ("invoice.issued",))


@dataclass
class Invoice:
    """A message as a dataclass."""

    eventType: str  # noqa: N815 - the name on the wire
    orderId: str  # noqa: N815 - the name on the wire


class InvoiceModel(BaseModel):
    """A message as a pydantic model."""

    eventType: str  # noqa: N815 - the name on the wire
    orderId: str  # noqa: N815 - the name on the wire


PUBLISHING: dict[str, Callable[[Published], object]] = {
    "dict": lambda published: published(MESSAGE),
    "name first": lambda published: published("invoice.issued", MESSAGE),
    "exchange first": lambda published: published("invoices", "invoice.issued", MESSAGE),
    "routing key": lambda published: published.publish(MESSAGE, routing_key="invoices.new", exchange="invoices"),
    "topic and value": lambda published: published.produce("invoices", value=json.dumps(MESSAGE).encode()),
    "bytes": lambda published: published.send(json.dumps(MESSAGE).encode()),
    "text": lambda published: published(json.dumps(MESSAGE)),
    "dataclass": lambda published: published(Invoice("invoice.issued", "o-1")),
    "pydantic": lambda published: published(InvoiceModel(eventType="invoice.issued", orderId="o-1")),
    "message with a body": lambda published: published(SimpleNamespace(body=json.dumps(MESSAGE).encode())),
    "pika channel": lambda published: published.basic_publish("", "key", json.dumps(MESSAGE).encode()),
    "pika properties": lambda published: published.basic_publish(
        body=json.dumps(MESSAGE).encode(), properties=SimpleNamespace(type="invoice.issued")
    ),
}


@pytest.mark.parametrize("way", PUBLISHING)
def test_the_usual_ways_of_publishing_are_understood(way: str, tmp_path: Path) -> None:
    """However a service publishes, the message and its contract are found."""
    published = published_in(tmp_path)
    PUBLISHING[way](published)
    assert published.messages == [MESSAGE]
    assert published.publications[0].contract == "invoice.issued"
    assert published.close(None) is False


def test_publishing_can_be_awaited(tmp_path: Path) -> None:
    """An asynchronous service awaits what publishing gives back."""

    async def service(published: Published) -> None:
        await published("invoice.issued", MESSAGE)

    published = published_in(tmp_path)
    asyncio.run(service(published))
    assert published.messages == [MESSAGE]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("invoice.paid", {"orderId": "o-1"}), "invoice.paid was published, and billing produces no such contract"),
        (({"eventType": "invoice.paid", "orderId": "o-1"},), "billing produces no such contract"),
        (("order.created", {"orderId": "o-1"}), "billing produces no such contract: invoice.cancelled, invoice.issued"),
        (({"eventType": "invoice.issued"},), "[missing:orderId] at the root"),
        (({**MESSAGE, "vat": 7},), "[extra-field:$] at the root"),
        (({**MESSAGE, "orderId": None},), "[unexpected-null:orderId] at /orderId"),
        ((b"\xff",), "is no JSON"),
        (({**MESSAGE, "orderId": {1, 2}},), "cannot be written as JSON"),
        ((42,), "no message was published"),
    ],
)
def test_what_breaks_the_contract_is_refused(arguments: tuple[Json, ...], words: str, tmp_path: Path) -> None:
    """A message that its contract forbids, and one that no contract knows, fail where they are published."""
    with pytest.raises(BrokenContract) as refused:
        published_in(tmp_path)(*arguments)
    assert words in str(refused.value)


def test_a_message_of_several_contracts_must_be_named(tmp_path: Path) -> None:
    """Without a name and without a type key, nothing is guessed."""
    with pytest.raises(BrokenContract, match=r"name one of invoice\.issued, invoice\.cancelled"):
        published_in(tmp_path, "invoice.issued", "invoice.cancelled")({"orderId": "o-1"})


def test_publishing_nothing_fails(tmp_path: Path) -> None:
    """A test that publishes nothing has shown nothing."""
    with pytest.raises(BrokenContract, match=r"nothing was published for invoice\.issued"):
        published_in(tmp_path).close(None)


def test_publishing_one_of_two_contracts_fails(tmp_path: Path) -> None:
    """Each contract that the test names must be published."""
    published = published_in(tmp_path, "invoice.issued", "invoice.cancelled")
    published(MESSAGE)
    with pytest.raises(BrokenContract, match=r"nothing was published for invoice\.cancelled"):
        published.close(None)


def test_a_swallowed_fault_still_fails(tmp_path: Path) -> None:
    """A service that catches everything does not hide what it published."""
    published = published_in(tmp_path)
    with pytest.raises(BrokenContract):
        published({"eventType": "invoice.issued"})
    published(MESSAGE)
    with pytest.raises(BrokenContract, match="missing:orderId"):
        published.close(None)


def test_the_error_of_the_service_is_not_covered_up(tmp_path: Path) -> None:
    """When the service itself raised, that is the failure to look at, not that nothing was published."""
    assert published_in(tmp_path).close(RuntimeError("out of money")) is False
