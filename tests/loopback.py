"""A real HTTP server on loopback that answers as a test tells it to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(kw_only=True)
class Answer:
    """What the server answers: pieces of the body are sent with a pause before each, until `stopped`."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pieces: tuple[bytes, ...] = ()
    pause_seconds: float = 0.0
    claimed_length: int | None = None


@dataclass(kw_only=True)
class Loopback:
    """The server: change `answer` at any time; `asked` holds path and headers of each request."""

    url: str
    answer: Answer
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(answer: Answer) -> Iterator[Loopback]:
    """A running server; it is stopped in the end, and so are answers that are still being sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            _send(self, here.answer, here.stopped)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Loopback(url=f"http://127.0.0.1:{server.server_port}", answer=answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield here
    finally:
        here.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _send(handler: BaseHTTPRequestHandler, answer: Answer, stopped: threading.Event) -> None:
    length = sum(map(len, answer.pieces)) if answer.claimed_length is None else answer.claimed_length
    try:
        if answer.pause_seconds and not answer.pieces:
            stopped.wait(answer.pause_seconds)
        handler.send_response(answer.status)
        for name, value in ({"Content-Length": str(length)} | answer.headers).items():
            handler.send_header(name, value)
        handler.end_headers()
        for piece in answer.pieces:
            if answer.pause_seconds:
                stopped.wait(answer.pause_seconds)
            handler.wfile.write(piece)
    except OSError:
        handler.close_connection = True  # the client hung up, which is what some tests are about
