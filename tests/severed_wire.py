"""A way to RabbitMQ that breaks in the middle of a message."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.rabbitmq import PORT

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def severed_at(marker: bytes) -> Iterator[int]:
    """The port of a proxy that closes the connection when these bytes come by, and does not pass them on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_serve_one, args=(server, marker))
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            thread.join(timeout=10)


def _serve_one(server: socket.socket, marker: bytes) -> None:
    client, _ = server.accept()
    broker = socket.create_connection(("127.0.0.1", PORT))
    answers = threading.Thread(target=_copy, args=(broker, client, None))
    answers.start()
    _copy(client, broker, marker)
    for end in (client, broker):
        end.shutdown(socket.SHUT_RDWR)
    answers.join(timeout=10)
    client.close()
    broker.close()


def _copy(source: socket.socket, target: socket.socket, marker: bytes | None) -> None:
    try:
        while data := source.recv(65536):
            if marker is not None and marker in data:
                return
            target.sendall(data)
    except OSError:  # the other direction has ended
        return
