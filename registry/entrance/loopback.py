"""Without authentication, nobody but this machine's own programs may ask: no other host, and no web page."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from registry.entrance.problems import Refused

if TYPE_CHECKING:
    from starlette.types import Scope

_HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(:\d{1,5})?")


def refuse_foreigner(scope: Scope) -> None:
    """Return if a request is of this machine's own programs.

    A page can point a name of its own at 127.0.0.1 (DNS rebinding), which `Host` shows, or post across origins, which
    `Origin` shows.

    Raises:
        Refused: it comes from another machine, names another host, or a web page makes it.
    """
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    origin = headers.get("origin")
    if not _is_loopback((scope.get("client") or ("",))[0]):
        detail = "without authentication this registry answers to programs of its own machine only"
        raise Refused("client-not-allowed", "Another machine asks", detail, status=403)
    if not is_loopback_host(host):
        detail = "without authentication this registry answers to 127.0.0.1 and localhost only"
        raise Refused("host-not-allowed", "Another host is named", detail, status=403)
    if origin is not None and origin != f"{scope['scheme']}://{host}":
        detail = "without authentication this registry takes no requests from pages of other origins"
        raise Refused("origin-not-allowed", "Another origin asks", detail, status=403)


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
