"""What is written down of every request: its figures, and one line in the log; never a secret, a query or a body."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from fastapi.routing import iter_route_contexts
from starlette.datastructures import Headers

from registry.entrance.gate import ACTOR
from registry.observability.logs import in_trace, log_request
from registry.observability.tracing import trace_id_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from registry.observability.metrics import Metrics


class Observed:
    """Stands outside of everything else, so that no answer goes by unseen."""

    def __init__(self, app: ASGIApp, metrics: Metrics, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._templates = {found.endpoint: found.path_format for found in iter_route_contexts(routes)}
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status: int | None = None
        begun = perf_counter()

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with in_trace(trace_id_of(Headers(scope=scope).get("traceparent"))):
            try:
                await self._app(scope, receive, send_on)
            finally:
                self._tell(scope, status, perf_counter() - begun)

    def _tell(self, scope: Scope, status: int | None, seconds: float) -> None:
        route = self._templates.get(scope.get("endpoint"))
        actor = scope.get(ACTOR)
        self._metrics.observe_request(route=route, method=scope["method"], status=status, seconds=seconds)
        log_request(
            method=scope["method"],
            route=route,
            status=status,
            seconds=round(seconds, 6),
            actor=actor.name if actor is not None else None,
        )
