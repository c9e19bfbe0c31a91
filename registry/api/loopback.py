"""Without authentication, nobody but this machine's own programs may ask: no other host, and no web page."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from registry.api.problems import problem

if TYPE_CHECKING:
    from starlette.responses import JSONResponse
    from starlette.types import Scope

_HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(:\d{1,5})?")


def refusal_of_foreigner(scope: Scope) -> JSONResponse | None:
    """The answer to a request that comes from another machine, names another host, or that a web page makes.

    A page can point a name of its own at 127.0.0.1 (DNS rebinding), which `Host` shows, or post across origins, which
    `Origin` shows. None for a request of this machine's own programs.
    """
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    origin = headers.get("origin")
    if not _is_loopback((scope.get("client") or ("",))[0]):
        detail = "without authentication this registry answers to programs of its own machine only"
        return problem("client-not-allowed", 403, "Another machine asks", detail=detail)
    if not is_loopback_host(host):
        detail = "without authentication this registry answers to 127.0.0.1 and localhost only"
        return problem("host-not-allowed", 403, "Another host is named", detail=detail)
    if origin is not None and origin != f"{scope['scheme']}://{host}":
        detail = "without authentication this registry takes no requests from pages of other origins"
        return problem("origin-not-allowed", 403, "Another origin asks", detail=detail)
    return None


def is_loopback_host(host: str) -> bool:
    """Whether a `Host` header names this machine.

    >>> is_loopback_host("localhost:8000"), is_loopback_host("[::1]"), is_loopback_host("127.0.0.1.evil.example")
    (True, True, False)
    """
    found = _HOST.fullmatch(host)
    if found is None:
        return False
    name = found["name"].strip("[]").lower()
    return name == "localhost" or _is_loopback(name)


@lru_cache(1024)
def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
