# ruff: noqa: RUF001 - fullwidth marks of the languages that documents are written in are meant
"""Who sends and who receives an event: names alone below a role word, consumer groups, sentences of East Asia."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document
from contracts.model import Role

SHOWN = '\n\n```json\n{"seatId": "S-1"}\n```\n'


def parties(below: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The producers and the consumers of an event with these lines below its heading."""
    (contract,) = read_design_document(f"# Events\n## `seat.taken`\n{below}{SHOWN}", path="a.md").contracts
    return contract.services(Role.PRODUCER), contract.services(Role.CONSUMER)


@pytest.mark.parametrize(
    "below",
    [
        "### Producer\n\n```text\nhall\n```\n\n### Consumers\n\n```\nmail\nledger\n```\n\n### Payload",
        "### 생산자\n\n- `hall`\n\n### 소비자\n\n- mail\n- ledger\n\n### Payload",
        "### Productor\n\nhall\n\n### Consumidores\n\nmail, ledger\n\n### Payload",
        "**Producer**\n\n```text\nhall\n```\n\n**Consumers**\n\n```text\nmail\nledger\n```\n\n**Payload**",
    ],
)
def test_names_alone_below_a_word_for_a_role_are_the_parties(below: str) -> None:
    """In a fence, a list or a paragraph."""
    assert parties(below) == (("hall",), ("mail", "ledger"))


def test_a_fence_of_commands_below_a_word_for_a_role_names_nobody() -> None:
    """It shows how to start one."""
    assert parties(
        "### Consumer\n\n```text\n./start-consumer.sh --group mail --from-beginning now\n```\n\n### Payload"
    ) == (
        (),
        (),
    )


@pytest.mark.parametrize(
    "label",
    ["Consumer Group", "Consumer groups", "컨슈머 그룹", "消费者组", "コンシューマーグループ", "Grupo de consumidores"],
)
def test_a_consumer_group_that_is_called_like_a_service_is_a_consumer(label: str) -> None:
    """Others are ids that the broker keeps."""
    line = f"- {label}: `mail-service`, `ledger-service-group`, `group-7`"
    assert parties(line) == ((), ("mail-service", "ledger-service"))


def test_a_consumer_says_more_than_its_group() -> None:
    """The group is read where no consumer is named."""
    assert parties("- Consumer group: `mail-service`\n- Consumers: ledger") == ((), ("ledger",))


@pytest.mark.parametrize(
    "sentence",
    [
        "Hall Service가 좌석을 저장한 뒤 발행하고 Mail Service와 Ledger Service가 각자 소비합니다.",
        "`hall-service`에서 발행되며 `mail-service`, `ledger-service`에서 구독한다.",
        "Hall Serviceが座席を保存した後に発行し、Mail ServiceとLedger Serviceが購読します。",
        "hall-service から発行され、mail-service、ledger-service が消費する。",
        "由 hall-service 发布，由 mail-service 和 ledger-service 订阅。",
        "`hall-service` 发布该事件，`mail-service`、`ledger-service` 消费。",
    ],
)
def test_sentences_of_east_asia_name_who_publishes_and_who_consumes(sentence: str) -> None:
    """The subject of either verb, where it is called like a service."""
    assert parties(sentence) == (("hall-service",), ("mail-service", "ledger-service"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Kafka가 메시지를 발행하고 Consumer가 소비합니다.",
        "Hall Service는 이 토픽을 소비하지 않습니다.",
        "Hall Service の発行者は未定です。",
        "hall-service 发布的事件格式如下。",
        "좌석 발행 시점에 소비 로그를 남긴다.",
    ],
)
def test_sentences_about_something_else_name_nobody(sentence: str) -> None:
    """Tools, what is not done, nouns."""
    assert parties(sentence) == ((), ())
