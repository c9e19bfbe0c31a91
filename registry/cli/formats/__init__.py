"""How a report is written: for people (`text`), for programs (`json`), for GitHub's annotations (`github`)."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING

import orjson

from registry.cli.formats import github, text

if TYPE_CHECKING:
    from contracts.keywords import Json


class Format(StrEnum):
    """The formats of `--format`."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def write_report(report: Json, form: Format) -> None:
    """The report on standard output."""
    WRITERS[form](report)


def write_json(value: Json) -> None:
    """Indented JSON on standard output."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


WRITERS = {Format.TEXT: text.write, Format.GITHUB: github.write, Format.JSON: write_json}
