"""What callers ask for: one document, or several of one request."""

from __future__ import annotations

from contracts.documents import read_design_document, read_design_documents
from contracts.model import Role

ORDERS = "# Order events\n\n| Event | Producer |\n|---|---|\n| order.paid | orders |\n"
BILLING = (
    "# Billing events\n\n| Event | Consumer |\n|---|---|\n| order.paid | billing |\n| order.lost | billing |\n"
    '\n## order.paid\n```json\n{"orderId": "1"}\n```\n'
)
ENVELOPE = '# Envelope\n```json\n{"eventType": "string", "id": "uuid", "data": {}}\n```\n'
USES_ENVELOPE = (
    '---\ncontracts:\n  envelope: docs/envelope.md\n---\n# Events\n## order.paid\n```json\n{"orderId": "1"}\n```\n'
)


def test_a_party_that_another_document_names_is_not_missing() -> None:
    """The producer stands in one document, the consumer and the schema in the other."""
    billing, orders = read_design_documents({"orders.md": ORDERS, "billing.md": BILLING})
    assert [document.path for document in (billing, orders)] == ["billing.md", "orders.md"]
    assert orders.problems == ()
    assert {(problem.code, problem.line) for problem in billing.problems} == {("never-published", 6), ("no-schema", 6)}


def test_alone_the_same_document_lacks_its_parties() -> None:
    """What the other document would say is a problem without it."""
    assert {problem.code for problem in read_design_document(ORDERS, path="orders.md").problems} == {
        "missing-consumer",
        "no-schema",
    }


def test_an_envelope_can_stand_in_a_linked_document() -> None:
    """Front matter names it, the caller hands it in."""
    document = read_design_document(USES_ENVELOPE, path="a.md", resources={"docs/envelope.md": ENVELOPE})
    definition = document.contracts[0].definition
    assert definition is not None
    assert list(definition.to_json()["properties"]) == ["eventType", "id", "data"]


def test_an_envelope_can_stand_in_another_document_of_the_request() -> None:
    """The documents of one request see each other."""
    document, _ = read_design_documents({"docs/envelope.md": ENVELOPE, "a.md": USES_ENVELOPE})
    definition = document.contracts[0].definition
    assert definition is not None
    assert "data" in definition.to_json()["properties"]


def test_an_envelope_that_is_not_handed_in_is_an_error() -> None:
    """It is never looked for."""
    problems = read_design_document(USES_ENVELOPE, path="a.md").problems
    assert "bad-annotation" in {problem.code for problem in problems}


def test_reading_bytes_and_text_gives_the_same() -> None:
    """UTF-8 is assumed for bytes."""
    assert read_design_document(ORDERS.encode(), path="a.md") == read_design_document(ORDERS, path="a.md")


def test_an_unknown_suffix_is_read_as_markdown() -> None:
    """A design document need not be called `.md`."""
    document = read_design_document(ORDERS, path="DESIGN")
    assert document.contracts[0].services(Role.PRODUCER) == ("orders",)
