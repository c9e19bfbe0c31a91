"""The design documents of the example shop, read as a reader of the README would read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.documents import read_design_documents
from contracts.exports import openapi, operations_of
from contracts.messages import cases
from contracts.model import Contract, Kind, Role

DOCS = Path(__file__).parents[2] / "examples" / "shop" / "docs"
DOCUMENTS = read_design_documents({path.name: path.read_text("utf-8") for path in sorted(DOCS.glob("*.design.md"))})
DECLARED = {
    contract.name: contract
    for document in DOCUMENTS
    for contract in document.contracts
    if contract.services(Role.PRODUCER) or contract.kind is Kind.OPERATION
}
EVENTS = {
    "order.created": ("orders", {"inventory", "billing", "notifications"}),
    "order.cancelled": ("orders", {"inventory", "billing", "notifications"}),
    "order.shipped": ("orders", {"billing", "notifications"}),
    "stock.reserved": ("inventory", {"orders"}),
    "stock.depleted": ("inventory", {"orders", "notifications"}),
    "payment.captured": ("billing", {"orders", "notifications"}),
    "payment.failed": ("billing", {"orders", "notifications"}),
    "payment.refunded": ("billing", {"orders", "notifications"}),
    "notification.sent": ("notifications", {"billing"}),
    "notification.bounced": ("notifications", {"orders"}),
}
OPERATIONS = {
    "inventory:POST:/internal/reservations": {"orders"},
    "inventory:DELETE:/internal/reservations/{}": {"orders"},
    "inventory:GET:/internal/articles/{}/stock": {"orders"},
    "billing:POST:/internal/payments/{}/refunds": {"orders"},
    "billing:GET:/internal/payments/{}": {"orders", "notifications"},
    "orders:GET:/internal/orders/{}": {"billing", "notifications"},
    "notifications:POST:/internal/notifications": {"billing"},
    "notifications:GET:/internal/notifications/{}": {"orders"},
}
FIELDS = {
    "order.created": "orderId customerId reservationId channel totalCents currency lines couponCode giftNote",
    "order.cancelled": "orderId customerId reservationId reason cancelledBy comment",
    "order.shipped": "orderId customerId carrier trackingNumber shippedAt expectedOn",
    "stock.reserved": "reservationId orderId warehouse lines expiresAt",
    "stock.depleted": "sku warehouse lastOrderId openBackorders nextDeliveryOn",
    "payment.captured": "paymentId orderId amountCents currency method invoiceId invoiceUrl",
    "payment.failed": "paymentId orderId amountCents reason attempt willRetry retryAt",
    "payment.refunded": "refundId paymentId orderId amountCents currency reason",
    "notification.sent": "notificationId customerId orderId channel template language attempts",
    "notification.bounced": "notificationId customerId channel reason isPermanent providerMessage",
}


def payload_fields(contract: Contract) -> set[str]:
    """The fields of an event's payload."""
    assert contract.definition is not None
    properties = contract.definition.to_json()["properties"]
    return set(properties.get("data", properties.get("payload"))["properties"])


def test_together_the_documents_have_no_problem() -> None:
    """Every event that someone consumes is published, and everything has a schema."""
    assert [problem for document in DOCUMENTS for problem in document.problems] == []


def test_nothing_is_found_that_is_not_there() -> None:
    """The events and the internal operations are these and no others."""
    internal = {contract.name for contract in DECLARED.values() if contract.visibility == "internal"}
    assert internal == set(EVENTS) | set(OPERATIONS)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_has_its_parties(name: str) -> None:
    """Producer and consumers stand in the owner's document."""
    producer, consumers = EVENTS[name]
    assert DECLARED[name].services(Role.PRODUCER) == (producer,)
    assert set(DECLARED[name].services(Role.CONSUMER)) == consumers


@pytest.mark.parametrize("name", EVENTS)
def test_each_consumer_says_so_in_its_own_document(name: str) -> None:
    """Owner and consumers agree about who consumes."""
    claims = {
        document.path.removesuffix(".design.md")
        for document in DOCUMENTS
        for contract in document.contracts
        if contract.name == name and not contract.services(Role.PRODUCER)
    }
    assert claims == EVENTS[name][1]


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_has_all_its_fields(name: str) -> None:
    """No field of a payload is lost."""
    assert payload_fields(DECLARED[name]) == set(FIELDS[name].split())


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_has_its_parties_and_a_response(name: str) -> None:
    """Provider, callers and the shape of an answer are known."""
    contract = DECLARED[name]
    assert contract.services(Role.PROVIDER) == (name.split(":", maxsplit=1)[0],)
    assert set(contract.services(Role.CALLER)) == OPERATIONS[name]
    assert contract.definition is not None
    assert any(part.name.startswith("response 2") for part in contract.definition.parts)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_gives_cases(name: str) -> None:
    """Handlers of the shop can be tested with what its documents say."""
    definition = DECLARED[name].definition
    assert definition is not None
    found = cases(definition.parts[0].schema)
    assert {"minimal", "full"} & {case.id for case in found if case.valid}


@pytest.mark.parametrize("service", ["orders", "inventory", "billing", "notifications"])
def test_each_service_has_an_openapi_document(service: str) -> None:
    """What a provider is attacked with comes from the same documents."""
    document = openapi(service, operations_of(DECLARED.values()))
    declared = [contract for contract in DECLARED.values() if contract.name.startswith(f"{service}:")]
    assert sum(len(item) for item in document["paths"].values()) == len(declared) > 0
