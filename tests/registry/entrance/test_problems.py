"""Errors: always a problem document, always with a code, never with the inside of the service."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from contracts.keywords import Json
from registry.entrance.json_text import read_json
from registry.entrance.problems import Refused
from registry.settings import Settings
from registry.storage import Raced
from tests.running_registry import registry_client

JSON = {"content-type": "application/json"}
COMPARE = "/api/v1/compatibility"


def test_a_path_that_is_not_served_is_a_problem(client: TestClient) -> None:
    """An unknown path is answered with a problem document that says where the paths are described."""
    answer = client.get("/api/v2/contracts")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_method_that_is_not_served_is_a_problem(client: TestClient) -> None:
    """The answer names the methods that are."""
    answer = client.delete("/api/v1/contracts")
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
    assert answer.headers["allow"] == "GET"


def test_all_methods_of_a_path_are_named(client: TestClient) -> None:
    """A path with several routes names the methods of all of them."""
    answer = client.put("/api/v1/keys")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


def test_a_lost_race_is_to_be_sent_again(client: TestClient) -> None:
    """Two requests that store the same at once: one of them is told to come again, and nothing has failed."""

    async def lose(_request: Request) -> Response:
        raise Raced

    app = client.app
    assert isinstance(app, FastAPI)
    app.add_route("/lose", lose)
    answer = client.get("/lose")
    assert (answer.status_code, answer.json()["code"]) == (503, "raced")
    assert answer.headers["retry-after"] == "1"


def test_an_unexpected_error_tells_nothing(client: TestClient) -> None:
    """What fails inside is answered with 500, and nothing of it leaves the service."""

    async def fail(_request: Request) -> Response:
        raise RuntimeError("password=secret")

    app = client.app
    assert isinstance(app, FastAPI)
    app.add_route("/fail", fail)
    answer = client.get("/fail")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text


def in_pieces(size: int) -> Iterator[bytes]:
    """A body without a declared length."""
    for _ in range(size):
        yield b" " * 1024


def test_a_body_that_declares_too_much_is_refused(settings: Settings) -> None:
    """A body that is too large by its own word is a 413 problem."""
    with registry_client(settings.model_copy(update={"max_body_bytes": 10_000})) as client:
        answer = client.post(COMPARE, content=b" " * 10_001, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_that_hides_its_size_is_refused(settings: Settings) -> None:
    """A body that turns out too large while it is read is a 413 problem as well."""
    with registry_client(settings.model_copy(update={"max_body_bytes": 10_000})) as client:
        answer = client.post(COMPARE, content=in_pieces(10), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


def test_a_body_within_the_limit_is_read(settings: Settings) -> None:
    """The largest allowed body is not refused for its size."""
    with registry_client(settings.model_copy(update={"max_body_bytes": 10_000})) as client:
        body = b'{"writer": true, "reader": true}'
        answer = client.post(COMPARE, content=body + b" " * (10_000 - len(body)), headers=JSON)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "invalid-json"),
        (b'{"writer": NaN, "reader": true}', "invalid-json"),
        (b'{"writer": {"minimum": 1e999}, "reader": true}', "invalid-json"),
        (b'{"writer": {"minimum": 1' + b"0" * 5000 + b'}, "reader": true}', "invalid-json"),
        (b'{"writer": {"const": "\\ud800"}, "reader": true}', "invalid-json"),
        (b'{"writer": {"\\udfff": 1}, "reader": true}', "invalid-json"),
        (b'"\xed\xa0\x80"', "invalid-json"),
        (b"[" * 102 + b"]" * 102, "json-too-deep"),
        (b"[" * 100_000, "json-too-deep"),
        (b'{"writer": 1, "reader": true}', "invalid-request"),
        (b'"text"', "invalid-request"),
        (b"", "invalid-request"),
    ],
)
def test_a_hostile_body_is_a_malformed_request(client: TestClient, body: bytes, code: str) -> None:
    """Whatever stands in a body, the answer is a 422 that names what is wrong with it."""
    answer = client.post(COMPARE, content=body, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_body_of_another_media_type_is_malformed(client: TestClient) -> None:
    """A form of a web page is not taken for JSON: browsers send it across origins without asking."""
    answer = client.post(COMPARE, content=b'{"writer": true, "reader": true}', headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(value=JSON_VALUES)
def test_every_json_text_is_read_as_written(value: Json) -> None:
    """What a client writes arrives, whatever characters it holds."""
    assert read_json(json.dumps(value).encode(), max_depth=50) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode(), max_depth=50) == value


@given(depth=st.integers(0, 60))
def test_the_depth_limit_is_exact(depth: int) -> None:
    """Thirty levels are read, thirty-one are not."""
    body = b'{"a": ' * depth + b"1" + b"}" * depth
    if depth <= 30:
        read_json(body, max_depth=30)
    else:
        with pytest.raises(Refused, match="deeper than 30"):
            read_json(body, max_depth=30)
