"""ASGI middleware for the provider of operations. It needs no framework, and so works with each of them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

from bindery_client.errors import InvalidMessage
from bindery_client.operations import REQUEST
from bindery_client.routes import OperationRoutes
from bindery_client.violations import Side

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from bindery_client.contracts import Contracts
    from bindery_client.json_values import Json
    from bindery_client.operations import OperationContract

# The types of ASGI 3, spelt out since no framework is needed: https://asgi.readthedocs.io/en/latest/specs/main.html
Message: TypeAlias = "MutableMapping[str, Any]"  # Any: as the specification has it
Receive: TypeAlias = Callable[[], Awaitable["Message"]]
Send: TypeAlias = Callable[["Message"], Awaitable[None]]
Application: TypeAlias = Callable[["Message", Receive, Send], Awaitable[None]]

DEFAULT_MAX_BODY_BYTES = 16 * 1024 * 1024
_LOG = logging.getLogger("bindery_client")


class ContractMiddleware:
    """An ASGI application whose operations keep their contracts.

    A request that breaks its contract is answered with 422 and never reaches the application; a response that does is
    logged, and answered with 500 in its place. Both bodies are problem documents (RFC 9457). What no contract speaks
    of passes untouched. Put it inside of compression: it does not read compressed responses.
    """

    def __init__(
        self,
        app: Application,
        *,
        contracts: Contracts,
        path_prefix: str = "",
        max_body_bytes: int = DEFAULT_MAX_BODY_BYTES,
    ) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes
        provided = [operation for operation in contracts.operations() if "provider" in operation.roles]
        self._routes = OperationRoutes(provided, path_prefix=path_prefix)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Nothing; serves one connection, as ASGI says."""
        operation = self._routes.find(scope["method"], scope["path"]) if scope["type"] == "http" else None
        if operation is None:
            await self._app(scope, receive, send)
            return
        if REQUEST in operation.gates:
            body = await _whole_body(receive, self._max_body_bytes)
            refusal = self._refusal(operation, body)
            if refusal is not None:
                await _answer(send, *refusal)
                return
            receive = _replayed(body or b"", receive)
        await self._app(scope, receive, _CheckedSend(operation, send) if operation.describes_responses else send)

    def _refusal(self, operation: OperationContract, body: bytes | None) -> tuple[int, Json] | None:
        """Status and problem document for a request that is refused."""
        if body is None:
            return 413, {"title": "the request is too large", "limit": self._max_body_bytes}
        try:
            operation.validate_request_body(body, Side.READER)
        except InvalidMessage as error:
            return 422, {"title": "the request breaks its contract", **_problem(error)}
        return None


class _CheckedSend:
    """Holds back a response until its body is complete and checked."""

    def __init__(self, operation: OperationContract, send: Send) -> None:
        self._operation = operation
        self._send = send
        self._start: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self._is_checked(message):
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
        else:
            await self._release()
            await self._send(message)

    async def _release(self) -> None:
        """Nothing; a body that is sent in a way that cannot be read here (an extension of ASGI) passes unchecked."""
        if self._start is not None:
            start, self._start = self._start, None
            await self._send(start)

    def _is_checked(self, start: Message) -> bool:
        """Whether the contract says anything of this response, and it can be read."""
        status, media_type = start["status"], _header(start, b"content-type")
        if _header(start, b"content-encoding"):
            return False
        return not self._operation.leaves_open(status, media_type)

    async def _finish(self, start: Message) -> None:
        body = bytes(self._body)
        try:
            self._operation.validate_response_body(start["status"], body, Side.WRITER, _header(start, b"content-type"))
        except InvalidMessage as error:
            _LOG.error("a response was held back: %s", error)
            problem = {"title": "the response breaks its contract", "contract": error.contract}
            await _answer(self._send, 500, problem)
            return
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


async def _whole_body(receive: Receive, limit: int) -> bytes | None:
    """The body of a request, None if it is larger than the limit. A caller that hangs up leaves what it sent."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > limit:
            return None
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body once more, and then what comes after it."""
    waiting = [body]

    async def replay() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replay


def _header(start: Message, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in start.get("headers", ()) if key.lower() == name), "")


def _problem(error: InvalidMessage) -> Json:
    broken = [
        {
            "pointer": violation.pointer,
            "keyword": violation.keyword,
            "expected": violation.expected,
            "found": violation.found,
            "message": violation.message,
        }
        for violation in error.violations
    ]
    return {"contract": error.contract, "version": error.version, "violations": broken}


async def _answer(send: Send, status: int, problem: Json) -> None:
    body = orjson.dumps({"type": "about:blank", "status": status, **problem})
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
