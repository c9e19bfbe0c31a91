"""Headings: which ones introduce an event, and which only look like one."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document

BODY = '```json\n{"id": 1}\n```\n'
SETTINGS = "| Name | Type | Default |\n|---|---|---|\n| burst | int | 10 |\n"


def names(text: str) -> list[str]:
    """The names of the contracts of a text."""
    return [contract.name for contract in read_design_document(text, path="a.md").contracts]


@pytest.mark.parametrize(
    "title",
    [
        "NexusFlow — Kafka Events",
        "NexusFlow: Events",
        "NexusFlow Events",
        "BuildGroup — Kafka 이벤트",
        "PaymentHub - Eventos publicados",
        "OrderFeed — events",
        "acme.shop — Kafka events",
    ],
)
def test_a_product_in_the_title_is_no_event(title: str) -> None:
    """What a document is about sends its events, whatever stands right below the title."""
    assert names(f"# {title}\n\n**Producer:** platform\n\n## order.created\n{BODY}") == ["order.created"]


@pytest.mark.parametrize("title", ["OrderPlaced", "OrderPlaced Event", "Event: OrderPlaced", "`order.placed` (v1)"])
def test_a_document_about_one_event_is_called_like_it(title: str) -> None:
    """Its title is the heading of the event."""
    assert len(names(f"# {title}\n\n**Producer:** orders\n\n{BODY}")) == 1


@pytest.mark.parametrize("name", ["order-created", "order_created", "orderCreated", "orders/created", "stock-low"])
def test_a_name_of_joined_words_is_an_event_if_it_says_what_happened(name: str) -> None:
    """Below a heading about events, with a message."""
    assert names(f"# Events\n\n## {name}\n{BODY}") == [name]


@pytest.mark.parametrize(
    "heading",
    [
        "pre-commit",
        "docker-compose",
        "rate-limits",
        "api-gateway",
        "message-broker",
        "event-driven",
        "getting-started",
        "self-hosted",
        "event_sourced",
        "rolling-set-up",
        "kustomize-based",
        "consumer-group",
        "read-only",
    ],
)
@pytest.mark.parametrize(
    "below", [BODY, SETTINGS, f"**Consumers:** all, web\n\n{BODY}"], ids=["json", "table", "parties"]
)
def test_joined_words_that_name_a_thing_are_no_event(heading: str, below: str) -> None:
    """Tools, settings and styles stand among events too."""
    assert names(f"# Kafka events\n\n## {heading}\n\n{below}") == []


@pytest.mark.parametrize("heading", ["order.enabled", "order-enabled", "ORDER_ENABLED", "OrderEnabled"])
def test_what_stands_under_settings_is_a_setting(heading: str) -> None:
    """Unless somebody sends it."""
    assert names(f"# Events\n\n## Configuration\n\n### {heading}\n\n{SETTINGS}") == []
    assert names(f"# Events\n\n## Configuration\n\n### {heading}\n\n**Producer:** orders\n\n{BODY}") == [heading]


@pytest.mark.parametrize(
    "section", ["Deployment events", "Configuration Service", "Configuration events", "설정 이벤트", "Erreurs"]
)
def test_events_of_deployments_and_tests_are_events(section: str) -> None:
    """What happens to settings is sent, their values are not; `Erreurs` holds none."""
    text = f"# Events\n\n## {section}\n\n### order.changed\n\n{BODY}"
    assert bool(names(text)) is (section != "Erreurs")


@pytest.mark.parametrize("section", ["Settings", "Access tokens", "Logs", "Checklists", "History", "Incidents"])
def test_endpoints_of_a_resource_are_declared_whatever_it_is_called(section: str) -> None:
    """Words that also name settings, tokens or logs."""
    table = "| Method | Path |\n|---|---|\n| GET | /things |\n"
    assert names(f"# API\n\n## {section}\n\n{table}\n- POST /things\n") == [
        "unknown:POST:/things",
        "unknown:GET:/things",
    ]


@pytest.mark.parametrize(
    "heading", ["`orders.send(message)`", "orders.cancelled()", "Class: `OrderPlacedEvent`", "Method: order.created"]
)
def test_a_reference_of_code_describes_no_events(heading: str) -> None:
    """Calls and classes are called like events, and are documented beside them."""
    assert names(f"# Events\n\n### {heading}\n\n{BODY}") == []
    assert names(f"# Events\n\n### order.created(v1)\n\n{BODY}") == ["order.created"]
