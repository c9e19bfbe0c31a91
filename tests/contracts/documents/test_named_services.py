# ruff: noqa: RUF001 - fullwidth marks of the languages that documents are written in are meant
"""Services that the lines and headings of a document name, for all that stands below them."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document
from contracts.model import Contract, Role

ROUTE = "| Method | Path |\n|---|---|\n| GET | /berths |\n"
EVENTS = "| Event | Note |\n|---|---|\n| `berth.freed` | at night |\n"


def contract_of(text: str) -> Contract:
    """The only contract of a text."""
    (contract,) = read_design_document(text, path="a.md").contracts
    return contract


@pytest.mark.parametrize(
    "line",
    [
        "**Service name:** harbour",
        "- **서비스명**: harbour",
        "**服务名称：** harbour",
        "- **サービス名**: harbour",
        "- **Nombre del servicio**: harbour",
        "**Nome do serviço:** harbour",
        "**Nom du service :** harbour",
        "**Servis adı:** harbour",
        "- **Tên dịch vụ**: harbour",
    ],
)
def test_a_line_above_all_contracts_names_the_service_of_the_document(line: str) -> None:
    """It provides the endpoints and publishes the events that have no nearer name."""
    document = read_design_document(
        f"# Berths\n## Overview\n{line}\n\n## API\n{ROUTE}\n## Published events\n{EVENTS}", path="a.md"
    )
    said = {
        contract.name: (contract.services(Role.PROVIDER), contract.services(Role.PRODUCER))
        for contract in document.contracts
    }
    assert said == {"harbour:GET:/berths": (("harbour",), ()), "berth.freed": ((), ("harbour",))}


@pytest.mark.parametrize(
    "lines",
    [
        "## Mooring\n**Service name:** harbour\n## Towing\n**Service name:** tugs",
        "## Deployment\n**Service:** one of several, see the wiki",
        "## Freeing a berth\n**Endpoint:** see below\n**Service:** harbour",
        "## BerthFreed\n**Service:** harbour",
    ],
)
def test_a_service_of_one_part_is_not_that_of_the_document(lines: str) -> None:
    """Several services, a sentence, or a line beside those of one endpoint or event."""
    assert contract_of(f"# Berths\n{lines}\n\n## API\n{ROUTE}").services(Role.PROVIDER) == ()


@pytest.mark.parametrize(
    ("published", "consumed"),
    [
        ("Published events", "Consumed events"),
        ("발행", "소비"),
        ("发布", "订阅"),
        ("発行", "購読"),
        ("Eventos publicados", "Eventos consumidos"),
    ],
)
def test_headings_above_published_and_consumed_name_services(published: str, consumed: str) -> None:
    """`## Harbour` / `### Published` beside `## Tugs` / `### Consumed`."""
    contract = contract_of(f"# Topics\n## Harbour\n### {published}\n{EVENTS}\n## Tugs\n### {consumed}\n{EVENTS}")
    assert (contract.services(Role.PRODUCER), contract.services(Role.CONSUMER)) == (("harbour",), ("tugs",))


@pytest.mark.parametrize(("first", "second"), [("Kafka", "RabbitMQ"), ("Domain events", "Integration"), ("API", "API")])
def test_headings_of_another_kind_above_published_name_no_services(first: str, second: str) -> None:
    """Brokers and kinds of events, or one heading alone."""
    contract = contract_of(f"# Topics\n## {first}\n### Published\n{EVENTS}\n## {second}\n### Consumed\n{EVENTS}")
    assert contract.parties == ()


@pytest.mark.parametrize(
    "heading",
    [
        "Outbound events (emitted by harbour service)",
        "Published events (harbour-service)",
        "Eventos publicados (por harbour-service)",
        "발행 이벤트 (harbour-service)",
        "发布的事件（由 harbour-service 发布）",
    ],
)
def test_brackets_behind_a_heading_of_events_name_their_producer(heading: str) -> None:
    """`(emitted by x service)`, or the name alone."""
    (producer,) = contract_of(f"# Topics\n## {heading}\n{EVENTS}").services(Role.PRODUCER)
    assert producer in {"harbour-service", "harbour service"}


@pytest.mark.parametrize("brackets", ["from harbour-service", "harbour-service", "from other services"])
def test_brackets_that_say_where_consumed_events_come_from_name_no_consumer(brackets: str) -> None:
    """`Consumed events (from x)` is about the events of x."""
    assert contract_of(f"# Topics\n## Consumed events ({brackets})\n{EVENTS}").services(Role.CONSUMER) == ()


@pytest.mark.parametrize(("published", "consumed"), [("발행", "구독"), ("发布", "消费"), ("発行", "購読")])
def test_one_word_above_a_list_says_whether_its_events_are_published(published: str, consumed: str) -> None:
    """A heading of nothing but the word, below that of the service."""
    below = f"### {published}\n- `berth.freed`\n### {consumed}\n- `tow.ended`\n"
    found = read_design_document(f"# Topics\n## Harbour Service\n{below}", path="a.md").contracts
    assert [(contract.name, len(contract.services(Role.PRODUCER))) for contract in found] == [
        ("berth.freed", 1),
        ("tow.ended", 0),
    ]


def test_brackets_behind_the_name_of_an_event_make_the_heading_no_service() -> None:
    """`### berth.freed (published by harbour-service)` is the event."""
    text = '# Events\n### berth.freed (published by harbour-service)\n```json\n{"berth": 4}\n```\n'
    assert contract_of(text).name == "berth.freed"


@pytest.mark.parametrize("heading", ["Harbour Service calls", "Harbour Service 호출", "Harbour Service çağrıları"])
def test_a_heading_of_calls_names_the_provider(heading: str) -> None:
    """What is called stands below it."""
    provider = contract_of(f"# Internal API\n## {heading}\n{ROUTE}").services(Role.PROVIDER)
    assert provider == ("harbour-service",)


@pytest.mark.parametrize("header", ["Component", "컴포넌트", "组件", "コンポーネント", "Componente", "Composant"])
def test_the_component_of_an_endpoint_is_its_provider(header: str) -> None:
    """A component column of an endpoint table is a service column."""
    text = f"# API\n| Endpoint | {header} |\n|---|---|\n| `GET /berths` | Harbour |\n"
    assert contract_of(text).services(Role.PROVIDER) == ("harbour",)


def test_components_of_other_tables_are_no_services() -> None:
    """They may be classes or libraries."""
    text = "# Design\n| Component | Responsibility |\n|---|---|\n| BerthCache | keeps berths |\n"
    assert not read_design_document(text, path="a.md").services


@pytest.mark.parametrize("header", ["Responsibility", "Owns"])
def test_a_service_joined_by_an_ampersand_is_one(header: str) -> None:
    """`Berths & Tugs` in the table of services, and as the heading of its endpoints."""
    table = f"| Service | {header} |\n|---|---|\n| Berths & Tugs | both |\n"
    text = f"# Internal API\n## Services\n{table}\n## Endpoints\n### Berths & Tugs\n`GET /internal/berths`\n"
    assert contract_of(text).services(Role.PROVIDER) == ("berths-&-tugs",)
