"""What a format is written from."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson
from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from contracts.findings import Summary
    from contracts.keywords import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a command has to say: `body` is the JSON, `summary` what pipelines show, `show` prints it for people."""

    body: Json
    summary: Summary
    show: Callable[[Console, Report], None]

    def text(self, *, for_terminal: bool | None = False) -> str:
        """The report for people, in colour where they look at a terminal; None: where variables ask for it."""
        paper = io.StringIO()
        self.show(console(paper, for_terminal=for_terminal), self)
        return paper.getvalue()

    def json(self) -> str:
        """The report for programs."""
        return json_text(self.body)


def console(paper: IO[str] | None = None, *, for_terminal: bool | None = None) -> Console:
    """What people read from; lines are not broken, so that they can be searched."""
    return Console(file=paper, force_terminal=for_terminal, soft_wrap=True, highlight=False, markup=False, emoji=False)


def json_text(value: Json) -> str:
    """Indented JSON and a line end."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n"


def write_json(value: Json) -> None:
    """Indented JSON on standard output."""
    sys.stdout.write(json_text(value))
