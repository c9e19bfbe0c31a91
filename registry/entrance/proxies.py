"""What a proxy says of those who ask it: nothing, unless it is one of those that the settings trust."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

_SUBJECT = "bindery.proxy_subject"


class TrustedProxies:
    """Takes the client's address from `X-Forwarded-For`, and its verified name from a header, if a trusted proxy sends.

    A proxy that checks client certificates must overwrite the header, so that no client can set it.
    """

    def __init__(self, app: ASGIApp, *, networks: Sequence[str], subject_header: str | None) -> None:
        self._networks = [ipaddress.ip_network(network) for network in networks]
        self._subject_header = subject_header
        self._app = ProxyHeadersMiddleware(app, trusted_hosts=list(networks))  # type: ignore[arg-type]  # the same types by other names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and self._subject_header and self._is_trusted(scope):
            values = [value.strip() for value in Headers(scope=scope).getlist(self._subject_header)]
            if len(values) == 1 and values[0]:  # a second one was not set by the proxy
                scope[_SUBJECT] = values[0]
        await self._app(scope, receive, send)  # type: ignore[arg-type]  # the same types by other names

    def _is_trusted(self, scope: Scope) -> bool:
        try:
            address = ipaddress.ip_address((scope.get("client") or ("",))[0])
        except ValueError:
            return False
        return any(address in network for network in self._networks)


def proxy_subject(scope: Scope) -> str | None:
    """Whom a trusted proxy vouches for, None if none does."""
    subject: str | None = scope.get(_SUBJECT)
    return subject
