"""Operations: tables, headings, lines, lists and HTTP fences, with their bodies and parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.documents import read_design_document
from contracts.model import Confidence, Contract, Role, Status

if TYPE_CHECKING:
    from contracts.keywords import Json
    from contracts.model import DesignDocument

BODY = '```json\n{"id": 1}\n```\n'
OBJECT = {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}


def read(text: str) -> DesignDocument:
    """The document of a text."""
    return read_design_document(text, path="a.md")


def only(text: str) -> Contract:
    """The one contract of a text."""
    contracts = read(text).contracts
    assert len(contracts) == 1, [contract.name for contract in contracts]
    return contracts[0]


def definition(text: str) -> Json:
    """The definition of the one operation of a text."""
    found = only(text).definition
    assert found is not None
    return found.to_json()


def names(text: str) -> list[str]:
    """The names of the contracts of a text."""
    return [contract.name for contract in read(text).contracts]


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("/orders/:id", "/orders/{id}"),
        ("/orders/<id>", "/orders/{id}"),
        ("/orders/[id]", "/orders/{id}"),
        ("/orders/{{id}}", "/orders/{id}"),
        ("/orders/${id}", "/orders/{id}"),
        ("https://api.example.com/orders?x=1", "/orders"),
        ("{{base_url}}/orders", "/orders"),
        ("/orders/{orderId}/lines/{lineId}", "/orders/{orderId}/lines/{lineId}"),
    ],
)
def test_a_path_is_written_with_braces_and_without_its_host(written: str, path: str) -> None:
    """In headings and in tables alike."""
    assert only(f"### GET `{written}`\n").path == path
    assert only(f"| Method | Path |\n|---|---|\n| GET | `{written}` |\n").path == path


def test_the_name_of_an_operation_forgets_the_names_of_its_parameters() -> None:
    """Its path keeps them."""
    contract = only("### GET /orders/{orderId}\n**Provider:** orders\n")
    assert (contract.name, contract.path) == ("orders:GET:/orders/{}", "/orders/{orderId}")


@pytest.mark.parametrize(
    "text",
    [
        f"### POST /a\n**Request:**\n{BODY}\n**Response (201):**\n{BODY}",
        f"### `POST /a`\n#### Request Body\n{BODY}\n#### Response 201\n{BODY}",
        f"## Create\n\n`POST /a`\n\nRequest:\n\n{BODY}\nResponse `201 Created`:\n\n{BODY}",
        f"## Create\n\n**Endpoint:** `POST /a`\n\n**Example request**\n{BODY}\n**201 Created**\n{BODY}",
        f"## 생성\n\n`POST /a`\n\n**요청:**\n{BODY}\n**응답 (201):**\n{BODY}",
        f"## 创建\n```\nPOST /a\n```\n**请求体:**\n{BODY}\n**成功响应(201):**\n{BODY}",
        '### POST /a\n```json\n// Request\n{"id": 1}\n// Response 201\n{"id": 1}\n```\n',
        '```http\nPOST /a HTTP/1.1\nAccept: */*\n\n{"id": 1}\n\nHTTP/1.1 201 Created\n\n{"id": 1}\n```\n',
        '## X\n```json\n// POST /a - Request\n{"id": 1}\n// Response 201\n{"id": 1}\n// Error\n{"e": "x"}\n```\n',
    ],
)
def test_request_and_response_are_found_by_their_labels(text: str) -> None:
    """Bold lines, headings, plain lines, comments inside of the block, whole HTTP messages."""
    assert definition(text) == {"request": OBJECT, "responses": {"201": {"application/json": OBJECT}}}


def test_a_field_table_under_a_request_label_is_the_request() -> None:
    """And one of query parameters is not."""
    table = "| Field | Type | Required |\n|---|---|---|\n| id | integer | yes |\n"
    text = f"### POST /a\n**Query parameters:**\n\n{table}\n**Request body:**\n\n{table}\n"
    assert definition(text) == {"request": OBJECT}


def test_the_answer_of_a_get_needs_no_label() -> None:
    """There is one way to read it, and its status is a noted guess."""
    text = f"### GET /a\n{BODY}"
    assert definition(text) == {"responses": {"200": {"application/json": OBJECT}}}
    assert "assumed-status" in {problem.code for problem in read(text).problems}


def test_two_blocks_of_a_post_are_request_and_response() -> None:
    """In this order, as far as nothing else is said."""
    assert list(definition(f"### POST /a\n{BODY}\n{BODY}")) == ["request", "responses"]


def test_a_block_beside_a_labelled_response_is_the_request() -> None:
    """Of a method that has a body."""
    text = f"### POST /a\n{BODY}\n**Response 200:**\n{BODY}"
    assert definition(text)["request"] == OBJECT


def test_an_error_answer_with_a_status_is_the_response_of_that_status() -> None:
    """Without a status it is the format of errors, which is no contract."""
    labels = ("Response 200", "Response 404", "Error (409)", "Errors")
    text = "### GET /a\n" + "\n".join(f"**{label}:**\n{BODY}" for label in labels)
    assert list(definition(text)["responses"]) == ["200", "404", "409"]


def test_a_heading_joins_the_row_of_its_table() -> None:
    """The table knows the parties, the section the bodies."""
    text = (
        f"| Method | Path | From | To |\n|---|---|---|---|\n| POST | /a | x | y |\n\n### POST /a\n**Request:**\n{BODY}"
    )
    contract = only(text)
    assert contract.name == "y:POST:/a"
    assert contract.services(Role.CALLER) == ("x",)
    assert contract.definition is not None


def test_one_path_of_two_providers_is_two_operations() -> None:
    """The provider is part of the name."""
    text = "| Method | Path | To |\n|---|---|---|\n| GET | /health | x |\n| GET | /health | y |\n"
    assert names(text) == ["x:GET:/health", "y:GET:/health"]


def test_several_methods_of_a_cell_are_several_operations() -> None:
    """`GET, PUT`, and a method inside of the path cell."""
    text = "| Method | Path |\n|---|---|\n| GET, PUT | /a |\n| | `DELETE /b` |\n"
    assert names(text) == ["unknown:GET:/a", "unknown:PUT:/a", "unknown:DELETE:/b"]


@pytest.mark.parametrize(
    ("text", "visibility"),
    [
        ("### GET /internal/a\n", "internal"),
        ("### GET /a\n", "external"),
        ("# Internal API\n### GET /a\n", "internal"),
        ("| Method | Path | Auth |\n|---|---|---|\n| GET | /a | Internal |\n", "internal"),
        ("| Method | Path | Auth |\n|---|---|---|\n| GET | /a | JWT |\n", "external"),
        ("| Method | Path | From | To |\n|---|---|---|---|\n| GET | /a | x | y |\n", "internal"),
    ],
)
def test_an_operation_is_internal_where_the_document_says_so(text: str, visibility: str) -> None:
    """By path, heading, auth or caller."""
    assert only(text).visibility == visibility


def test_metadata_lines_name_parties_and_auth() -> None:
    """`Called by`, `Provider`, `Auth`."""
    text = "### GET /a\n- **Called by:** x, y\n- **Provider:** z\n- **Auth:** mTLS\n\nGives a.\n"
    contract = only(text)
    assert contract.services(Role.CALLER) == ("x", "y")
    assert contract.services(Role.PROVIDER) == ("z",)
    assert (contract.auth, contract.description) == ("mTLS", "Gives a.")


def test_front_matter_names_the_provider_of_the_document() -> None:
    """Explicit, so no warning."""
    contract = only("---\ncontracts: {service: Order_Service}\n---\n### GET /a\n")
    assert contract.name == "order-service:GET:/a"
    assert contract.parties[0].confidence is Confidence.EXPLICIT


def test_a_fence_may_list_endpoints() -> None:
    """One per line, comments after them."""
    text = "## API\n```\n# orders\nGET   /a    # list\nPOST  /a\n```\n"
    assert names(text) == ["unknown:GET:/a", "unknown:POST:/a"]


def test_a_list_of_endpoints_gives_operations_and_their_nested_blocks() -> None:
    """What is indented below an item belongs to it, what follows the list does not."""
    nested = '  - Request:\n    ```json\n    {"id": 1}\n    ```\n'
    text = f'- `POST /a` creates\n{nested}- `GET /b`\n\n```json\n{{"no": 1}}\n```\n'
    first, second = read(text).contracts
    assert first.definition is not None
    assert first.definition.to_json() == {"request": OBJECT}
    assert second.definition is None


@pytest.mark.parametrize(
    "text",
    [
        "Then it calls `GET /a` and waits.\n",
        "```bash\ncurl -X POST http://x/a\n```\n",
        "## Tests\n\n| Method | Path | Expected |\n|---|---|---|\n| GET | /a | 200 |\n",
        "## Error codes\n\n| Method | Path |\n|---|---|\n| GET | /a |\n",
        "| Method | Path | From | To |\n|---|---|---|---|\n| GET | /api/{resource} | {service-a} | {service-b} |\n",
        "| Module | Path |\n|---|---|\n| core | src/core.py |\n",
        "### How to GET things\n",
    ],
)
def test_look_alikes_are_no_operations(text: str) -> None:
    """Sentences, commands, tests, error lists, templates, files."""
    assert read(text).contracts == ()


def test_an_annotated_block_is_a_request_or_response() -> None:
    """Comments and info strings, with parties and status."""
    text = (
        '<!-- contract: request POST /a from=x to=y mode=FULL -->\n```json\n{"id": 1}\n```\n'
        '\n```json response 202 POST /a to=y internal planned\n{"id": 1}\n```\n'
    )
    contract = only(text)
    assert contract.name == "y:POST:/a"
    assert contract.services(Role.CALLER) == ("x",)
    assert contract.status is Status.ACTIVE
    assert definition(text) == {"request": OBJECT, "responses": {"202": {"application/json": OBJECT}}}


def test_an_annotated_heading_adds_to_its_section() -> None:
    """Status, visibility and auth."""
    text = "<!-- contract: from=x to=y internal deprecated auth=mtls -->\n### GET /a\n"
    contract = only(text)
    assert (contract.name, contract.visibility, contract.auth) == ("y:GET:/a", "internal", "mtls")
    assert contract.status is Status.DEPRECATED


def test_planned_and_deprecated_operations_say_so() -> None:
    """By heading and by status cell."""
    text = (
        "| Method | Path | Status |\n|---|---|---|\n| GET | /a | planned |\n| GET | ~~/b~~ | |\n\n"
        "### GET /c (deprecated)\n### GET /d (planned)\n"
    )
    assert {contract.path: contract.status for contract in read(text).contracts} == {
        "/a": Status.PLANNED,
        "/b": Status.DEPRECATED,
        "/c": Status.DEPRECATED,
        "/d": Status.PLANNED,
    }


def test_every_part_of_an_operation_knows_its_lines() -> None:
    """Keyed by part and pointer."""
    contract = only(f"### POST /a\n**Request:**\n{BODY}\n**Response 201:**\n{BODY}")
    assert contract.lines["request#/properties/id"] == 4
    assert contract.lines["response 201 application/json#/properties/id"] == 9


def test_a_claimed_block_that_cannot_be_read_is_an_error() -> None:
    """One that nothing claims is only ignored."""
    claimed = read("### POST /a\n**Request:**\n```json\n{,}\n```\n")
    unclaimed = read("### POST /a\n```json\n{,}\n```\n")
    assert [problem.code for problem in claimed.problems if problem.severity == "error"] == ["unreadable-example"]
    assert not any(problem.severity == "error" for problem in unclaimed.problems)
    assert [found.reason for found in unclaimed.ignored] == ["cannot be read: a key is missing"]


def test_edges_draw_the_graph_and_are_no_contracts() -> None:
    """From, To, Protocol and Pattern without paths."""
    document = read(
        "| From | To | Protocol | Pattern |\n|---|---|---|---|\n"
        "| x | y, z | gRPC | sync |\n| {service} | {service} | | |\n"
    )
    assert [(edge.from_service, edge.to_service, edge.protocol) for edge in document.edges] == [
        ("x", "y", "gRPC"),
        ("x", "z", "gRPC"),
    ]
    assert document.contracts == ()


def test_the_service_table_lists_the_services() -> None:
    """With responsibility, stack and declared aliases."""
    text = (
        "---\ncontracts: {aliases: {order-service: [orders]}}\n---\n"
        "| Service | Responsibility | Tech Stack |\n|---|---|---|\n"
        "| Order Service | takes orders | Python |\n| - | | |\n"
    )
    service = read(text).services[0]
    assert (service.name, service.title, service.responsibility) == ("order-service", "Order Service", "takes orders")
    assert (service.tech_stack, service.aliases) == ("Python", ("orders",))


def test_a_task_list_declares_endpoints_and_an_open_box_is_a_plan() -> None:
    """The box is no part of the line, with or without a table above it."""
    table = "| Method | Path |\n|---|---|\n| GET | /a |\n\n"
    tasks = "- [x] POST /a\n- [X] `PUT /a/:id` — replace\n- [ ] **DELETE /a/{id}**\n- [ ] order.created\n"
    for text in (tasks, table + tasks):
        found = {contract.name: contract.status for contract in read(f"# API\n\n{text}").contracts}
        found.pop("unknown:GET:/a", None)
        assert found == {
            "unknown:POST:/a": Status.ACTIVE,
            "unknown:PUT:/a/{}": Status.ACTIVE,
            "unknown:DELETE:/a/{}": Status.PLANNED,
        }


def test_an_ideographic_comma_ends_a_path() -> None:
    """Endpoints of one cell are separated as the language writes it."""
    text = "## 内部 API\n\n| 服务 | 接口 |\n|---|---|\n| catalog | GET /internal/products、GET /internal/countries |\n"
    names = [contract.name for contract in read_design_document(text, path="a.md").contracts]
    assert [name.split(":", 1)[1] for name in names] == ["GET:/internal/products", "GET:/internal/countries"]
