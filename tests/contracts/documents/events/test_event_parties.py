# ruff: noqa: RUF001 - fullwidth marks of the languages that documents are written in are meant
"""Who sends and who receives an event: matrices, sections of parties, phrases of several languages, and nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.documents import read_design_document
from contracts.documents.vocabulary.parties import is_service_title, read_parties
from contracts.model import Role

if TYPE_CHECKING:
    from contracts.model import Contract

MATRIX = "# Events\n| Event | {first} | {second} |\n|---|---|---|\n| `fare.changed` | {cells} |\n"


def events(text: str) -> dict[str, Contract]:
    """The events of a text by name."""
    return {contract.name: contract for contract in read_design_document(text, path="a.md").contracts}


def parties(text: str, name: str) -> tuple[list[str], list[str]]:
    """The producers and the consumers of the event of this name."""
    said = events(text)[name].parties
    producers = [party.service for party in said if party.role is Role.PRODUCER]
    return producers, [party.service for party in said if party.role is Role.CONSUMER]


def test_a_matrix_of_p_and_c_names_services_whatever_they_are_called() -> None:
    """One publishes and another consumes: the columns are services."""
    text = MATRIX.format(first="booking", second="ledger", cells="P | C")
    assert parties(text, "fare.changed") == (["booking"], ["ledger"])


@pytest.mark.parametrize("cells", ["P | -", "C | C", "P | S", "in | out"])
def test_columns_of_letters_are_no_services_unless_they_say_both_sides(cells: str) -> None:
    """`| Event | Kind | Size |` with P, C or S in its cells says nothing of services."""
    document = read_design_document(MATRIX.format(first="Kind", second="Size", cells=cells), path="a.md")
    assert not document.services


def test_a_table_of_consumers_is_read_below_its_event() -> None:
    """`| Consumer | Purpose |` lists one per row."""
    rows = "| Consumer | Purpose |\n|---|---|\n| boarding-service | opens |\n| ledger-service | books |\n"
    assert parties(f"# Events\n### TicketSold\n{rows}", "TicketSold") == ([], ["boarding-service", "ledger-service"])


def test_a_name_alone_below_the_heading_producer_is_the_producer() -> None:
    """One word in a paragraph of its own."""
    text = '# Events\n### TicketSold\n#### Producer\n\nbooking\n\n#### Payload\n```json\n{"id": "1"}\n```\n'
    assert parties(text, "TicketSold") == (["booking"], [])


@pytest.mark.parametrize(
    "said",
    [
        "生产者：orders；消费者：mail",
        "발행자: orders; 구독자: mail",
        "発行元: orders; 購読者: mail",
        "published by orders, consumed by mail",
    ],
)
def test_items_name_both_sides_in_phrases_of_their_language(said: str) -> None:
    """Chinese, Korean, Japanese and English."""
    assert parties(f"# 事件 events\n## Event list\n- `order.placed` {said}\n", "order.placed") == (["orders"], ["mail"])


@pytest.mark.parametrize("title", ["service-paiement", "servicio-muelle", "serviço-frete"])
def test_a_service_may_carry_the_word_in_front(title: str) -> None:
    """As Romance languages order the words."""
    assert is_service_title(title)


@pytest.mark.parametrize("cell", ["no consumer in v1", "None yet (planned)", "Sin consumidores obligatorios"])
def test_a_cell_that_says_nobody_names_no_service(cell: str) -> None:
    """It is as empty as a dash."""
    found = read_parties(cell)
    assert not found.titles
    assert not found.rejected


def test_or_stands_between_services() -> None:
    """Either may send."""
    assert read_parties("kiosk or mobile-app").titles == ("kiosk", "mobile-app")


def test_the_noun_before_a_name_in_code_is_no_part_of_it() -> None:
    """The code marks say where the name begins."""
    assert read_parties("module `mobile`").titles == ("mobile",)


def test_what_is_said_of_one_event_of_bold_lines_is_not_said_of_the_next() -> None:
    """Each line of nothing but a name begins an event of its own."""
    fence = '```json\n{"id": "1"}\n```\n'
    text = f"# Events\n## Gates\n**`gate.opened`** (v1)\n{fence}Consumers: billing\n\n**GateClosed**\n{fence}\n"
    assert parties(text, "gate.opened") == ([], ["billing"])
    assert parties(text, "GateClosed") == ([], [])


def test_a_topic_with_one_message_is_named_after_itself() -> None:
    """Only where its parties are said, too; without them it is a channel of nobody knows what."""
    fence = '```json\n{"spotId": "1"}\n```\n'
    heading = "# Kafka topics\n## Kafka topic: `spot-assignments`\n"
    assert parties(f"{heading}Producer: spots\n{fence}", "spot-assignments") == (["spots"], [])
    assert not events(f"{heading}{fence}")


def test_a_name_with_several_last_words_is_several_events() -> None:
    """`permit.granted/revoked` shortens two names."""
    text = "# Events\n| Event | Producer |\n|---|---|\n| `permit.granted/revoked` | permits |\n"
    assert list(events(text)) == ["permit.granted", "permit.revoked"]
