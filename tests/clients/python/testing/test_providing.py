"""Providers against their contracts: which answers are faults, and which say nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TypeAlias

import pytest

from bindery_client.testing import BrokenContract, ContractApi
from bindery_client.testing.project import Project, Settings
from contracts.keywords import Json
from contracts.model import Role
from tests.builders import schema_of
from tests.contract_files import operation_in, write_contract_files

ORDER = schema_of("sku", note="string", quantity="integer")
CREATED = {"201": {"application/json": schema_of("id")}}
REFUSAL = {"422": {"application/json": schema_of("error")}}
CREATE = "shop:POST:/orders"
READ = "shop:GET:/orders/{}"
App: TypeAlias = Callable[[Json, Callable[[], Awaitable[Json]], Callable[[Json], Awaitable[None]]], Awaitable[None]]
Answer: TypeAlias = "tuple[int, Json] | tuple[int, Json, str]"


def app_of(answer: Callable[[str, Json], Answer]) -> App:
    """An ASGI application that answers (path, request) with a status, a body and a media type."""

    async def app(scope: Json, receive: Callable[[], Awaitable[Json]], send: Callable[[Json], Awaitable[None]]) -> None:
        if scope["type"] != "http":
            raise NotImplementedError
        body = (await receive()).get("body", b"")
        status, content, *kind = answer(scope["path"], json.loads(body) if body else None)
        head = [(b"content-type", (kind[0] if kind else "application/json").encode())]
        await send({"type": "http.response.start", "status": status, "headers": head})
        text = content if isinstance(content, bytes) else json.dumps(content).encode()
        await send({"type": "http.response.body", "body": text})

    return app


def api_in(folder: Path, name: str = CREATE, **definition: Json) -> ContractApi:
    """The verifier for one operation; without a definition, that of creating orders."""
    written = definition or {"request": ORDER, "responses": CREATED}
    write_contract_files(folder, "shop", operation_in(Role.PROVIDER, name, written))
    return ContractApi(project=Project(settings=Settings(folder=folder)), names=(name,))


def test_a_conforming_provider_passes(tmp_path: Path) -> None:
    """Every valid request is answered as declared."""
    api = api_in(tmp_path)
    api.verify(app_of(lambda _, __: (201, {"id": "1"}, "application/json; charset=utf-8")))
    assert api.was_judged
    assert api.close(None) is False


FAULTY: dict[str, tuple[Callable[[str, Json], Answer], str]] = {
    "undeclared status": (lambda _, __: (200, {"id": "1"}), "[minimal]: status 200"),
    "undeclared media type": (lambda _, __: (201, {"id": "1"}, "text/plain"), "(text/plain) is not declared"),
    "wrong type": (lambda _, __: (201, {"id": 1}), "[wrong-type:id] at /id"),
    "undeclared field": (lambda _, __: (201, {"id": "1", "secret": 1}), "[extra-field:$]"),
    "no JSON": (lambda _, __: (201, b"<html>"), "is no JSON"),
    "a refusal of a valid request": (lambda _, __: (422, {"detail": []}), "status 422"),
    "a crash": (lambda _, body: (201, {"id": body["note"]}), "[minimal]: the request raised KeyError: 'note'"),
    "a crash that only generated requests show": (
        lambda _, body: (500 if abs(body.get("quantity", 0)) > 20 else 201, {"id": "1"}),
        "[generated]: status 500",
    ),
}


@pytest.mark.parametrize("name", FAULTY)
def test_what_the_contract_does_not_declare_is_a_fault(name: str, tmp_path: Path) -> None:
    """Each kind of fault is told with its case, and a command that repeats the request."""
    answer, words = FAULTY[name]
    with pytest.raises(BrokenContract) as broken:
        api_in(tmp_path).verify(app_of(answer))
    assert words in str(broken.value)
    assert "curl" in str(broken.value)


def test_a_fault_that_the_test_swallows_fails_it(tmp_path: Path) -> None:
    """A test with an `except` of its own must not hide what was found."""
    api = api_in(tmp_path)
    with pytest.raises(BrokenContract):
        api.verify(app_of(lambda _, __: (500, {})))
    with pytest.raises(BrokenContract, match=r"\[minimal\]: status 500"):
        api.close(None)


def test_generated_requests_may_be_refused(tmp_path: Path) -> None:
    """A provider knows limits that its contract does not say; the contract's own cases it must accept."""

    def answer(_: str, body: Json) -> Answer:
        return (422, {}) if abs(body.get("quantity", 0)) > 20 else (201, {"id": "1"})

    api_in(tmp_path).verify(app_of(answer))


def test_a_request_that_cannot_be_generated_is_not_sent(tmp_path: Path) -> None:
    """Schemathesis takes a `$ref` inside `const` for a reference, gives up, and would send no body at all."""
    odd = {"type": "object", "properties": {"kind": {"const": {"$ref": "#/$defs/name"}}}, "$defs": {"name": True}}
    api = api_in(tmp_path, request=odd, responses=CREATED)
    api.verify(app_of(lambda _, body: (201, {"id": "1"}) if isinstance(body, dict) else (500, {})))


def test_invalid_requests_are_tried_where_their_refusal_is_declared(tmp_path: Path) -> None:
    """Who declares 422 must answer invalid requests with it, and not crash."""
    api = api_in(tmp_path, request=ORDER, responses={**CREATED, **REFUSAL})
    with pytest.raises(BrokenContract, match=r"\[missing:sku\]: the request raised KeyError"):
        api.verify(app_of(lambda _, body: (201, {"id": body["sku"][:1] and "1"})))


def test_any_refusal_of_an_invalid_request_will_do(tmp_path: Path) -> None:
    """The caller has broken the contract first: an undeclared 400 is no fault then."""

    def answer(_: str, body: Json) -> Answer:
        is_valid = isinstance(body, dict) and all(
            isinstance(body.get(name, usual), type(usual))
            for name, usual in {"sku": "", "note": "", "quantity": 1}.items()
        )
        return (201, {"id": "1"}) if is_valid and "sku" in body else (400, {})

    api_in(tmp_path, request=ORDER, responses={**CREATED, **REFUSAL}).verify(app_of(answer))


def test_made_up_path_parameters_say_nothing(tmp_path: Path) -> None:
    """Contracts do not say which resources exist, so an undeclared 404 is neither a fault nor a pass."""
    api = api_in(tmp_path, READ, responses={"200": {"application/json": schema_of("id")}})
    api.verify(app_of(lambda _, __: (404, {})))
    assert "give verify(path_values=...)" in api.not_judged[0]
    with pytest.raises(pytest.skip.Exception, match="nothing was judged"):
        api.close(None)


def test_a_made_up_path_that_takes_one_case_must_take_all(tmp_path: Path) -> None:
    """It exists after all, so the refusal of another valid request is no verdict on the path."""
    api = api_in(tmp_path, "shop:POST:/orders/{}", request=ORDER, responses=CREATED)
    with pytest.raises(BrokenContract, match=r"\[minimal\]: status 422 .* is not declared"):
        api.verify(app_of(lambda _, body: (201, {"id": "1"}) if "note" in body else (422, {})))


def test_a_made_up_path_that_never_exists_is_not_judged(tmp_path: Path) -> None:
    """Some values of a parameter are refused for themselves: a UUID where numbers are wanted."""
    api = api_in(tmp_path, "shop:POST:/orders/{}", request=ORDER, responses=CREATED)
    api.verify(app_of(lambda path, _: (201, {"id": "1"}) if path == "/orders/1" else (422, {})))
    assert api.close(None) is False


def test_given_path_parameters_are_judged(tmp_path: Path) -> None:
    """Of a resource that exists, 404 is a fault."""
    api = api_in(tmp_path, READ, responses={"200": {"application/json": schema_of("id")}})
    api.verify(
        app_of(lambda path, _: (200, {"id": "42"}) if path == "/orders/42" else (404, {})),
        path_values={"/orders/{}": ["42"]},
    )
    assert api.was_judged
    with pytest.raises(BrokenContract, match="status 404"):
        api.verify(app_of(lambda _, __: (404, {})), path_values={"/orders/{}": ["42"]})


def test_without_credentials_a_401_says_nothing(tmp_path: Path) -> None:
    """With credentials it is a fault."""
    api = api_in(tmp_path)
    api.verify(app_of(lambda _, __: (401, {})))
    assert "give verify(headers=...)" in api.not_judged[0]
    with pytest.raises(BrokenContract, match="status 401"):
        api.verify(app_of(lambda _, __: (401, {})), headers={"authorization": "Bearer x"})


def test_a_contract_without_responses_judges_server_errors_only(tmp_path: Path) -> None:
    """What is not declared at all cannot be undeclared, but a crash is a crash."""
    api = api_in(tmp_path, request=ORDER)
    api.verify(app_of(lambda _, __: (202, {})))
    with pytest.raises(BrokenContract, match="status 500"):
        api.verify(app_of(lambda _, __: (500, {})))


def test_many_faults_are_counted(tmp_path: Path) -> None:
    """Ten are shown, the rest is a number."""
    wide = schema_of("sku", **{f"field{number}": "string" for number in range(20)})
    with pytest.raises(BrokenContract, match=r"and \d+ more$"):
        api_in(tmp_path, request=wide, responses=CREATED).verify(app_of(lambda _, __: (200, {})))


def test_a_test_that_verifies_nothing_fails(tmp_path: Path) -> None:
    """The fixture alone shows nothing."""
    with pytest.raises(BrokenContract, match="no API was verified"):
        api_in(tmp_path).close(None)


@contextmanager
def running_server(status: int) -> Iterator[str]:
    """The URL of a server that answers every request with this status."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"id": "1"}')

        def log_message(self, *_: object) -> None:
            """Nothing: a test is quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_a_running_service_is_verified_by_its_url(tmp_path: Path) -> None:
    """The same over the network."""
    with running_server(201) as url:
        api_in(tmp_path).verify(url)
    with running_server(204) as url, pytest.raises(BrokenContract, match="status 204"):
        api_in(tmp_path).verify(url)
