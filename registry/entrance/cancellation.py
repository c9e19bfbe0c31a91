"""The answer to a request that the end of the service cuts off."""

from __future__ import annotations

from asyncio import CancelledError
from typing import TYPE_CHECKING

from registry.entrance.problems import problem

if TYPE_CHECKING:
    from starlette.responses import JSONResponse
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class ProblemWhenCancelled:
    """Answers 503 where the server, after its time of grace, cancels what still runs; uvicorn would answer 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def send_on(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        except CancelledError:  # not raised again: that is the server's last word to this request, and it logs errors
            if not has_begun:
                await _shutting_down()(scope, receive, send)


def _shutting_down() -> JSONResponse:
    detail = "the registry ends; whether the request was stored is not known: send it again, twice is the same as once"
    answer = problem("shutting-down", 503, "The registry is shutting down", detail=detail)
    answer.headers["retry-after"] = "1"
    answer.headers["connection"] = "close"
    return answer
