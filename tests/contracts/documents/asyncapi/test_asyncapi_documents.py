"""AsyncAPI 2 and 3 documents: which events they hold, what these are called, and who sends and receives them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.documents import read_design_document
from contracts.keywords import Json
from contracts.model import Contract, DesignDocument, Role, Severity
from tests.design_documents import assert_sound

SECOND = """asyncapi: 2.6.0
info: {title: Order Service, version: 1.2.0}
channels:
  order.created:
    subscribe:
      message: {$ref: '#/components/messages/OrderCreated'}
  payments:
    publish:
      message:
        oneOf:
          - {$ref: '#/components/messages/PaymentCaptured'}
          - name: payment.failed
            payload: {type: object}
components:
  messages:
    OrderCreated:
      name: order.created
      summary: An order was placed.
      x-consumers: [billing, shipping]
      payload: {$ref: '#/components/schemas/Order'}
      examples:
        - payload: {orderId: A-1, lines: []}
    PaymentCaptured:
      payload:
        properties: {eventType: {const: payment.captured}}
  schemas:
    Order:
      type: object
      required: [orderId]
      x-owner: team
      properties:
        orderId: {type: string}
        parent: {$ref: '#/components/schemas/Order'}
        lines: {type: array, items: {$ref: '#/components/schemas/Line'}}
    Line: {type: object}
"""
THIRD = """asyncapi: 3.0.0
info: {title: Billing API, version: 1.0.0, x-service: billing}
channels:
  paid:
    address: invoice.paid
    messages:
      subscribe.message: {payload: {type: object}}
  created:
    address: order.created
    messages:
      orderCreated: {payload: {schemaFormat: application/schema+json, schema: {type: object}}}
  quiet:
    address: stock.counted
    messages:
      m: {name: stock.counted, payload: true}
operations:
  sendPaid:
    action: send
    channel: {$ref: '#/channels/paid'}
    messages: [{$ref: '#/channels/paid/messages/subscribe.message'}]
  onOrder:
    action: receive
    channel: {$ref: '#/channels/created'}
    reply:
      channel: {$ref: '#/channels/paid'}
"""


def read(text: str, path: str = "events.yaml") -> DesignDocument:
    """The document, which must be sound."""
    document = read_design_document(text, path=path)
    assert_sound(document)
    return document


def contract(text: str, name: str) -> Contract:
    """The contract of this name."""
    return next(found for found in read(text).contracts if found.name == name)


def parties(found: Contract) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The producers and the consumers."""
    return found.services(Role.PRODUCER), found.services(Role.CONSUMER)


def schema_of(payload: str, extra: str = "") -> Json:
    """The schema of a message with this payload in a document of version 3."""
    text = (
        "asyncapi: 3.0.0\ninfo: {title: a}\n"
        f"channels: {{c: {{address: a.created, messages: {{m: {{payload: {payload}}}}}}}}}\n{extra}"
    )
    (found,) = read(text).contracts
    assert found.definition
    return found.definition.to_json()


def errors(text: str, path: str = "events.yaml") -> list[tuple[str, int]]:
    """The errors with their lines."""
    document = read_design_document(text, path=path)
    assert_sound(document)
    return [(found.code, found.line) for found in document.problems if found.severity is Severity.ERROR]


def test_version_2_sends_what_others_may_subscribe_to() -> None:
    """`subscribe` are the messages that the service produces, `publish` those that it consumes."""
    assert parties(contract(SECOND, "order.created")) == (("order-service",), ("billing", "shipping"))
    assert parties(contract(SECOND, "payment.failed")) == ((), ("order-service",))


def test_version_3_sends_and_receives() -> None:
    """The action of an operation gives the role; a reply goes the other way; a channel alone gives none."""
    assert parties(contract(THIRD, "invoice.paid")) == (("billing",), ())
    assert parties(contract(THIRD, "order.created")) == ((), ("billing",))
    assert parties(contract(THIRD, "stock.counted")) == ((), ())


def test_the_type_key_of_a_payload_is_the_name() -> None:
    """What is on the wire comes before what the document calls it."""
    assert contract(SECOND, "payment.captured").aliases == ("PaymentCaptured",)


def test_a_channel_names_its_only_message() -> None:
    """Keys that a converter made up are no names; of two spellings, that of the address is taken."""
    assert [found.name for found in read(THIRD).contracts] == ["invoice.paid", "order.created", "stock.counted"]


def test_a_message_without_any_name_is_ignored_with_its_reason() -> None:
    """`*` names nothing."""
    document = read("asyncapi: 2.0.0\ninfo: {title: a}\nchannels: {'*': {publish: {message: {payload: {}}}}}\n")
    assert document.contracts == ()
    assert [(found.what, found.line) for found in document.ignored] == [("message", 3)]


def test_a_schema_carries_what_it_refers_to() -> None:
    """References into components become definitions of the schema itself; extensions (`x-`) stay behind."""
    definition = contract(SECOND, "order.created").definition
    assert definition
    schema = definition.to_json()
    assert schema["properties"]["lines"]["items"] == {"$ref": "#/definitions/Line"}
    assert schema["properties"]["parent"] == {"$ref": "#/definitions/Order"}
    assert sorted(schema["definitions"]) == ["Line", "Order"]
    assert "x-owner" not in json.dumps(schema)


def test_two_targets_of_one_name_are_two_definitions() -> None:
    """The last step of a reference is a name that another folder may have, too."""
    schema = schema_of(
        '{properties: {a: {$ref: "#/components/x/A"}, b: {$ref: "#/components/y/A"}}}',
        "components: {x: {A: {type: string}}, y: {A: {type: integer}}}\n",
    )
    assert schema["definitions"] == {"A": {"type": "string"}, "A2": {"type": "integer"}}


def test_a_property_named_like_an_extension_stays() -> None:
    """`x-trace` is a field where fields are named."""
    assert schema_of("{properties: {x-trace: {type: string}}}") == {"properties": {"x-trace": {"type": "string"}}}


@pytest.mark.parametrize(
    ("payload", "is_dated"),
    [
        ("{items: {type: string}}", False),
        ("{items: [{type: string}]}", True),
        ("{properties: {items: {type: string}}}", False),
        ("{dependencies: {a: [b]}}", True),
        ("{const: {prefixItems: 1}}", False),
    ],
)
def test_the_dialect_is_said_where_it_makes_a_difference(payload: str, *, is_dated: bool) -> None:
    """AsyncAPI means draft-07; a schema that later drafts read alike is the same schema as in any other document."""
    assert ("$schema" in schema_of(payload)) is is_dated


def test_lines_lead_to_the_components() -> None:
    """A field is declared where its schema stands, not where it is referred to."""
    found = contract(SECOND, "order.created")
    assert (
        found.line_of("message", "/properties/orderId")
        == SECOND.split("\n").index("        orderId: {type: string}") + 1
    )
    assert found.provenance.line == SECOND.split("\n").index("      name: order.created") + 1


def test_an_example_that_fails_its_schema_is_an_error_with_its_line() -> None:
    """The example is checked as those of Markdown are."""
    wrong = SECOND.replace("orderId: A-1", "orderId: 7")
    assert errors(wrong) == [("example-fails-schema", wrong[: wrong.index("orderId: 7")].count("\n") + 1)]
    assert contract(SECOND, "order.created").examples == ({"orderId": "A-1", "lines": []},)


def test_one_name_with_two_schemas_is_an_error() -> None:
    """Two messages of one name must agree."""
    text = SECOND.replace("name: payment.failed", "name: order.created")
    assert [code for code, _ in errors(text)] == ["event-disagreement"]


@pytest.mark.parametrize(
    ("reference", "where"),
    [
        ("https://example.org/a.json", "out of the document"),
        ("other.yaml#/A", "out of the document"),
        ("#/components/schemas/B", "nowhere"),
        ("#/components/schemas/Loop", "in a circle"),
    ],
)
def test_a_reference_that_cannot_be_followed_is_an_error(reference: str, where: str) -> None:
    """Nothing is fetched, and nothing is guessed."""
    text = (
        "asyncapi: 2.6.0\ninfo: {title: a}\n"
        f"channels: {{a.created: {{subscribe: {{message: {{payload: {{$ref: '{reference}'}}}}}}}}}}\n"
        "components: {schemas: {Loop: {$ref: '#/components/schemas/Loop'}}}\n"
    )
    (problem,) = [found for found in read(text).problems if found.severity is Severity.ERROR]
    assert (problem.code, where in problem.message) == ("bad-reference", True)


def test_json_is_read_like_yaml() -> None:
    """The same document as JSON holds the same contracts."""
    text = """{"asyncapi": "3.0.0", "info": {"title": "a"}, "channels": {"c": {"address": "a.created", "messages":
    {"m": {"payload": {"type": "object"}}}}}}"""
    assert [found.name for found in read(text, "events.json").contracts] == ["a.created"]


def test_what_is_missing_is_said_in_the_words_of_the_format() -> None:
    """The fix is a key to add, not a comment of Markdown."""
    fixes = {found.code: found.fix for found in read(THIRD).problems}
    assert fixes["missing-consumer"] == '"x-consumers": ["SERVICE"]'
    assert fixes["never-published"] == '"x-producer": "SERVICE"'


def test_the_missing_key_is_what_cures_the_problem() -> None:
    """Pasted into the message, the problem is gone."""
    cured = THIRD.replace("subscribe.message: {", 'subscribe.message: {"x-consumers": ["SERVICE"], ')
    (found,) = [found for found in read(cured).contracts if found.name == "invoice.paid"]
    assert found.services(Role.CONSUMER) == ("service",)


def test_a_fence_is_a_document_of_its_own() -> None:
    """What Markdown around it says of an event is joined with what the fence says."""
    table = "# Events\n\n| Event | Producer | Consumer |\n|---|---|---|\n| order.created | order-service | audit |\n"
    document = read(f"{table}\n```yaml asyncapi\n{SECOND}```\n", "events.md")
    found = next(found for found in document.contracts if found.name == "order.created")
    assert parties(found) == (("order-service",), ("audit", "billing", "shipping"))
    assert found.definition
    assert found.line_of("message", "/properties/orderId") > len(table.split("\n"))


def test_an_emptied_file_holds_nothing() -> None:
    """A document that is gone is handed in as an empty one."""
    assert read("", "events.yaml") == DesignDocument(path="events.yaml")


@settings(max_examples=80)
@given(st.sampled_from((SECOND, THIRD)), st.data())
def test_any_mutilated_document_is_read(text: str, data: st.DataObject) -> None:
    """A piece cut out, and characters put in its place: no crash, problems within the document, the same twice."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 60)))
    put = data.draw(st.text(alphabet="{}[]:,&*!'\"#\n -$0a", max_size=8))
    mutilated = text[:start] + put + text[end:]
    document = read(mutilated)
    assert document == read(mutilated)
    assert all(1 <= found.line <= mutilated.count("\n") + 1 for found in document.problems)


def test_references_cannot_make_a_document_grow_without_end() -> None:
    """Each of many messages would carry the same large schema."""
    fields = ", ".join(f"p{number}: {{type: string}}" for number in range(2_000))
    channels = "".join(
        f"  c{number}.created: {{subscribe: {{message: {{payload: {{$ref: '#/components/schemas/A'}}}}}}}}\n"
        for number in range(200)
    )
    schemas = f"components: {{schemas: {{A: {{properties: {{{fields}}}}}}}}}\n"
    assert errors(f"asyncapi: 2.6.0\ninfo: {{title: a}}\nchannels:\n{channels}{schemas}") == [("too-many-values", 1)]
