# ruff: noqa: RUF001 - marks and letters of the languages that documents are written in are meant
"""Who consumes: columns with a qualified header, tables of consumer groups, what services are said to do."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document
from contracts.model import Contract, Role

EVENTS = "# Events\n\n### lot.sold\n\n**Producer:** auction\n\n### lot.withdrawn\n\n**Producer:** auction\n\n"


def events(text: str) -> dict[str, Contract]:
    """The contracts of a text by name."""
    return {contract.name: contract for contract in read_design_document(text, path="a.md").contracts}


def consumers(text: str, name: str) -> tuple[str, ...]:
    """The consumers of an event."""
    return events(text)[name].services(Role.CONSUMER)


@pytest.mark.parametrize(
    "header",
    [
        "Typical consumers",
        "Main subscribers",
        "Consommateurs typiques",
        "Consumidores previstos",
        "Consumidores típicos",
        "주요 소비자",
        "典型消费者",
        "主なコンシューマー",
        "Olası tüketiciler",
        "Bilinen Consumer'lar",
    ],
)
def test_a_qualified_header_means_what_its_noun_means(header: str) -> None:
    """Whatever stands in front of it, or behind it."""
    text = f"# Events\n\n| Event | Producer | {header} |\n|---|---|---|\n| lot.sold | auction | cashier, porter |\n"
    assert consumers(text, "lot.sold") == ("cashier", "porter")


@pytest.mark.parametrize("header", ["Expected producer", "Producteur probable", "主要生产者"])
def test_a_producer_may_be_qualified_as_well(header: str) -> None:
    """As a consumer may."""
    text = f"# Events\n\n| Event | {header} | Consumer |\n|---|---|---|\n| lot.sold | auction | cashier |\n"
    assert events(text)["lot.sold"].services(Role.PRODUCER) == ("auction",)


@pytest.mark.parametrize("header", ["Consumer group", "Consumer lag", "Consumer action", "Number of consumers"])
def test_what_only_mentions_consumers_names_none(header: str) -> None:
    """The noun of the header is another one."""
    text = f"# Events\n\n| Event | Producer | {header} |\n|---|---|---|\n| lot.sold | auction | cashier |\n"
    assert consumers(text, "lot.sold") == ()


@pytest.mark.parametrize(
    ("header", "every"),
    [
        ("Handles", "All events"),
        ("Consumes", "All events"),
        ("Subscribes to", "Every event"),
        ("구독 이벤트", "모든 이벤트"),
        ("消费事件", "所有事件"),
        ("購読イベント", "すべてのイベント"),
        ("Eventos consumidos", "Todos los eventos"),
        ("Événements consommés", "Tous les événements"),
    ],
)
def test_a_group_that_handles_all_events_consumes_each(header: str, every: str) -> None:
    """Those of the whole document."""
    text = f"{EVENTS}## Groups\n\n| Consumer | Group ID | {header} |\n|---|---|---|\n| cashier | `pay` | {every} |\n"
    assert (consumers(text, "lot.sold"), consumers(text, "lot.withdrawn")) == (("cashier",), ("cashier",))


@pytest.mark.parametrize("some", ["All lot events", "모든 경매 이벤트", "所有拍卖事件", "Todos los eventos de venta"])
def test_all_events_of_a_kind_are_not_all_events(some: str) -> None:
    """Which ones they are is not guessed."""
    text = f"{EVENTS}## Groups\n\n| Consumer | Group ID | Handles |\n|---|---|---|\n| cashier | `pay` | {some} |\n"
    assert (consumers(text, "lot.sold"), consumers(text, "lot.withdrawn")) == ((), ())


def test_a_group_consumes_the_events_that_it_is_said_to_handle() -> None:
    """And no others."""
    rows = "| cashier | `pay` | `lot.sold` |\n| archive | `keep` | `lot.sold`, `lot.withdrawn` |\n"
    text = f"{EVENTS}## Groups\n\n| Consumer | Group ID | Handles |\n|---|---|---|\n{rows}"
    assert (consumers(text, "lot.sold"), consumers(text, "lot.withdrawn")) == (("cashier", "archive"), ("archive",))


def test_a_group_table_without_events_declares_none() -> None:
    """What a consumer handles need not be an event."""
    assert events("# Groups\n\n| Consumer | Handles |\n|---|---|\n| cashier | refunds, payments |\n") == {}


@pytest.mark.parametrize(
    ("publishes", "subscribes"),
    [
        ("Publishes `lot.sold`", "Subscribes to `lot.sold`"),
        ("Runs auctions and emits `lot.sold`, `lot.withdrawn`", "Consumes `lot.sold` from the bus"),
        ("`lot.sold` 발행", "`lot.sold` 구독"),
        ("`lot.sold` を発行", "`lot.sold` を購読"),
        ("Publica `lot.sold`", "Consume `lot.sold`"),
    ],
)
@pytest.mark.parametrize("header", ["Role", "Responsibility", "Description"])
def test_a_service_table_says_what_its_services_publish(header: str, publishes: str, subscribes: str) -> None:
    """A verb and names in code marks in the cell of what a service does."""
    text = f"# Bus\n\n| Service | {header} |\n|---|---|\n| auction | {publishes} |\n| cashier | {subscribes} |\n"
    found = events(text)["lot.sold"]
    assert (found.services(Role.PRODUCER), found.services(Role.CONSUMER)) == (("auction",), ("cashier",))


def test_a_cell_may_say_both() -> None:
    """Each verb speaks of the names behind it, or in front of it where the language puts it last."""
    text = "# Bus\n\n| Service | Role |\n|---|---|\n| auction | {} |\n"
    for said in ("Publishes `lot.sold`, listens to `bid.raised`", "`lot.sold` 발행, `bid.raised` 구독"):
        found = events(text.format(said))
        assert found["lot.sold"].services(Role.PRODUCER) == ("auction",)
        assert found["bid.raised"].services(Role.CONSUMER) == ("auction",)


@pytest.mark.parametrize(
    "said",
    ["Publishes lot.sold", "Uses `lot.sold`", "Publishes `lots.json` and `application/json`", "Publishes `lots`"],
)
def test_a_service_table_without_a_verb_or_a_name_declares_no_event(said: str) -> None:
    """Prose never becomes a contract."""
    assert events(f"# Bus\n\n| Service | Role |\n|---|---|\n| auction | {said} |\n") == {}
