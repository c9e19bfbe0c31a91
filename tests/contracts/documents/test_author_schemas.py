"""JSON Schemas that authors write into a document: whatever they hold, they are read or refused with a line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.documents import read_design_document
from contracts.model import Severity
from tests.design_documents import assert_sound

ENVELOPE = '# Events\n## Envelope\n```json\n{"eventType": "string", "id": "uuid", "data": {}}\n```\n'
HOSTS = (
    "# O\n<!-- contract: event=a.created -->\n```json\n%s\n```\n",
    "# O\n```json schema event=a.created\n%s\n```\n",
    "# O\n```json request POST /a from=a to=b\n%s\n```\n",
    '# Events\n## a.created\n```json\n%s\n```\n```json\n{"a": "aaaaaaaaaaaaaaaaaaaaaaaa", "b": {"a": 1}}\n```\n',
    "# Events\n## a.created\n```json\n%s\n```\n\n| Field | Type |\n|---|---|\n| a | string |\n| b.a | int |\n",
    ENVELOPE + '## a.created\n```json\n%s\n```\n```json\n{"a": 5}\n```\n',
    "### POST /a\n**Request:**\n```json\n%s\n```\n**Response (200):**\n```json\n{}\n```\n",
    "```http\nPOST /a\n\n%s\n```\n",
    "```json\n%s\n```\n",
)
ODD = st.one_of(
    st.sampled_from(
        ["https://example.org/mine", "#", "#/$defs/a", "#/properties/b", "../x.json", "#a", "(", "(a+)+(?=b)"]
    ),
    st.sampled_from(["object", "string", "objekt", "http://json-schema.org/draft-07/schema#", "\\p{Nope}", "%%", ""]),
    st.sampled_from([None, True, False, 0, -1, 1.5, 10**30, 1e308, [], [1], {}, {"type": "string"}, ["a"], ["a", "a"]]),
)
KEYWORDS = (
    "type $ref $id $anchor $dynamicRef pattern required minimum multipleOf enum const not allOf anyOf items "
    "additionalProperties format maxLength $defs dependentRequired"
)
SCHEMA_KEYS = st.sampled_from(KEYWORDS.split())
ODD_SCHEMAS = st.builds(
    lambda top, a, b: json.dumps({"type": "object", "properties": {"a": a, "b": {"properties": {"a": b}}}} | top),
    st.dictionaries(st.one_of(SCHEMA_KEYS, st.just("$schema"), st.just("properties")), ODD, max_size=2),
    st.dictionaries(SCHEMA_KEYS, ODD, max_size=2),
    st.dictionaries(SCHEMA_KEYS, ODD, max_size=2),
)


@settings(max_examples=300)
@given(st.sampled_from(HOSTS), ODD_SCHEMAS)
def test_any_schema_of_an_author_is_read(host: str, schema: str) -> None:
    """Unknown dialects, references to nowhere, patterns that no engine runs: errors with a line, never a crash."""
    assert_sound(read_design_document(host.replace("%s", schema), path="any.md"))


@pytest.mark.parametrize("host", HOSTS[:4])
@pytest.mark.parametrize(
    "schema",
    [
        '{"$schema":\n"https://example.org/mine", "type": "object"}',
        '{"type": "object", "properties": {"a":\n{"$ref": "https://example.org/a.json"}}}',
        '{"type": "object", "properties": {"a":\n{"$ref": "../a.json"}}}',
    ],
)
def test_a_schema_that_cannot_be_judged_is_an_error_of_its_own(host: str, schema: str) -> None:
    """The problem stands at the keyword that is the cause."""
    text = host.replace("%s", schema)
    line = 1 + text[: text.index('"$ref' if "$ref" in text else '"$schema')].count("\n")
    found = [found for found in read_design_document(text, path="any.md").problems if found.severity is Severity.ERROR]
    assert [(problem.code, problem.line) for problem in found] == [("unsupported-schema", line)]
