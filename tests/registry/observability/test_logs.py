"""Logs, as a process writes them."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from contracts.keywords import Json
from registry.observability.logs import configure_logs, in_trace, log_request


class Terminal(io.StringIO):
    """A text stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """Logs, as they were before the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Json]]:
    """The JSON lines of a log."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_an_object() -> None:
    """With the time, the logger, the level and the trace of whatever is logged, by a library as well."""
    stream = io.StringIO()
    configure_logs(log_format="json", level="info", stream=stream)
    with in_trace("a" * 32):
        logging.getLogger("a.library").warning("%d parts\nare lost", 2)
    (line,) = lines(stream)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "2 parts\nare lost", "level": "warning", "logger": "a.library", "trace_id": "a" * 32}


def test_an_error_stays_on_one_line() -> None:
    """A traceback is a field: nothing that reads line by line is confused by it."""
    stream = io.StringIO()
    configure_logs(log_format="json", level="info", stream=stream)
    try:
        int("no such thing")
    except ValueError:
        logging.getLogger("a.library").exception("failed")
    (line,) = lines(stream)
    assert "ValueError: invalid literal" in line["exception"]


def test_what_is_below_the_level_is_not_written() -> None:
    """Requests are told at INFO: a registry that logs warnings only is silent about them."""
    stream = io.StringIO()
    configure_logs(log_format="json", level="warning", stream=stream)
    log_request(method="GET", route="/readyz", status=200)
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("log_format", "stream", "is_json"),
    [
        ("auto", io.StringIO(), True),
        ("auto", Terminal(), False),
        ("json", Terminal(), True),
        ("text", io.StringIO(), False),
    ],
)
def test_people_get_text(log_format: str, stream: io.StringIO, is_json: bool) -> None:  # noqa: FBT001 - a parameter
    """On a terminal, unless the settings say otherwise."""
    configure_logs(log_format=log_format, level="info", stream=stream)
    log_request(method="GET", route="/readyz", status=200)
    assert stream.getvalue().startswith("{") is is_json
    assert "/readyz" in stream.getvalue()


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """`NO_COLOR` is heeded."""
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    configure_logs(log_format="auto", level="info", stream=stream)
    log_request(method="GET", route="/readyz", status=200)
    assert "\x1b" not in stream.getvalue()
