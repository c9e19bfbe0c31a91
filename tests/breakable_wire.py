"""A way to RabbitMQ that can be cut and mended: an outage without stopping a broker that others use."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tests.rabbitmq import PORT

if TYPE_CHECKING:
    from collections.abc import Iterator


class BreakableWire:
    """A proxy on a port of its own; while it is cut, connections are refused and those that were open are gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener: socket.socket | None = None
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]

    @property
    def url(self) -> str:
        """The broker as it is seen through this wire."""
        return f"amqp://guest:guest@127.0.0.1:{self.port}/"

    def mend(self) -> None:
        """Let connections through."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._start(self._accept, self._listener)

    def cut(self) -> None:
        """Refuse new connections, and drop those that are open."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            dropped, self._open = self._open, set()
        for end in dropped:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=10)
        self._threads.clear()

    def _start(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments)  # type: ignore[arg-type]  # a method of this class
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):  # the wire is cut
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", PORT))
                with self._lock:
                    self._open |= {near, far}
                self._start(self._copy, near, far)
                self._start(self._copy, far, near)

    @staticmethod
    def _copy(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError), source:  # each direction closes what it reads from
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)


@contextmanager
def breakable_wire() -> Iterator[BreakableWire]:
    """A wire that lets connections through until it is cut."""
    wire = BreakableWire()
    wire.mend()
    try:
        yield wire
    finally:
        wire.cut()
