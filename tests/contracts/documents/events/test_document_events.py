"""Events: how names, parties, envelopes, payloads, annotations and policies come together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from contracts.documents import read_design_document
from contracts.model import Confidence, ContentModel, Contract, Formats, Mode, Role, Status

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema
    from contracts.model import DesignDocument

ENVELOPE = '## Envelope\n```json\n{"eventType": "string", "version": "1.0", "data": {}}\n```\n'


def read(text: str) -> DesignDocument:
    """The document of a text."""
    return read_design_document(text, path="a.md")


def only(text: str) -> Contract:
    """The one contract of a text."""
    contracts = read(text).contracts
    assert len(contracts) == 1
    return contracts[0]


def schema(text: str) -> Json:
    """The schema of the one contract of a text."""
    definition = only(text).definition
    assert definition is not None
    return definition.to_json()


def codes(text: str) -> set[str]:
    """The codes of the problems of a text."""
    return {problem.code for problem in read(text).problems}


@pytest.mark.parametrize(
    ("fields", "is_event"),
    [
        ('"title": "Fix it", "status": "open"', True),
        ('"title": "Fix it", "status": 401', False),
        ('"level": "high", "message": "Too hot"', True),
        ('"level": "info", "message": "Created"', False),
        ('"sub": "12", "exp": 1700000000', False),
    ],
    ids=["task", "error", "alert", "log line", "token"],
)
def test_what_is_in_another_format_is_no_event(fields: str, *, is_event: bool) -> None:
    """Its values tell, not the names of its keys alone."""
    found = read(f'# Events\n```json\n{{"type": "task.created", {fields}}}\n```\n')
    assert bool(found.contracts) is is_event


def test_a_payload_is_put_into_the_envelope_of_the_document() -> None:
    """The whole body, its type key fixed, its version key never."""
    found = schema(f'# Events\n{ENVELOPE}\n## order.paid\n```json\n{{"orderId": "1"}}\n```\n')
    assert found["properties"]["eventType"] == {"type": "string", "const": "order.paid"}
    assert found["properties"]["version"] == {"type": "string"}
    assert found["properties"]["data"]["properties"] == {"orderId": {"type": "string"}}
    assert found["required"] == ["eventType", "version", "data"]


def test_a_body_that_an_example_shows_keeps_its_own_form() -> None:
    """Fields of the envelope that the example leaves out are optional, so that the example stays valid."""
    example = '{"eventType": "order.paid", "data": {"orderId": "1"}}'
    contract = only(f"# Events\n{ENVELOPE}\n## order.paid\n```json\n{example}\n```\n")
    assert contract.definition is not None
    assert contract.definition.to_json()["required"] == ["eventType", "data"]
    assert "version" in contract.definition.to_json()["properties"]
    assert contract.examples == ({"eventType": "order.paid", "data": {"orderId": "1"}},)


def test_an_envelope_key_within_a_header_object_is_found() -> None:
    """`metadata.eventType` is the type key."""
    text = '# Events\n## order.paid\n```json\n{"metadata": {"eventType": "order.paid"}, "payload": {"a": 1}}\n```\n'
    assert schema(text)["properties"]["metadata"]["properties"]["eventType"]["const"] == "order.paid"


def test_an_open_payload_stays_free_form() -> None:
    """`"data": {}` with a real name is an event whose data may be anything."""
    text = '# Events\n```json\n{"eventType": "order.paid", "source": "order-service", "data": {}}\n```\n'
    assert schema(text)["properties"]["data"] == {"type": "object"}


def test_the_source_of_the_template_names_the_producer_and_is_no_constant() -> None:
    """Stated, and a plain string in the schema."""
    contract = only('# Events\n```json\n{"eventType": "order.paid", "source": "order-service", "data": {}}\n```\n')
    assert [(party.service, party.confidence) for party in contract.parties] == [("order-service", Confidence.STATED)]
    assert contract.definition is not None
    assert contract.definition.to_json()["properties"]["source"] == {"type": "string"}


def test_a_heading_with_another_spelling_is_an_alias_of_the_wire_name() -> None:
    """The value of the type key wins."""
    contract = only(
        '# Events\n## OrderPaid\n**Producer:** orders\n```json\n{"eventType": "order.paid", "id": 1}\n```\n'
    )
    assert contract.name == "order.paid"
    assert contract.aliases == ("OrderPaid",)
    assert contract.services(Role.PRODUCER) == ("orders",)


def test_two_spellings_that_are_both_on_the_wire_stay_two_contracts() -> None:
    """They are never merged where the document fixes both."""
    text = '# Events\n```json\n{"eventType": "OrderPaid"}\n```\n```json\n{"eventType": "order.paid"}\n```\n'
    assert [contract.name for contract in read(text).contracts] == ["OrderPaid", "order.paid"]


def test_a_version_in_the_name_supersedes_the_one_before() -> None:
    """`.v2` is its own contract."""
    text = '# Events\n```json\n{"eventType": "order.paid.v2"}\n```\n'
    assert only(text).supersedes == "order.paid.v1"


def test_a_json_schema_says_all() -> None:
    """An example beside it is checked and adds nothing."""
    written = '{"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}'
    text = f'# Events\n## order.paid\n```json\n{written}\n```\n```json\n{{"id": "1", "more": 2}}\n```\n'
    contract = only(text)
    assert schema(text) == {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}
    assert contract.confidence is Confidence.EXPLICIT
    assert contract.lines["message#/properties/id"] == 4


def test_local_references_of_a_payload_schema_follow_it_into_the_envelope() -> None:
    """`#/$defs/x` counts from the new place."""
    written = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {"id": {"$ref": "#/$defs/x"}}, "$defs": {"x": {"type": "string"}}}'  # noqa: E501 - one JSON text
    found = schema(f"# Events\n{ENVELOPE}\n## order.paid\n```json\n{written}\n```\n")
    assert found["properties"]["data"]["properties"]["id"] == {"$ref": "#/properties/data/$defs/x"}
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_fields_know_the_line_that_declares_them() -> None:
    """Also inside the payload, and for a contract without a field the nearest place around it."""
    text = '# Events\n## order.paid\n```json\n{\n "eventType": "order.paid",\n "data": {\n  "total": 1.5\n }\n}\n```\n'
    contract = only(text)
    assert contract.lines["message#/properties/data/properties/total"] == 7
    assert contract.line_of("message", "/properties/data/properties/total/type") == 7
    assert contract.line_of("message", "/properties/other") == 4


@pytest.mark.parametrize(
    ("words", "policy"),
    [
        ("mode=FULL", (Mode.FULL, ContentModel.CLOSED_WRITER, Formats.ASSERT)),
        ("mode=backward_transitive open", (Mode.BACKWARD_TRANSITIVE, ContentModel.OPEN, Formats.ASSERT)),
        ("closed formats=annotate", (None, ContentModel.CLOSED_WRITER, Formats.ANNOTATE)),
        ("content_model=open", (None, ContentModel.OPEN, Formats.ASSERT)),
    ],
)
def test_an_annotation_declares_the_policy(words: str, policy: tuple[Mode | None, ContentModel, Formats]) -> None:
    """Mode, content model and formats."""
    found = only(f'<!-- contract: event=a.paid {words} -->\n```json\n{{"id": 1}}\n```\n').policy
    assert found is not None
    assert (found.mode, found.content_model, found.formats) == policy


def test_front_matter_declares_the_policy_of_all_contracts() -> None:
    """An annotation goes before it."""
    text = (
        "---\ncontracts: {mode: FULL, allow_undecided: true}\n---\n# Events\n"
        '```json\n{"eventType": "a.paid"}\n```\n'
        '<!-- contract: event=b.paid mode=NONE -->\n```json\n{"id": 1}\n```\n'
    )
    modes = {found.name: found.policy and found.policy.mode for found in read(text).contracts}
    assert modes == {"a.paid": Mode.FULL, "b.paid": Mode.NONE}


@pytest.mark.parametrize(
    "front",
    [
        "contracts: 5",
        "contracts: {colour: red}",
        "contracts: {mode: SIDEWAYS}",
        "contracts: {allow_undecided: maybe}",
        "contracts: {aliases: [a]}",
    ],
)
def test_front_matter_that_cannot_be_meant_is_an_error(front: str) -> None:
    """An unknown key or value is never guessed."""
    assert "bad-annotation" in codes(f"---\n{front}\n---\n# Events\n")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "event=",
        "event='a",
        "event=a.b version=0",
        "event=a.b version=x",
        "sometimes",
        "event=a{b",
        "event=a.b mode=UP",
    ],
)
def test_an_annotation_that_cannot_be_read_is_an_error(words: str) -> None:
    """With the words that are known."""
    assert "bad-annotation" in codes(f"<!-- contract: {words} -->\n```json\n{{}}\n```\n")


def test_an_annotation_requires_fields_of_the_payload() -> None:
    """`required=` replaces what the example suggests."""
    body = '{"eventType": "a.paid", "data": {"id": 1, "x": 2}}'
    text = f"<!-- contract: event=a.paid required=id -->\n```json\n{body}\n```\n"
    assert schema(text)["properties"]["data"]["required"] == ["id"]


def test_an_annotation_makes_fields_optional() -> None:
    """`optional=` takes them out of what the example suggests."""
    text = '<!-- contract: event=a.paid optional=x -->\n```json\n{"id": 1, "x": 2}\n```\n'
    assert schema(text)["required"] == ["id"]


def test_an_annotated_version_is_an_assertion() -> None:
    """And a version in the heading only a label."""
    assert only('```json schema event=a.paid version=3\n{"id": 1}\n```\n').asserted_version == 3
    assert only('# Events\n## order.paid (v3)\n```json\n{"id": 1}\n```\n').labels == ("v3",)


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/$defs/a", "$defs": {"a": {"type": "object", "required": ["id"]}}},
        {"allOf": [{"type": "object", "required": ["id"]}]},
        {"properties": {"id": {"type": "string"}}, "required": ["id"]},
        {"type": "object", "required": ["id"], "minProperties": 2},
    ],
)
def test_a_block_annotated_as_schema_is_one_whatever_its_root(schema: Schema) -> None:
    """The annotation beats the look of the value: keywords of JSON Schema are no fields of a message."""
    found = only(f"```json schema event=a.paid\n{json.dumps(schema)}\n```\n").definition
    assert found is not None
    assert found.parts[0].schema == schema


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"id": {"type": "string"}}, "additionalProperties": False},
        {"allOf": [{"type": "object", "properties": {"no": {"type": "string"}}}]},
    ],
)
def test_an_example_that_an_authors_schema_refuses_is_an_error_whatever_its_fields(schema: Schema) -> None:
    """A field that the root of the schema does not name is no reason to leave the example out."""
    blocks = (
        f'```json schema event=a.paid\n{json.dumps(schema)}\n```\n\n```json example event=a.paid\n{{"no": 1}}\n```\n'
    )
    assert "example-fails-schema" in {problem.code for problem in read(blocks).problems}


def test_a_message_annotated_as_schema_stays_a_message() -> None:
    """A value with fields of its own accepts everything as a schema, which nobody means."""
    found = only('```json schema event=a.paid\n{"id": 1, "type": "a.paid"}\n```\n').definition
    assert found is not None
    assert "id" in found.parts[0].schema["properties"]  # type: ignore[index]  # an inferred schema is an object


def test_an_annotated_field_table_needs_no_heading() -> None:
    """The comment says what the table describes."""
    text = "<!-- contract: event=a.paid -->\n| Field | Type | Required |\n|---|---|---|\n| id | uuid | yes |\n"
    assert schema(text)["properties"] == {"id": {"type": "string", "format": "uuid"}}


def test_an_annotated_heading_is_an_event_whatever_it_is_called() -> None:
    """The section below it belongs to it."""
    text = '<!-- contract: event=a.paid producer=x -->\n## When money arrives\n```json\n{"id": 1}\n```\n'
    contract = only(text)
    assert contract.name == "a.paid"
    assert contract.definition is not None


def test_an_ignored_section_is_left_out_with_everything_in_it() -> None:
    """Down to the next heading of its level."""
    text = (
        '# Events\n<!-- contract: ignore -->\n## a.paid\n```json\n{"eventType": "a.paid"}\n```\n### more\n'
        '```json\n{"eventType": "c.paid"}\n```\n## b.paid\n```json\n{"eventType": "b.paid"}\n```\n'
    )
    assert only(text).name == "b.paid"


def test_an_annotated_envelope_is_used() -> None:
    """Where its heading does not say so."""
    text = (
        "# Events\n<!-- contract: envelope -->\n"
        '```json\n{"kind": "x", "eventType": "none.such", "payload": {"a": 1}}\n```\n'
        '## a.paid\n```json\n{"id": 1}\n```\n'
    )
    assert list(schema(text)["properties"]) == ["kind", "eventType", "payload"]


def test_inferred_requirement_can_be_switched_off() -> None:
    """`required: none` in front matter; what a table states stays."""
    text = (
        '---\ncontracts: {required: none}\n---\n# Events\n## a.paid\n```json\n{"id": 1, "in": {"x": [{"y": 1}]}}\n```\n'
    )
    assert "required" not in str(schema(text))


def test_an_alias_of_front_matter_is_the_service_it_stands_for() -> None:
    """Declared, never guessed."""
    text = (
        "---\ncontracts: {aliases: {billing-service: Bill}}\n---\n# Events\n\n"
        "| Event | Producer |\n|---|---|\n| a.paid | bill |\n"
    )
    assert only(text).services(Role.PRODUCER) == ("billing-service",)


def test_planned_and_deprecated_headings_say_so() -> None:
    """`(planned)`, `(deprecated)`, and struck through names."""
    text = (
        "# Events\n## a.paid (planned)\n**Producer:** x\n## b.paid (deprecated)\n**Producer:** x\n"
        "## ~~`c.paid`~~\n**Producer:** x\n## d.paid\n**Producer:** x\n"
    )
    assert [contract.status for contract in read(text).contracts] == [
        Status.PLANNED,
        Status.DEPRECATED,
        Status.DEPRECATED,
        Status.ACTIVE,
    ]


def test_a_guess_from_a_heading_never_makes_a_consumer_the_producer() -> None:
    """A document of the consumer lists what it consumes."""
    text = "# Billing events\n\n| Event | Consumer |\n|---|---|\n| a.paid | billing |\n"
    assert only(text).services(Role.PRODUCER) == ()


def test_two_column_facts_are_read_as_metadata() -> None:
    """`| Producer | orders |` below the heading."""
    text = (
        "# Events\n## a.paid\n\n| Property | Value |\n|---|---|\n| Producer | orders |\n| Consumers | billing, mail |\n"
        "| Topic | money |\n| Version | 1.2 |\n"
    )
    contract = only(text)
    assert contract.services(Role.PRODUCER) == ("orders",)
    assert contract.services(Role.CONSUMER) == ("billing", "mail")
    assert contract.aliases == ("money",)
    assert contract.labels == ("1.2",)


def test_a_flow_line_names_both_sides() -> None:
    """`**Direction:** orders -> billing`, and `From` with `To`."""
    flow = only("# Events\n## a.paid\n**Direction:** orders → billing, mail\n")
    both = only("# Events\n## a.paid\n**From:** orders\n**To:** billing\n")
    assert (flow.services(Role.PRODUCER), flow.services(Role.CONSUMER)) == (("orders",), ("billing", "mail"))
    assert (both.services(Role.PRODUCER), both.services(Role.CONSUMER)) == (("orders",), ("billing",))


def test_an_event_name_in_the_metadata_is_the_wire_name() -> None:
    """`**Event type:** x` under a heading that says something else."""
    text = "# Events\n## OrderPaid\n**Event name:** `shop.order.paid`\n**Producer:** orders\n"
    assert only(text).name == "shop.order.paid"


def test_half_a_character_in_json_is_an_error_and_no_crash() -> None:
    """A lone surrogate cannot be stored."""
    assert "unreadable-example" in codes('# Events\n## a.paid\n```json\n{"\\ud800": 1}\n```\n')


def test_an_event_of_two_schemas_in_two_examples_allows_both() -> None:
    """Examples are combined: what one of them lacks is optional, types are united."""
    text = (
        '# Events\n## a.paid\n```json\n{"x": 1, "y": null, "z": [1]}\n```\n'
        '```json\n{"x": "a", "y": 2.5, "z": ["b"], "w": true}\n```\n'
    )
    assert schema(text) == {
        "type": "object",
        "properties": {
            "x": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
            "y": {"type": ["number", "null"]},
            "z": {"type": "array", "items": {"anyOf": [{"type": "integer"}, {"type": "string"}]}},
            "w": {"type": "boolean"},
        },
        "required": ["x", "z"],
    }


def test_a_cell_of_more_events_than_people_write_is_no_list_of_them() -> None:
    """Each event of a row has all that its other cells say: thousands of both would be millions."""
    names = ", ".join(f"a{number}.created" for number in range(101))
    found = read(f"# Events\n\n| Event | Producer |\n|---|---|\n| {names} | orders |\n| b.created | orders |\n")
    assert [contract.name for contract in found.contracts] == ["b.created"]
    assert "wire-name-unclear" in {problem.code for problem in found.problems}


def test_what_is_wrong_with_a_row_of_several_events_is_said_once() -> None:
    """Of the row, not of each of its events."""
    found = read("# Events\n\n| Event | Producer | Consumers |\n|---|---|---|\n| a.sent, b.sent | x | everyone |\n")
    assert [problem.code for problem in found.problems].count("wildcard-party") == 1
