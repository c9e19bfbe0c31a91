"""Operations at run time: hooks for the caller, middleware for the provider, over real applications."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Annotated, Any

import httpx2
import pytest
from fastapi import Body, FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bindery_client import InvalidMessage, Policy, UnknownContract
from bindery_client.asgi import Message, Receive, Send
from bindery_client.http import ContractMiddleware, async_contract_hooks, contract_hooks
from contracts.keywords import Json
from contracts.model import Role
from tests.client_locks import RESERVE, locked, operation_entry

ITEM: Json = {"responses": {"200": {"application/json": {"type": "object", "required": ["sku"]}}}}
CALLED = (operation_entry(), operation_entry(name="inventory:GET:/internal/items/{}", definition=ITEM))


def answering(status: int, body: Json, sent: list[httpx2.Request] | None = None) -> httpx2.MockTransport:
    """A transport that answers always the same."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if sent is not None:
            sent.append(request)
        return httpx2.Response(status, json=body)

    return httpx2.MockTransport(answer)


def client(transport: httpx2.MockTransport, **options: Json) -> httpx2.Client:
    """A client of the inventory whose calls are checked."""
    hooks = contract_hooks(locked(*CALLED, **options), provider="inventory", path_prefix="/v1")
    return httpx2.Client(base_url="http://inventory/v1", transport=transport, event_hooks=hooks)


def test_a_call_that_keeps_its_contract_passes() -> None:
    """Request and response are handed on as they are."""
    with client(answering(201, {"id": 1, "more": 2})) as inventory:
        assert inventory.post("/internal/reservations", json={"sku": "a"}).json() == {"id": 1, "more": 2}


@pytest.mark.parametrize("body", [{"sku": 1}, {"sku": "a", "extra": 1}, None])
def test_a_request_that_breaks_its_contract_is_not_sent(body: Json) -> None:
    """The provider never sees it."""
    sent: list[httpx2.Request] = []
    with client(answering(201, {}, sent)) as inventory, pytest.raises(InvalidMessage, match="as writer, request"):
        inventory.post("/internal/reservations", json=body)
    assert sent == []


def test_a_response_that_breaks_its_contract_is_not_handed_on() -> None:
    """The caller gets the error in its place."""
    with client(answering(201, {"id": "one"})) as inventory, pytest.raises(InvalidMessage, match="response 201"):
        inventory.post("/internal/reservations", json={"sku": "a"})


def test_paths_with_parameters_are_matched() -> None:
    """Any value stands for a parameter; a slash at the end does not matter."""
    with client(answering(200, {})) as inventory:
        for path in ("/internal/items/17", "/internal/items/x%20y/"):
            with pytest.raises(InvalidMessage, match="sku"):
                inventory.get(path)


@pytest.mark.parametrize(
    "path", ["/internal/items", "/internal/items/1/parts", "/health", "http://inventory/internal/items/1"]
)
def test_what_no_contract_speaks_of_passes(path: str) -> None:
    """Other paths, and paths without the prefix, are not looked at."""
    with client(answering(200, {})) as inventory:
        assert inventory.get(path).status_code == 200


def test_the_policy_of_the_caller_holds() -> None:
    """A caller that only warns gets the response."""
    with client(answering(201, {}), policies={RESERVE: Policy.WARN}) as inventory:
        assert inventory.post("/internal/reservations", json={}).status_code == 201


def test_an_asynchronous_client_is_checked_too() -> None:
    """The same at an AsyncClient."""

    async def call(body: Json) -> httpx2.Response:
        hooks = async_contract_hooks(locked(*CALLED), provider="inventory")
        options: Any = {"transport": answering(201, {"id": 1}), "event_hooks": hooks}  # Any: keywords of a client
        async with httpx2.AsyncClient(base_url="http://inventory", **options) as inventory:
            return await inventory.post("/internal/reservations", json=body)

    assert asyncio.run(call({"sku": "a"})).status_code == 201
    with pytest.raises(InvalidMessage, match="as writer, request"):
        asyncio.run(call({}))


def test_hooks_for_a_service_that_is_not_called_are_an_error() -> None:
    """A misspelt provider would leave every call unchecked."""
    with pytest.raises(UnknownContract, match=r"'billing' calls no operation of 'inventry'; it calls inventory"):
        contract_hooks(locked(*CALLED), provider="inventry")
    with pytest.raises(UnknownContract, match="it calls no other service"):
        contract_hooks(locked(operation_entry(Role.PROVIDER)), provider="inventory")


def provided(**options: Json) -> Json:
    """The contracts of the inventory."""
    facts = options.pop("facts", {})
    return locked(
        operation_entry(Role.PROVIDER, **facts),
        operation_entry(Role.PROVIDER, name="inventory:GET:/internal/items/{}", definition=ITEM),
        **options,
    )


def inventory(answer: Json, status: int = 201, **options: Json) -> FastAPI:
    """A FastAPI application that answers every reservation the same."""
    app = FastAPI()
    middleware = {name: options.pop(name) for name in ("max_body_bytes", "path_prefix") if name in options}
    app.add_middleware(ContractMiddleware, contracts=provided(**options), **middleware)

    @app.post("/internal/reservations")
    async def reserve(body: Annotated[Json, Body()]) -> JSONResponse:
        return JSONResponse(answer if answer is not None else body, status_code=status)

    @app.get("/health")
    async def health() -> Json:
        return {"ok": True}

    return app


@pytest.fixture
def calls() -> Iterator[TestClient]:
    """A client of an inventory that answers rightly."""
    with TestClient(inventory({"id": 1})) as caller:
        yield caller


def test_a_provider_that_keeps_its_contract_is_untouched(calls: TestClient) -> None:
    """Valid requests reach the application, valid responses the caller, readers' extra fields included."""
    assert calls.post("/internal/reservations", json={"sku": "a", "new": 1}).json() == {"id": 1}
    assert calls.get("/health").json() == {"ok": True}


def test_a_request_that_breaks_its_contract_is_answered_with_422(calls: TestClient) -> None:
    """The problem document names contract, version, place and rule."""
    answer = calls.post("/internal/reservations", json={"sku": 1})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert (problem["title"], problem["contract"]) == ("the request breaks its contract", RESERVE)
    assert problem["violations"][0]["pointer"] == "/sku"


def test_a_request_that_is_no_json_is_answered_with_422(calls: TestClient) -> None:
    """Text that is no JSON never reaches the application."""
    assert calls.post("/internal/reservations", content=b"{").status_code == 422


def test_a_request_that_is_too_large_is_answered_with_413() -> None:
    """The body is held in memory to be checked, so it is bounded."""
    with TestClient(inventory({"id": 1}, max_body_bytes=10)) as caller:
        answer = caller.post("/internal/reservations", json={"sku": "a" * 20})
    assert (answer.status_code, answer.json()["limit"]) == (413, 10)


@pytest.mark.parametrize(("status", "body"), [(201, {"id": "one"}), (201, {"id": 1, "extra": 1}), (200, {"id": 1})])
def test_a_response_that_breaks_its_contract_is_held_back(
    status: int, body: Json, caplog: pytest.LogCaptureFixture
) -> None:
    """The caller gets a 500 that reveals no data; the log says what was wrong."""
    with TestClient(inventory(body, status)) as caller, caplog.at_level(logging.ERROR, logger="bindery_client"):
        answer = caller.post("/internal/reservations", json={"sku": "a"})
    assert answer.status_code == 500
    assert answer.json() == {
        "type": "about:blank",
        "status": 500,
        "title": "the response breaks its contract",
        "contract": RESERVE,
    }
    assert "a response was held back: inventory:POST:/internal/reservations (version 3, as writer" in caplog.text


def test_errors_that_the_contract_does_not_list_pass() -> None:
    """A provider may always fail."""
    with TestClient(inventory({"detail": "?"}, 503)) as caller:
        assert caller.post("/internal/reservations", json={"sku": "a"}).json() == {"detail": "?"}


def test_the_policy_of_the_provider_holds() -> None:
    """A provider that only warns takes and sends everything; the application gets the body as it was sent."""
    with TestClient(inventory(None, policies={"*": Policy.WARN})) as caller:
        answer = caller.post("/internal/reservations", json={"anything": 1})
    assert (answer.status_code, answer.json()) == (201, {"anything": 1})


def test_a_prefix_stands_before_the_paths_of_the_contract() -> None:
    """Only paths below the prefix are checked."""
    with TestClient(inventory({"id": 1}, path_prefix="/v2")) as caller:
        assert caller.post("/internal/reservations", json={}).status_code == 201


def test_an_operation_without_responses_is_checked_on_its_request_only() -> None:
    """Where the contract says nothing of responses, they are not held back."""
    request_only = {"definition": {"request": {"type": "object"}}}
    with TestClient(inventory({"x": 1}, 200, facts=request_only)) as caller:
        assert caller.post("/internal/reservations", json={}).status_code == 200
        assert caller.post("/internal/reservations", json=[]).status_code == 422


def item(answer: Response) -> TestClient:
    """A client of a Starlette application that answers every item the same."""

    async def read(request: Request) -> Response:
        assert request.path_params["item"]
        return answer

    app = Starlette(routes=[Route("/internal/items/{item}", read)])
    app.add_middleware(ContractMiddleware, contracts=provided())
    return TestClient(app)


def test_a_response_in_pieces_is_checked_as_one() -> None:
    """The parts of a streamed body are put together first."""

    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b'{"sku"', b':"a"}'):
            yield piece

    with item(StreamingResponse(pieces(), media_type="application/json")) as caller:
        assert caller.get("/internal/items/1").json() == {"sku": "a"}


def test_a_success_in_another_media_type_is_held_back() -> None:
    """Plain text where JSON was agreed is a break."""
    with item(PlainTextResponse("hello")) as caller:
        assert caller.get("/internal/items/1").status_code == 500


def test_a_compressed_response_passes_unchecked() -> None:
    """What cannot be read is not judged: the middleware belongs inside of compression."""
    with item(Response(b"?", headers={"content-encoding": "br", "content-type": "application/json"})) as caller:
        assert caller.get("/internal/items/1", headers={"accept-encoding": "identity"}).status_code == 200


def test_other_connections_pass() -> None:
    """Lifespan and WebSockets are not HTTP requests."""
    seen: list[str] = []

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        assert await receive() == {}
        await send(scope)

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        seen.append(message["type"])

    asyncio.run(ContractMiddleware(app, contracts=provided())({"type": "websocket"}, receive, send))
    assert seen == ["websocket"]


def test_a_body_that_is_sent_by_an_extension_passes(tmp_path: Path) -> None:
    """A server that sends files by itself gets the start of the response before the path."""
    file = tmp_path / "item.json"
    file.write_text("{}")
    sent: list[Message] = []

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        await FileResponse(file, media_type="application/json")(scope, receive, send)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Message = {"type": "http", "method": "GET", "path": "/internal/items/1", "headers": []}
    extended = {**scope, "extensions": {"http.response.pathsend": {}}}
    asyncio.run(ContractMiddleware(app, contracts=provided())(extended, receive, send))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.pathsend"]
