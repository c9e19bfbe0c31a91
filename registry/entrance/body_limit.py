"""The answer to a body that is too large, as a problem document like all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.entrance.problems import MEDIA_TYPE, of_status

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TOO_LARGE = 413


class ProblemWhenTooLarge:
    """Stands outside FastAPI's own limit, which answers in plain text before any handler is asked."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_replaced = False

        async def send_problem(message: Message) -> None:
            nonlocal is_replaced
            if _is_plain_refusal(message):
                is_replaced = True
                await of_status(_TOO_LARGE)(scope, receive, send)
            elif not is_replaced:
                await send(message)

        await self._app(scope, receive, send_problem if scope["type"] == "http" else send)


def _is_plain_refusal(message: Message) -> bool:
    if message["type"] != "http.response.start" or message["status"] != _TOO_LARGE:
        return False
    return (b"content-type", MEDIA_TYPE.encode()) not in message["headers"]
