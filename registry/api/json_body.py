"""JSON bodies, read with limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request

from registry.api.strict_route import StrictRoute
from registry.entrance.context import context_of
from registry.entrance.json_text import read_json

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.responses import Response

    from contracts.keywords import Json


class _JsonRequest(Request):
    async def json(self) -> Json:
        return read_json(await self.body(), max_depth=context_of(self).settings.max_json_depth)


class JsonRoute(StrictRoute):
    """A route whose JSON body is read by `read_json`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[None, None, Response]]:
        """Return the usual handler, given a request that reads its body here."""
        handle = super().get_route_handler()

        async def read_and_handle(request: Request) -> Response:
            return await handle(_JsonRequest(request.scope, request.receive))

        return read_and_handle
