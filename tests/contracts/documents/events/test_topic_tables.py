"""Tables whose event column is called Topic: each row is judged by its own name, a channel beside events is none."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document
from contracts.model import DesignDocument, Role

TABLE = "# Kafka\n\n| {topic} | {producer} | {consumer} |\n|---|---|---|\n"
PLAIN = TABLE.format(topic="Topic", producer="Producer", consumer="Consumer")
PAID = "| `fare.payment.captured` | till | ledger |\n"


def read(text: str) -> DesignDocument:
    """What a text declares."""
    return read_design_document(text, path="a.md")


def names(text: str) -> list[str]:
    """The contracts of a text."""
    return [contract.name for contract in read(text).contracts]


@pytest.mark.parametrize(
    "channel", ["fare.payment.dlq", "fare.payment.retry", "fare.payment.DLT", "seat-map", "a.events"]
)
@pytest.mark.parametrize(
    ("topic", "producer", "consumer"),
    [
        ("Topic", "Producer", "Consumer"),
        ("토픽", "발행자", "구독자"),
        ("トピック", "発行元", "購読者"),
        ("Tópico", "Productor", "Consumidor"),
        ("Konu", "Üretici", "Tüketici"),
        ("Routing key", "Publisher", "Subscribers"),
    ],
)
def test_a_channel_in_one_row_takes_no_event_from_another(
    topic: str, producer: str, consumer: str, channel: str
) -> None:
    """The table holds events, whatever else it lists."""
    head = TABLE.format(topic=topic, producer=producer, consumer=consumer)
    assert names(f"{head}{PAID}| `{channel}` | till | till |\n") == ["fare.payment.captured"]


def test_a_row_that_is_read_as_a_channel_is_said() -> None:
    """With its line, as a remark and not as a warning."""
    found = read(f"{PLAIN}{PAID}| `fare.payment.dlq` | till | desk |\n").problems
    assert [(problem.line, str(problem.severity)) for problem in found if problem.code == "channel-row"] == [
        (6, "info")
    ]


@pytest.mark.parametrize("topic", ["seat_reserved_events", "seat-reserved-topic", "seat-reserved"])
def test_a_topic_that_is_called_like_one_event_is_that_event(topic: str) -> None:
    """`_events` behind something that happened does not make it a channel for several."""
    assert names(f"{PLAIN}{PAID}| `{topic}` | desk | ledger |\n") == ["fare.payment.captured", topic]


def test_a_table_of_nothing_but_channels_declares_no_event() -> None:
    """Their rows say who sends what goes over them."""
    assert names(f"{PLAIN}| `fare-events` | till | ledger |\n| `fare.dlq` | till | desk |\n") == []


def test_beside_a_channel_of_several_events_only_what_happened_is_an_event() -> None:
    """`seats.main` beside `fare.events` is a channel as well."""
    rows = f"{PAID}| `fare.events` | till | ledger |\n| `seats.main` | desk | ledger |\n"
    assert names(PLAIN + rows) == ["fare.payment.captured"]


def test_a_channel_beside_events_names_the_parties_of_what_it_carries() -> None:
    """As it does in a table of channels."""
    events = "\n## Events\n\n| Event | Topic |\n|---|---|\n| SeatReserved | seat-map |\n"
    (found,) = (c for c in read(f"{PLAIN}{PAID}| `seat-map` | desk | ledger |\n{events}").contracts if c.name[0] == "S")
    assert found.services(Role.PRODUCER) == ("desk",)


def test_a_topic_of_several_events_of_the_document_is_no_event() -> None:
    """The table of events says what goes over it."""
    events = "\n## Events\n\n| Event | Topic |\n|---|---|\n| SeatReserved | seat.sold |\n| SeatFreed | seat.sold |\n"
    rows = f"{PAID}| `seat.sold` | desk | ledger |\n"
    assert sorted(names(PLAIN + rows + events)) == ["SeatFreed", "SeatReserved", "fare.payment.captured"]
