"""A registry over HTTP that answers badly, or not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from contracts.keywords import Json
from registry.sources import RegistryUnreachable, RemoteRefusal, RemoteRegistry

EMPTY_PLAN: dict[str, Json] = {"refusal": None, "summary": {}, "results": [], "problems": []}


@contextmanager
def answering(body: Json, *, status: int = 200, media_type: str = "application/json") -> Iterator[RemoteRegistry]:
    """A server on loopback that answers everything alike."""
    text = body if isinstance(body, str) else json.dumps(body)

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(status)
            self.send_header("content-type", media_type)
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = answer  # noqa: N815 - the names that the server calls

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield RemoteRegistry(url=f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>",
        "[" * 200_000,
        "null",
        {},
        {"results": []},
        {**EMPTY_PLAN, "results": [{}]},
        {**EMPTY_PLAN, "results": 1},
    ],
)
def test_an_answer_that_is_no_plan_is_no_answer(body: Json) -> None:
    """Whatever else comes back, it is never taken for a plan."""
    with answering(body) as registry, pytest.raises(RegistryUnreachable):
        registry.plan({})


@pytest.mark.parametrize(
    "body", [{}, {"items": None, "next_cursor": None}, {"items": [{"nopath": 1}], "next_cursor": None}]
)
def test_an_answer_that_is_no_list_is_no_answer(body: Json) -> None:
    """The same for the documents that a registry knows."""
    with answering(body) as registry, pytest.raises(RegistryUnreachable):
        registry.paths("shop")


def test_a_list_that_repeats_its_cursor_ends() -> None:
    """A cursor that leads back to itself is an error, not a loop."""
    with answering({"items": [], "next_cursor": "again"}) as registry, pytest.raises(RegistryUnreachable):
        registry.paths("shop")


@pytest.mark.parametrize(
    ("status", "media_type", "is_untouched"),
    [(504, "text/plain", False), (500, "application/problem+json", False), (413, "application/problem+json", True)],
)
def test_only_a_problem_says_that_nothing_happened(status: int, media_type: str, *, is_untouched: bool) -> None:
    """A gateway that gives up does not know whether the registry went on."""
    body = {"detail": "too large"}
    with answering(body, status=status, media_type=media_type) as registry, pytest.raises(RegistryUnreachable) as error:
        registry.plan({})
    assert error.value.is_untouched is is_untouched


def test_a_refused_connection_did_nothing() -> None:
    """Where nobody listens, nothing was registered."""
    with pytest.raises(RegistryUnreachable, match="bindery serve") as error:
        RemoteRegistry(url="http://127.0.0.1:9").plan({})
    assert error.value.is_untouched


@pytest.mark.parametrize("status", [401, 403])
def test_a_caller_that_is_refused_is_told(status: int) -> None:
    """The detail of the refusal is passed on."""
    with (
        answering({"detail": "the key is expired"}, status=status) as registry,
        pytest.raises(RemoteRefusal, match="expired"),
    ):
        registry.plan({})


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1", "http://"])
def test_an_address_that_is_none_is_said(url: str) -> None:
    """A URL that cannot be asked is no answer."""
    with pytest.raises(RegistryUnreachable):
        RemoteRegistry(url=url).plan({})


def test_a_token_is_not_shown() -> None:
    """What is printed of a registry, in a traceback for example, lacks the token."""
    assert "secret" not in repr(RemoteRegistry(url="http://127.0.0.1", token="secret"))  # noqa: S106 - none
