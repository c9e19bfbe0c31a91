"""Logs: one JSON object per line for machines, coloured text for people."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING, TextIO

import orjson
import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from structlog.typing import EventDict, Processor

    from contracts.keywords import Json

_REQUESTS = "registry.requests"
_QUIET = ("alembic", "aiosqlite", "asyncio", "httpx2")  # they tell at INFO what only their developers want to know


def configure_logs(*, log_format: str, level: str, stream: TextIO | None = None) -> None:
    """Send everything that is logged in this process, by libraries as well, to standard error (or `stream`).

    `log_format` is `json`, `text`, or `auto`: text on a terminal.
    """
    stream = stream or sys.stderr
    is_text = log_format == "text" or (log_format == "auto" and stream.isatty())
    rendered = _text(stream) if is_text else _json()
    handler = logging.StreamHandler(stream)
    of_libraries: list[Processor] = [structlog.stdlib.add_logger_name, structlog.stdlib.ExtraAdder()]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_described(), *of_libraries],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    structlog.configure(
        processors=[*_described(), *rendered],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(stream),
    )
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))


def log_request(**facts: Json) -> None:
    """Write the line of one request, if this process logs; `facts` are its fields.

    It goes past the standard library, which takes longer for a line than the byte cache for an answer.
    """
    if structlog.is_configured():
        structlog.get_logger().info("request", logger=_REQUESTS, **facts)


def in_trace(trace_id: str) -> AbstractContextManager[None]:
    """Let every line that is logged inside name the trace."""
    return bound_contextvars(trace_id=trace_id)


def _described() -> list[Processor]:
    return [
        merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _json() -> list[Processor]:
    return [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(serializer=_serialised),
    ]


def _text(stream: TextIO) -> list[Processor]:
    has_colours = stream.isatty() and not os.environ.get("NO_COLOR")
    return [
        structlog.dev.ConsoleRenderer(colors=has_colours, exception_formatter=structlog.dev.plain_traceback),
    ]


def _serialised(line: EventDict, **_options: Json) -> str:
    return orjson.dumps(line, default=str).decode()
