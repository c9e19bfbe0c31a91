"""What a request shows of who sends it."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from registry.errors import CredentialsInvalid

_SCHEME = "bearer"


def bearer_of(authorization: str | None) -> str | None:
    """The credential of an `Authorization` header, None if there is no header.

    >>> bearer_of("Bearer bk_abc")
    'bk_abc'

    Raises:
        CredentialsInvalid: the header is of another scheme, or holds nothing.
    """
    if authorization is None:
        return None
    scheme, _, credential = authorization.partition(" ")
    if scheme.lower() != _SCHEME or not credential.strip():
        raise CredentialsInvalid("the Authorization header must be `Bearer`, a space, and a key or token")
    return credential.strip()


@lru_cache(4096)
def address_group(address: str | None) -> str:
    """What stands for a client that shows nothing: its address, of IPv6 the network that one household has.

    >>> address_group("2001:db8:1:2:3:4:5:6"), address_group("::ffff:10.0.0.1"), address_group(None)
    ('2001:db8:1:2::/64', '10.0.0.1', 'unknown')
    """
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return address or "unknown"
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped or ipaddress.ip_network((found, 64), strict=False))
