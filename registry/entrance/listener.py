"""The port that requests come to: taken before anything else starts, so that nobody else gets it meanwhile."""

from __future__ import annotations

import socket

from registry.errors import CannotServe


def open_listener(host: str, port: int) -> socket.socket:
    """A port of this machine, taken; 0 is any free one.

    Raises:
        CannotServe: the address is no address of this machine, or is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once only on sockets that say TCP, which those of `create_server` do not
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise CannotServe(f"cannot listen on {host} port {port}: {error.strerror}") from error
    return listener
