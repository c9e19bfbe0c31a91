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

_REQUESTS = logging.getLogger("registry.requests")
_QUIET = ("alembic", "aiosqlite", "asyncio", "httpx2")  # they tell at INFO what only their developers want to know


def configure_logs(*, log_format: str, level: str, stream: TextIO | None = None) -> None:
    """Send everything that is logged in this process, by libraries as well, to standard error (or `stream`).

    `log_format` is `json`, `text`, or `auto`: text on a terminal.
    """
    stream = stream or sys.stderr
    is_text = log_format == "text" or (log_format == "auto" and stream.isatty())
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_described(), processors=_text(stream) if is_text else _json()
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))


def log_request(**facts: Json) -> None:
    """Write the line of one request; `facts` are its fields."""
    if _REQUESTS.isEnabledFor(logging.INFO):
        _REQUESTS.info("request", extra=facts)


def in_trace(trace_id: str) -> AbstractContextManager[None]:
    """Let every line that is logged inside name the trace."""
    return bound_contextvars(trace_id=trace_id)


def _described() -> list[Processor]:
    return [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _json() -> list[Processor]:
    return [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(serializer=_serialised),
    ]


def _text(stream: TextIO) -> list[Processor]:
    has_colours = stream.isatty() and not os.environ.get("NO_COLOR")
    return [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.dev.ConsoleRenderer(colors=has_colours, exception_formatter=structlog.dev.plain_traceback),
    ]


def _serialised(line: EventDict, **_options: Json) -> str:
    return orjson.dumps(line, default=str).decode()
