"""`*.schema.json`: which files are events, what they are called, and what becomes of their schema."""

from __future__ import annotations

import json

import pytest

from contracts.documents import holds_contracts, read_design_document, read_design_documents
from contracts.keywords import Json
from contracts.model import DesignDocument, Role, Severity
from tests.design_documents import assert_sound

SCHEMA: Json = {"type": "object", "properties": {"id": {"type": "string"}}}


def read(schema: Json, path: str) -> DesignDocument:
    """The document, which must be sound."""
    document = read_design_document(json.dumps(schema), path=path)
    assert_sound(document)
    return document


@pytest.mark.parametrize(
    ("path", "added", "name"),
    [
        ("schemas/order.created.schema.json", {}, "order.created"),
        ("OrderCreated.schema.json", {}, "OrderCreated"),
        ("order.created.v2.schema.json", {}, "order.created.v2"),
        ("stock-level.schema.json", {"x-producer": "stock"}, "stock-level"),
        ("anything.schema.json", {"properties": {"eventType": {"const": "stock.moved"}}}, "stock.moved"),
    ],
)
def test_a_schema_file_is_an_event(path: str, added: Json, name: str) -> None:
    """It is called like something that happened, names a party, or fixes its type key."""
    (contract,) = read({**SCHEMA, **added}, path).contracts
    assert contract.name == name
    assert contract.definition


@pytest.mark.parametrize("path", ["address.schema.json", "order-item.schema.json", "tsconfig.base.schema.json"])
def test_a_schema_of_no_event_is_no_contract(path: str) -> None:
    """It is ignored, and the reason is kept."""
    document = read(SCHEMA, path)
    assert (document.contracts, document.problems) == ((), ())
    assert [found.what for found in document.ignored] == ["schema"]


def test_parties_are_named_by_keys_that_the_schema_does_not_keep() -> None:
    """Another consumer is no other version of the contract."""
    (contract,) = read(
        {**SCHEMA, "x-producer": "Orders", "x-consumers": ["billing", "audit"]}, "a.created.schema.json"
    ).contracts
    assert contract.services(Role.PRODUCER) == ("orders",)
    assert contract.services(Role.CONSUMER) == ("billing", "audit")
    assert contract.definition
    assert contract.definition.to_json() == SCHEMA


def test_missing_parties_are_warnings_with_the_key_to_add() -> None:
    """What is pasted cures them."""
    found = {problem.code: problem.fix for problem in read(SCHEMA, "a.created.schema.json").problems}
    assert sorted(found) == ["missing-consumer", "missing-producer"]
    pasted = json.loads("{" + ", ".join(found.values()) + "}")
    assert read({**SCHEMA, **pasted}, "a.created.schema.json").problems == ()


def test_a_party_that_another_document_names_is_not_missing() -> None:
    """The documents of one request complete each other."""
    table = "# Events\n\n| Event | Producer | Consumer |\n|---|---|---|\n| a.created | x | y |\n"
    documents = {"a.created.schema.json": json.dumps(SCHEMA), "a.md": table}
    assert [document.problems for document in read_design_documents(documents)] == [(), ()]


def test_yaml_is_read_like_json() -> None:
    """A schema may be written in YAML."""
    document = read_design_document("type: object\nx-producer: a\n", path="a.created.schema.yaml")
    assert [contract.name for contract in document.contracts] == ["a.created"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{"type": 7}', "invalid-schema", 1),
        ('{\n"type": "object",\n}', "unreadable-data", 3),
        ("[1]", "unreadable-data", 1),
        ("{}\n{}", "unreadable-data", 2),
        ('{"properties": {\n"a": {"$ref": "http://example.org/"}}}', "unsupported-schema", 2),
        ("{" * 200, "unreadable-data", 1),
    ],
)
def test_a_schema_that_cannot_be_used_is_an_error_with_its_line(text: str, code: str, line: int) -> None:
    """No exception escapes."""
    problems = read_design_document(text, path="a.created.schema.json").problems
    assert [(found.code, found.line) for found in problems if found.severity is Severity.ERROR] == [(code, line)]


@pytest.mark.parametrize(
    ("path", "text", "is_one"),
    [
        ("a.md", "", True),
        ("a.schema.json", "{}", True),
        ("a.yaml", "# x\nasyncapi: '2.6.0'\n", True),
        ("a.json", '{"asyncapi": "3.0.0"}', True),
        ("a.json", '{"info": 1,\n "asyncapi": "3.0.0"}', True),
        ("package.json", '{"dependencies": {"asyncapi": "3.0.0"}}', False),
        ("a.yaml", "tools:\n  asyncapi: 3.0.0\n", False),
        ("a.txt", "asyncapi: 3.0.0\n", False),
    ],
)
def test_a_file_is_a_document_by_its_name_or_its_first_key(path: str, text: str, *, is_one: bool) -> None:
    """YAML and JSON of other kinds are none of our business."""
    assert holds_contracts(text, path) is is_one
    assert holds_contracts(text.encode(), path) is is_one
