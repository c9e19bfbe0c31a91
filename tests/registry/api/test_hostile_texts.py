"""Hostile input is normal input: it is refused or kept as the text that it is, and the next request is answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contracts.keywords import Json
from registry.settings import Settings
from tests.loopback import Answer, serving
from tests.registry_texts import events_document
from tests.running_registry import register, registry_client

COMPARE, CONTRACTS = "/api/v1/compatibility", "/api/v1/contracts"
HEADERS = {"content-type": "application/json"}
ORDERS = {"docs/orders.md": events_document({"order.created": {"orderId": "uuid"}})}
SCRIPT = "<script>alert(1)</script>"
INJECTIONS = ["' OR '1'='1", "x'; DROP TABLE contract; --", "%", "_", "\\", '" OR ""="', "order.created'--", "a\x00b"]


@pytest.mark.parametrize("path", [COMPARE, "/api/v1/registrations", "/api/v1/keys"])
def test_ten_megabytes_are_too_much(client: TestClient, path: str) -> None:
    """The default limit holds for every route that takes a body."""
    answer = client.post(path, content=b'"' + b"a" * 10_000_000 + b'"', headers=HEADERS)
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


@pytest.mark.parametrize("path", [COMPARE, "/api/v1/registrations", "/api/v1/keys"])
@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_five_thousand_levels_are_too_deep(client: TestClient, path: str, opening: bytes, closing: bytes) -> None:
    """Depth is counted before anything walks it."""
    answer = client.post(path, content=opening * 5000 + b"1" + closing * 5000, headers=HEADERS)
    assert (answer.status_code, answer.json()["code"]) == (422, "json-too-deep")


def laughing(levels: int) -> dict[str, Json]:
    """A schema of few bytes that means 2^levels of them."""
    definitions: dict[str, Json] = {
        f"d{level}": {"allOf": [{"$ref": f"#/$defs/d{level + 1}"}, {"$ref": f"#/$defs/d{level + 1}"}]}
        for level in range(levels)
    }
    return {"$ref": "#/$defs/d0", "$defs": definitions | {f"d{levels}": {"type": "object"}}}


@pytest.mark.parametrize(
    "schema",
    [
        laughing(40),
        {"$ref": "#"},
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
        {"type": "string", "pattern": "^(a+)+$", "minLength": 1000},
        {"type": "array", "minItems": 10**9, "items": {"const": "x" * 1000}},
        {"anyOf": [{"required": [f"a{number}"]} for number in range(2000)]},
        {"not": {"not": {"not": {"oneOf": [{"multipleOf": 1 / 3}, {"multipleOf": 1e-300}]}}}},
    ],
    ids=["laughs", "itself", "circle", "pattern", "items", "alternatives", "negations"],
)
def test_a_schema_that_explodes_is_answered(settings: Settings, schema: dict[str, Json]) -> None:
    """A bomb gets a verdict, a refusal or `could not check`; the service lives on and answers the next question."""
    with registry_client(settings.model_copy(update={"proof_timeout_seconds": 1.0})) as client:
        answer = client.post(COMPARE, json={"writer": schema, "reader": {"type": "object", "required": ["id"]}})
        assert answer.status_code in {200, 422}
        assert answer.json().get("code") != "internal-error"
        follow = client.post(COMPARE, json={"writer": {"const": 1}, "reader": {"type": "integer"}})
    assert follow.json()["outcome"] == "compatible"


def test_nothing_that_a_schema_names_is_fetched(client: TestClient, tmp_path: Path) -> None:
    """A reference out of the schema is refused: no server is asked, and no file is read."""
    (tmp_path / "schema.json").write_text('{"const": "of the machine"}', encoding="utf-8")
    with serving(Answer(pieces=(b'{"const": "of the network"}',))) as server:
        for place in (f"{server.url}/schema.json", (tmp_path / "schema.json").as_uri(), "/schema.json", "//x/schema"):
            answer = client.post(COMPARE, json={"writer": {"$ref": place}, "reader": {"const": 1}})
            assert (answer.status_code, answer.json()["code"]) == (422, "unsupported-schema")
            assert "of the" not in answer.text
        assert server.asked == []


def test_a_script_stays_a_text(client: TestClient) -> None:
    """What a document says is handed on as JSON, never as a page; problems too."""
    document = ORDERS["docs/orders.md"].replace("Handles orders", SCRIPT)
    assert register(client, {f"docs/{SCRIPT}.md".replace("/script", "script"): document}).status_code == 200
    answers = [
        client.get("/api/v1/services"),
        client.get("/api/v1/documents"),
        client.get(f"{CONTRACTS}/event/{SCRIPT.replace('/', '~1')}"),
        client.get(f"{CONTRACTS}/{SCRIPT.replace('/', '')}/x"),
        client.post(COMPARE, json={SCRIPT: 1}),
    ]
    assert all("<script>" in answer.text for answer in answers)
    assert {answer.headers["content-type"] for answer in answers} <= {"application/json", "application/problem+json"}


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize("parameter", ["q", "service"])
def test_sql_in_a_search_is_a_text(client: TestClient, parameter: str, text: str) -> None:
    """It finds what holds these characters, which is nothing, and everything is still there afterwards."""
    assert register(client, ORDERS).status_code == 200
    found = client.get(CONTRACTS, params={parameter: text})
    assert (found.status_code, found.json().get("items")) in [(200, []), (422, None)]
    assert [item["name"] for item in client.get(CONTRACTS).json()["items"]] == ["order.created"]


@pytest.mark.parametrize("text", INJECTIONS[:7])
def test_sql_in_what_is_stored_is_a_text(client: TestClient, text: str) -> None:
    """Names of keys and sources come back as they were sent."""
    assert client.post("/api/v1/registrations", json=sent(text)).status_code == 200
    assert client.get("/api/v1/documents", params={"source": text}).json()["items"][0]["source"] == text
    made = client.post("/api/v1/keys", json={"name": text, "role": "admin"}).json()
    assert made["listed"]["name"] == text


def sent(source: str) -> Json:
    """A registration from a source."""
    return {"source": source, "documents": [{"path": "docs/orders.md", "text": ORDERS["docs/orders.md"]}]}
