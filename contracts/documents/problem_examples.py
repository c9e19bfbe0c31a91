"""One example of each problem: a document that has it, and the same with the cure.

Tests hold them against the reader, and the pages show them. They are many and large, so who reads documents does not
import them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemExample:
    """A document at `path` that has a problem, and one that differs by its cure."""

    path: str
    ill: str | bytes
    cured: str


_EVENTS = "# Events\n\n| Event | Producer | Consumer |\n|---|---|---|\n"
_FENCE = '```json\n{"eventType": "a.created", "id": 1}\n```\n'
_FIELDS = "# Events\n## a.created\n\n| Field | Type |\n|---|---|\n"
_API = "# API\n\n| Method | Path | From | To |\n|---|---|---|---|\n"

_ASYNCAPI = """```yaml asyncapi
asyncapi: 3.0.0
info: {title: orders}
channels: {c: {address: a.created, messages: {m: {payload: %s}}}}
components: {schemas: {A: {type: object}}}
```
"""

_IN_MARKDOWN: Final[Mapping[str, tuple[str | bytes, str]]] = {
    "unreadable-text": (b"\xff", "a"),
    "document-too-large": ("x" * 2_000_001, "x"),
    "fence-too-large": ("```\n" + "x" * 256_001 + "\n```\n", "```\nx\n```\n"),
    "nested-too-deeply": ("> " * 80 + "a", "> a"),
    "too-many-rows": ("| a |\n|---|\n" + "| b |\n" * 2_000, "| a |\n|---|\n| b |\n"),
    "unclosed-fence": ("```\nx", "```\nx\n```"),
    "bad-front-matter": ("---\ncontracts: [\n---\n", "---\ncontracts: {}\n---\n"),
    "unreadable-example": ("# Events\n## a.created\n```json\n{,}\n```\n", "# Events\n## a.created\n```json\n{}\n```\n"),
    "unreadable-data": ("```yaml asyncapi\na: [\n```\n", _ASYNCAPI % "{}"),
    "unknown-data": ("```yaml asyncapi\na: 1\n```\n", _ASYNCAPI % "{}"),
    "too-many-values": (
        "```yaml asyncapi\na0: &a0 [1]\n"
        + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
        + "```\n",
        _ASYNCAPI % "{}",
    ),
    "bad-reference": (
        _ASYNCAPI % '{$ref: "#/components/schemas/B"}',
        _ASYNCAPI % '{$ref: "#/components/schemas/A"}',
    ),
    "foreign-schema": (
        _ASYNCAPI % "{schemaFormat: application/vnd.apache.avro, schema: {}}",
        _ASYNCAPI % "{schemaFormat: application/schema+json, schema: {}}",
    ),
    "unreadable-typescript": (
        "# Events\n## a.created\n```ts\ninterface A { b }\n```\n",
        "# Events\n## a.created\n```ts\ninterface A { b: string }\n```\n",
    ),
    "row-has-extra-cells": (_EVENTS + "| a.b | x | y | z |\n", _EVENTS + "| a.b | x | y |\n"),
    "event-disagreement": (
        _FIELDS + "| x | string |\n\nor\n\n| Field | Type |\n|---|---|\n| x | int |\n",
        _FIELDS + "| x | string |\n\nor\n\n| Field | Type |\n|---|---|\n| y | int |\n",
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
        f"<!-- contract: event=a.created colour=red -->\n{_FENCE}",
        f"<!-- contract: event=a.created producer=red -->\n{_FENCE}",
    ),
    "bad-service-name": (
        f"<!-- contract: event=a.created producer=a:b -->\n{_FENCE}",
        f"<!-- contract: event=a.created producer=ab -->\n{_FENCE}",
    ),
    "missing-producer": (f"# Events\n{_FENCE}", _EVENTS + "| a.b | x | y |\n"),
    "missing-consumer": (_EVENTS + "| a.b | x | - |\n", _EVENTS + "| a.b | x | y |\n"),
    "missing-caller": (_API + "| GET | /internal/a | | b |\n", _API + "| GET | /internal/a | c | b |\n"),
    "unknown-provider": (_API + "| GET | /a | c | |\n", _API + "| GET | /a | c | b |\n"),
    "never-published": (_EVENTS + "| a.b | - | y |\n", _EVENTS + "| a.b | x | y |\n"),
    "no-schema": (_EVENTS + "| a.b | x | y |\n", f"# Events\n{_FENCE}"),
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
    "wildcard-party": (_EVENTS + "| a.b | x | all services |\n", _EVENTS + "| a.b | x | y, z |\n"),
    "party-not-a-name": (
        _EVENTS + "| a.b | x | the people who may care |\n",
        _EVENTS + "| a.b | x | whoever |\n",
    ),
    "unlisted-service": (
        "| Service | Responsibility |\n|---|---|\n| x | a |\n\n" + _EVENTS + "| a.b | x | y |\n",
        "| Service | Responsibility |\n|---|---|\n| x | a |\n| y | b |\n\n" + _EVENTS + "| a.b | x | y |\n",
    ),
    "similar-services": (
        _EVENTS + "| a.b | order | order-service |\n",
        _EVENTS + "| a.b | order | billing-service |\n",
    ),
    "similar-events": (
        _EVENTS + "| OrderPaid | x | y |\n| order.paid | x | y |\n",
        _EVENTS + "| OrderPaid | x | y |\n| order.lost | x | y |\n",
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
        "## Planned events\n\n" + _EVENTS.removeprefix("# Events\n\n") + "| a.b | x | y |\n",
        _EVENTS + "| a.b | x | y |\n",
    ),
    "wire-name-unclear": (
        _EVENTS + "| a.b | x | y |\n| Order was placed | x | y |\n",
        _EVENTS + "| a.b | x | y |\n| order.placed | x | y |\n",
    ),
    "missing-method": (
        "| Endpoint | Method |\n|---|---|\n| /a | |\n",
        "| Endpoint | Method |\n|---|---|\n| /a | GET |\n",
    ),
    "shared-example": (
        '# Events\n## a.created / a.closed\n```json\n{"x": 1}\n```\n',
        '# Events\n## a.created\n```json\n{"x": 1}\n```\n',
    ),
    "template-not-filled": (_EVENTS + "| {event} | {service} | {service} |\n", _EVENTS + "| a.b | x | y |\n"),
    "unfilled-row": (
        _EVENTS + "| a.b | x | y |\n| {event} | {service} | {service} |\n",
        _EVENTS + "| a.b | x | y |\n",
    ),
    "channel-row": (
        "# Topics\n\n| Topic | Producer | Consumer |\n|---|---|---|\n| a.created | x | y |\n| a.dlq | x | y |\n",
        "# Topics\n\n| Topic | Producer | Consumer |\n|---|---|---|\n| a.created | x | y |\n| a.deleted | x | y |\n",
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

_SHOP = "openapi: 3.1.0\nx-service: shop\npaths:\n"
_GET = "    get: {responses: {'204': {description: Done}}}\n"
_WIDE = "".join(f"      p{n}: {{$ref: '#/components/schemas/s{n}'}}\n" for n in range(120))
_DEFINED = "components:\n  schemas:\n" + "".join(f"    s{n}:\n     properties:\n{_WIDE}" for n in range(120))
_BODY = "{content: {application/json: {schema: {allOf: [{$ref: '#/components/schemas/s1'}]}}}}"
_CALLS = "".join(f"  /p{n}: {{post: {{requestBody: {_BODY}, responses: {{}}}}}}\n" for n in range(80))
_ANSWER = "  /a: {get: {responses: {'200': {content: {application/json: {schema: {type: string}, example: SAID}}}}}}\n"
_IN_OPENAPI: Final[Mapping[str, tuple[str | bytes, str]]] = {
    "unreadable-openapi": (f"{_SHOP}  /a: [\n", _SHOP),
    "expands-too-far": (_SHOP + _CALLS + _DEFINED, _SHOP + _CALLS.split("\n")[0] + "\n" + _DEFINED),
    "unresolved-reference": (
        f"{_SHOP}  /a: {{$ref: '#/a'}}\na: {{$ref: '#/b'}}\n",
        f"{_SHOP}  /a: {{$ref: '#/a'}}\na: {{}}\n",
    ),
    "outside-reference": (f"{_SHOP}  /a: {{$ref: 'b.yaml'}}\n", f"{_SHOP}  /a: {{$ref: '#/a'}}\na: {{}}\n"),
    "bad-openapi": ("openapi: 3.1.0\nx-service: shop\npaths: []\n", _SHOP),
    "operation-twice": (f"{_SHOP}  /a/{{b}}:\n{_GET}  /a/{{c}}:\n{_GET}", f"{_SHOP}  /a/{{b}}:\n{_GET}"),
    "unknown-security-scheme": (
        f"{_SHOP}  /a:\n{_GET}security: [{{token: []}}]\n",
        f"{_SHOP}  /a:\n{_GET}security: [{{}}]\n",
    ),
    "body-example-fails-schema": (
        _SHOP + _ANSWER.replace("SAID", "1"),
        _SHOP + _ANSWER.replace("SAID", "x"),
    ),
    "provider-from-title": ("openapi: 3.1.0\ninfo: {title: Shop}\n", _SHOP),
}

PROBLEM_EXAMPLES: Final[Mapping[str, ProblemExample]] = {
    code: ProblemExample(path=path, ill=ill, cured=cured)
    for path, examples in (("docs/a.md", _IN_MARKDOWN), ("docs/a.yaml", _IN_OPENAPI))
    for code, (ill, cured) in examples.items()
}
