"""Without authentication, nobody but this machine's own programs may ask: no other host, and no web page."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from registry.api.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(:\d{1,5})?")


class LoopbackOnly:
    """Refuses requests that name another host, and requests that a web page of another origin makes.

    A page can point a name of its own at 127.0.0.1 (DNS rebinding), which `Host` shows, or post across origins, which
    `Origin` shows.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        origin = headers.get("origin")
        if not is_loopback_host(host):
            detail = "without authentication this registry answers to 127.0.0.1 and localhost only"
            refusal = problem("host-not-allowed", 403, "Another host is named", detail=detail)
            await refusal(scope, receive, send)
        elif origin is not None and origin != f"{scope['scheme']}://{host}":
            detail = "without authentication this registry takes no requests from pages of other origins"
            refusal = problem("origin-not-allowed", 403, "Another origin asks", detail=detail)
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def is_loopback_host(host: str) -> bool:
    """Whether a `Host` header names this machine.

    >>> is_loopback_host("localhost:8000"), is_loopback_host("[::1]"), is_loopback_host("127.0.0.1.evil.example")
    (True, True, False)
    """
    found = _HOST.fullmatch(host)
    if found is None:
        return False
    name = found["name"].strip("[]").lower()
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
