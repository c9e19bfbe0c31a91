"""Names as they stand in paths of the service."""

from __future__ import annotations

from urllib.parse import quote


def segment(name: str) -> str:
    """A name of a contract or service as one step of a path: `%2F` is a slash to some proxies and a letter to others.

    >>> segment("inventory:POST:/items")
    'inventory:POST:~1items'
    """
    return quote(name.replace("~", "~0").replace("/", "~1"), safe=":~")
