"""Answers that never change, ready to be sent again: versions are immutable, so what is here is never stale."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    Endpoint = Callable[..., Awaitable[Response]]


class HeldAnswers:
    """The answers that were given last, by their paths, at most `max_bytes` of them. Used from one event loop only."""

    def __init__(self, *, max_bytes: int = 32 * 1024 * 1024) -> None:
        self._max_bytes = max_bytes
        self._held_bytes = 0
        self._held: OrderedDict[str, Response] = OrderedDict()

    def get(self, path: str) -> Response | None:
        """The answer, if it is here."""
        found = self._held.get(path)
        if found is not None:
            self._held.move_to_end(path)
        return found

    def keep(self, path: str, answer: Response) -> None:
        """Hold the answer, and let go of what was not used for longest if that is too much."""
        if path in self._held or len(answer.body) > self._max_bytes:
            return
        self._held[path] = answer
        self._held_bytes += len(answer.body)
        while self._held_bytes > self._max_bytes:
            _, dropped = self._held.popitem(last=False)
            self._held_bytes -= len(dropped.body)


class HeldFirst:
    """Stands behind the gate and before all routes: what is held needs none of them."""

    def __init__(self, app: ASGIApp, answers: HeldAnswers, endpoint: Endpoint) -> None:
        """Take the endpoint that fills the answers, for those who tell requests apart by it."""
        self._app = app
        self._answers = answers
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = self._found(scope)
        if answer is None:
            await self._app(scope, receive, send)
            return
        scope["endpoint"] = self._endpoint
        await answer(scope, receive, send)

    def _found(self, scope: Scope) -> Response | None:
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        if any(name == b"if-none-match" for name, _ in scope["headers"]):  # the endpoint compares
            return None
        return self._answers.get(scope["path"])
