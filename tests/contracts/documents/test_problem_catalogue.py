"""The catalogue of problems: every code is triggered by one small document, and its cure triggers it no more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contracts.documents import CATALOGUE, read_design_document
from contracts.model import Problem

EVENTS = "# Events\n\n| Event | Producer | Consumer |\n|---|---|---|\n"
FENCE = '```json\n{"eventType": "a.created", "id": 1}\n```\n'
FIELDS = "# Events\n## a.created\n\n| Field | Type |\n|---|---|\n"
API = "# API\n\n| Method | Path | From | To |\n|---|---|---|---|\n"

ASYNCAPI = """```yaml asyncapi
asyncapi: 3.0.0
info: {title: orders}
channels: {c: {address: a.created, messages: {m: {payload: %s}}}}
components: {schemas: {A: {type: object}}}
```
"""

# code -> (a document that triggers it, one that differs by the cure)
TRIGGERS: dict[str, tuple[str | bytes, str]] = {
    "unreadable-text": (b"\xff", "a"),
    "document-too-large": ("x" * 2_000_001, "x"),
    "fence-too-large": ("```\n" + "x" * 256_001 + "\n```\n", "```\nx\n```\n"),
    "nested-too-deeply": ("> " * 80 + "a", "> a"),
    "too-many-rows": ("| a |\n|---|\n" + "| b |\n" * 2_000, "| a |\n|---|\n| b |\n"),
    "unclosed-fence": ("```\nx", "```\nx\n```"),
    "bad-front-matter": ("---\ncontracts: [\n---\n", "---\ncontracts: {}\n---\n"),
    "unreadable-example": ("# Events\n## a.created\n```json\n{,}\n```\n", "# Events\n## a.created\n```json\n{}\n```\n"),
    "unreadable-data": ("```yaml asyncapi\na: [\n```\n", ASYNCAPI % "{}"),
    "unknown-data": ("```yaml asyncapi\na: 1\n```\n", ASYNCAPI % "{}"),
    "too-many-values": (
        "```yaml asyncapi\na0: &a0 [1]\n"
        + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
        + "```\n",
        ASYNCAPI % "{}",
    ),
    "bad-reference": (
        ASYNCAPI % '{$ref: "#/components/schemas/B"}',
        ASYNCAPI % '{$ref: "#/components/schemas/A"}',
    ),
    "foreign-schema": (
        ASYNCAPI % "{schemaFormat: application/vnd.apache.avro, schema: {}}",
        ASYNCAPI % "{schemaFormat: application/schema+json, schema: {}}",
    ),
    "unreadable-typescript": (
        "# Events\n## a.created\n```ts\ninterface A { b }\n```\n",
        "# Events\n## a.created\n```ts\ninterface A { b: string }\n```\n",
    ),
    "row-has-extra-cells": (EVENTS + "| a.b | x | y | z |\n", EVENTS + "| a.b | x | y |\n"),
    "event-disagreement": (
        FIELDS + "| x | string |\n\nor\n\n| Field | Type |\n|---|---|\n| x | int |\n",
        FIELDS + "| x | string |\n\nor\n\n| Field | Type |\n|---|---|\n| y | int |\n",
    ),
    "field-disagreement": (
        "# Events\n## a.created\n```ts\ninterface A { x: string }\n```\n\n| Field | Type |\n|---|---|\n| x | int |\n",
        "# Events\n## a.created\n```ts\ninterface A { x: string }\n```\n\n| Field | Type |\n|---|---|\n| x | uuid |\n",
    ),
    "example-fails-schema": (
        '# Events\n## a.created\n```json\n{"x": 1}\n```\n\n| Field | Type |\n|---|---|\n| x | string |\n',
        '# Events\n## a.created\n```json\n{"x": "1"}\n```\n\n| Field | Type |\n|---|---|\n| x | string |\n',
    ),
    "invalid-schema": (
        '# Events\n## a.created\n```json\n{"type": "object", "properties": {"x": {"type": "text"}}}\n```\n',
        '# Events\n## a.created\n```json\n{"type": "object", "properties": {"x": {"type": "string"}}}\n```\n',
    ),
    "unsupported-schema": (
        '# Events\n## a.created\n```json\n{"$schema": "https://example.org/mine", "type": "object"}\n```\n',
        '# Events\n## a.created\n```json\n{"$schema": "https://json-schema.org/draft/2020-12/schema"}\n```\n',
    ),
    "bad-annotation": (
        f"<!-- contract: event=a.created colour=red -->\n{FENCE}",
        f"<!-- contract: event=a.created producer=red -->\n{FENCE}",
    ),
    "bad-service-name": (
        f"<!-- contract: event=a.created producer=a:b -->\n{FENCE}",
        f"<!-- contract: event=a.created producer=ab -->\n{FENCE}",
    ),
    "missing-producer": (f"# Events\n{FENCE}", EVENTS + "| a.b | x | y |\n"),
    "missing-consumer": (EVENTS + "| a.b | x | - |\n", EVENTS + "| a.b | x | y |\n"),
    "missing-caller": (API + "| GET | /internal/a | | b |\n", API + "| GET | /internal/a | c | b |\n"),
    "unknown-provider": (API + "| GET | /a | c | |\n", API + "| GET | /a | c | b |\n"),
    "never-published": (EVENTS + "| a.b | - | y |\n", EVENTS + "| a.b | x | y |\n"),
    "no-schema": (EVENTS + "| a.b | x | y |\n", f"# Events\n{FENCE}"),
    "names-only-payload": (
        "# Events\n\n| Event | Producer | Payload |\n|---|---|---|\n| a.b | x | orderId, total |\n",
        "# Events\n\n| Event | Producer | Payload |\n|---|---|---|\n| a.b | x | orderId: uuid, total: int |\n",
    ),
    "null-field": (
        '# Events\n```json\n{"eventType": "a.created", "id": null}\n```\n',
        '# Events\n```json\n{"eventType": "a.created", "id": "string | null"}\n```\n',
    ),
    "open-object": (
        '# Events\n```json\n{"eventType": "a.created", "x": {}}\n```\n',
        '# Events\n```json\n{"eventType": "a.created", "x": {"y": 1}}\n```\n',
    ),
    "open-array": (
        '# Events\n```json\n{"eventType": "a.created", "x": []}\n```\n',
        '# Events\n```json\n{"eventType": "a.created", "x": [1]}\n```\n',
    ),
    "unknown-type": (
        "# Events\n## a.created\n\n| Field | Type |\n|---|---|\n| x | Blob |\n",
        "# Events\n## a.created\n\n| Field | Type |\n|---|---|\n| x | string |\n",
    ),
    "enum-without-values": (
        "# Events\n## a.created\n\n| Field | Type | Description |\n|---|---|---|\n| x | enum | a state |\n",
        "# Events\n## a.created\n\n| Field | Type | Description |\n|---|---|---|\n| x | enum | NEW or PAID |\n",
    ),
    "no-required-column": (
        "# Events\n## a.created\n\n| Field | Type |\n|---|---|\n| x | string |\n",
        "# Events\n## a.created\n\n| Field | Type | Required |\n|---|---|---|\n| x | string | yes |\n",
    ),
    "inferred-producer": (
        "# Order Service events\n## a.created\n```json\n{}\n```\n",
        "# Order Service events\n## a.created\n**Producer:** order\n```json\n{}\n```\n",
    ),
    "inferred-provider": (
        "# Order Service\n### GET /a\n",
        "# Order Service\n### GET /a\n**Provider:** order-service\n",
    ),
    "wildcard-party": (EVENTS + "| a.b | x | all services |\n", EVENTS + "| a.b | x | y, z |\n"),
    "party-not-a-name": (
        EVENTS + "| a.b | x | the people who may care |\n",
        EVENTS + "| a.b | x | whoever |\n",
    ),
    "unlisted-service": (
        "| Service | Responsibility |\n|---|---|\n| x | a |\n\n" + EVENTS + "| a.b | x | y |\n",
        "| Service | Responsibility |\n|---|---|\n| x | a |\n| y | b |\n\n" + EVENTS + "| a.b | x | y |\n",
    ),
    "similar-services": (EVENTS + "| a.b | order | order-service |\n", EVENTS + "| a.b | order | billing-service |\n"),
    "similar-events": (
        EVENTS + "| OrderPaid | x | y |\n| order.paid | x | y |\n",
        EVENTS + "| OrderPaid | x | y |\n| order.lost | x | y |\n",
    ),
    "assumed-status": (
        "### GET /a\n**Response:**\n```json\n{}\n```\n",
        "### GET /a\n**Response (200):**\n```json\n{}\n```\n",
    ),
    "body-on-get": (
        "### GET /a\n**Request:**\n```json\n{}\n```\n",
        "### POST /a\n**Request:**\n```json\n{}\n```\n",
    ),
    "planned-contract": (
        "## Planned events\n\n" + EVENTS.removeprefix("# Events\n\n") + "| a.b | x | y |\n",
        EVENTS + "| a.b | x | y |\n",
    ),
    "wire-name-unclear": (
        EVENTS + "| a.b | x | y |\n| Order was placed | x | y |\n",
        EVENTS + "| a.b | x | y |\n| order.placed | x | y |\n",
    ),
    "missing-method": (
        "| Endpoint | Method |\n|---|---|\n| /a | |\n",
        "| Endpoint | Method |\n|---|---|\n| /a | GET |\n",
    ),
    "shared-example": (
        '# Events\n## a.created / a.closed\n```json\n{"x": 1}\n```\n',
        '# Events\n## a.created\n```json\n{"x": 1}\n```\n',
    ),
    "template-not-filled": (EVENTS + "| {event} | {service} | {service} |\n", EVENTS + "| a.b | x | y |\n"),
    "unfilled-row": (
        EVENTS + "| a.b | x | y |\n| {event} | {service} | {service} |\n",
        EVENTS + "| a.b | x | y |\n",
    ),
    "unlabelled-json": (
        "### POST /a\n```json\n{}\n```\n",
        "### POST /a\n**Request:**\n```json\n{}\n```\n",
    ),
    "literal-maybe-enum": (
        '# Events\n```json\n{"eventType": "a.created", "x": "PAID"}\n```\n',
        '# Events\n```json\n{"eventType": "a.created", "x": "PAID | LOST"}\n```\n',
    ),
    "endpoint-in-prose": ("Then call `POST /a` once.\n", "### `POST /a`\n"),
    "not-openapi": (
        "```yaml openapi\nswagger: '2.0'\n```\n",
        "```yaml openapi\nopenapi: 3.1.0\nx-service: shop\npaths: {}\n```\n",
    ),
    "diagram": ("```mermaid\ngraph TD\n```\n", "```text\ngraph TD\n```\n"),
}

SHOP = "openapi: 3.1.0\nx-service: shop\npaths:\n"
GET = "    get: {responses: {'204': {description: Done}}}\n"
WIDE = "".join(f"      p{n}: {{$ref: '#/components/schemas/s{n}'}}\n" for n in range(120))
DEFINED = "components:\n  schemas:\n" + "".join(f"    s{n}:\n     properties:\n{WIDE}" for n in range(120))
BODY = "{content: {application/json: {schema: {allOf: [{$ref: '#/components/schemas/s1'}]}}}}"
CALLS = "".join(f"  /p{n}: {{post: {{requestBody: {BODY}, responses: {{}}}}}}\n" for n in range(80))
ANSWER = "  /a: {get: {responses: {'200': {content: {application/json: {schema: {type: string}, example: SAID}}}}}}\n"
OPENAPI_TRIGGERS: dict[str, tuple[str | bytes, str]] = {
    "unreadable-openapi": (f"{SHOP}  /a: [\n", SHOP),
    "expands-too-far": (SHOP + CALLS + DEFINED, SHOP + CALLS.split("\n")[0] + "\n" + DEFINED),
    "unresolved-reference": (
        f"{SHOP}  /a: {{$ref: '#/a'}}\na: {{$ref: '#/b'}}\n",
        f"{SHOP}  /a: {{$ref: '#/a'}}\na: {{}}\n",
    ),
    "outside-reference": (f"{SHOP}  /a: {{$ref: 'b.yaml'}}\n", f"{SHOP}  /a: {{$ref: '#/a'}}\na: {{}}\n"),
    "bad-openapi": ("openapi: 3.1.0\nx-service: shop\npaths: []\n", SHOP),
    "operation-twice": (f"{SHOP}  /a/{{b}}:\n{GET}  /a/{{c}}:\n{GET}", f"{SHOP}  /a/{{b}}:\n{GET}"),
    "unknown-security-scheme": (
        f"{SHOP}  /a:\n{GET}security: [{{token: []}}]\n",
        f"{SHOP}  /a:\n{GET}security: [{{}}]\n",
    ),
    "body-example-fails-schema": (
        SHOP + ANSWER.replace("SAID", "1"),
        SHOP + ANSWER.replace("SAID", "x"),
    ),
    "provider-from-title": ("openapi: 3.1.0\ninfo: {title: Shop}\n", SHOP),
}
READ_AS = dict.fromkeys(TRIGGERS, "docs/a.md") | dict.fromkeys(OPENAPI_TRIGGERS, "docs/a.yaml")
TRIGGERS |= OPENAPI_TRIGGERS


def codes(text: str | bytes, path: str = "docs/a.md") -> set[str]:
    """The codes of the problems of a document."""
    return {problem.code for problem in read_design_document(text, path=path).problems}


def test_every_code_of_the_catalogue_has_a_trigger() -> None:
    """A row without an example that triggers it would be a row that nothing tests."""
    assert set(TRIGGERS) == set(CATALOGUE)


@pytest.mark.parametrize("code", sorted(TRIGGERS))
def test_a_document_triggers_the_problem_and_its_cure_does_not(code: str) -> None:
    """The problem is found in the first text and gone in the second."""
    ill, cured = TRIGGERS[code]
    assert code in codes(ill, READ_AS[code])
    assert code not in codes(cured, READ_AS[code])


@pytest.mark.parametrize("code", sorted(TRIGGERS))
def test_a_problem_says_where_it_is_and_what_to_do(code: str) -> None:
    """A path, a line within the document, a sentence and a fix without open templates."""
    text = TRIGGERS[code][0]
    count = (text if isinstance(text, str) else text.decode("latin-1")).count("\n") + 1
    found = [problem for problem in read_design_document(text, path=READ_AS[code]).problems if problem.code == code]
    for problem in found:
        assert problem.path == READ_AS[code]
        assert 1 <= problem.line <= count
        assert problem.message
        assert problem.fix


# What is to be pasted at the end of the document, or (ignore) above the block.
PASTED = sorted(code for code, row in CATALOGUE.items() if row.fix.startswith("<!--") and code != "bad-annotation")


@pytest.mark.parametrize("code", PASTED)
def test_the_annotation_to_paste_cures_the_problem(code: str) -> None:
    """Pasted at the end, with the name of a service, it is the cure."""
    text = str(TRIGGERS[code][0])
    (found,) = [problem for problem in read_design_document(text, path="a.md").problems if problem.code == code]
    assert code not in codes(f"{text}\n{found.fix.replace('SERVICE', 'shipping')}\n")


def test_several_annotations_can_be_pasted_below_each_other() -> None:
    """Each of them counts, whatever follows."""
    text = EVENTS + "| a.b | - | - |\n\n"
    pasted = "<!-- contract: event=a.b producer=x -->\n<!-- contract: event=a.b consumers=y -->\n"
    assert codes(text) == {"missing-producer", "missing-consumer", "no-schema"}
    assert codes(text + pasted) == {"no-schema"}
    assert codes(text + pasted.replace("\n", "\n\n")) == {"no-schema"}


def test_an_unreadable_example_can_be_ignored() -> None:
    """The comment above the block takes it out."""
    text = str(TRIGGERS["unreadable-example"][0])
    assert "unreadable-example" not in codes(text.replace("```json", "<!-- contract: ignore -->\n```json"))


GOLDEN = sorted((Path(__file__).parents[2] / "golden" / "documents").glob("*.md"))
ANNOTATION = re.compile(r"<!-- contract: (?!ignore).*? -->")


def pasted(text: str, problem: Problem, annotation: str, *, is_above: bool) -> str:
    """The document with an annotation at its end, or above the block that the problem stands in."""
    if not is_above:
        return f"{text}\n\n{annotation}\n"
    lines, place = text.split("\n"), problem.line - 1
    while place > 0 and lines[place - 1].strip():
        place -= 1
    return "\n".join((*lines[:place], "", annotation, *lines[place:]))


@pytest.mark.parametrize("is_above", [False, True], ids=["at the end", "above"])
@pytest.mark.parametrize("place", GOLDEN, ids=lambda place: place.stem)
def test_every_annotation_that_is_suggested_cures_its_problem(place: Path, *, is_above: bool) -> None:
    """Whatever the document holds else; and nothing new is wrong with the annotations."""
    text = place.read_text("utf-8")
    for problem in read_design_document(text, path="a.md").problems:
        for annotation in ANNOTATION.findall(problem.fix) if problem.code != "bad-annotation" else ():
            cured = pasted(text, problem, annotation.replace("SERVICE", "shipping"), is_above=is_above)
            found = read_design_document(cured, path="a.md").problems
            assert (problem.code, problem.message) not in {(one.code, one.message) for one in found}
            assert "bad-annotation" not in {one.code for one in found if one.code not in codes(text)}
