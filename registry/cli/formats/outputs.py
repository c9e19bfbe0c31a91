"""`--format FORMAT[=FILE]`, as often as one likes: where each format of a report goes."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.exits import Exit, stop
from registry.cli.formats import github, junit, markdown, sarif
from registry.cli.formats.report import Report
from registry.cli.written import append_text, unwritable, write_together

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
STEP_SUMMARY_BYTES = 1024 * 1024  # what GitHub takes from one step


class Format(StrEnum):
    """The formats of `--format`."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    JUNIT = "junit"
    SARIF = "sarif"
    MARKDOWN = "markdown"


WRITERS: dict[Format, Callable[[Report], str]] = {
    Format.JSON: Report.json,
    Format.GITHUB: lambda report: github.workflow_commands(report.summary),
    Format.JUNIT: lambda report: junit.document(report.summary),
    Format.SARIF: lambda report: sarif.document(report.summary),
    Format.MARKDOWN: lambda report: markdown.page(report.summary),
}
MIXABLE = frozenset({Format.TEXT, Format.GITHUB})  # on one stream, whoever reads one of them passes over the other
Forms = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        metavar="FORMAT[=FILE]",
        help=f"{', '.join(Format)}; may be repeated. Default: text, on the terminal.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A format, and the file that it goes to; None is standard output."""

    form: Format
    file: Path | None = None


def outputs_of(forms: Sequence[str] | None) -> list[Output]:
    """What `--format` asks for. Ends the command with exit 2 if it cannot be had: before any work is done."""
    outputs = [_output(said) for said in forms or [Format.TEXT]]
    printed = [output.form for output in outputs if output.file is None]
    if len(printed) > 1 and not (set(printed) <= MIXABLE and len(set(printed)) == len(printed)):
        stop(Exit.USAGE, f"{' and '.join(printed)} cannot share standard output: write --format {printed[-1]}=FILE")
    files = Counter(output.file.resolve() for output in outputs if output.file)
    for file, times in files.items():
        if times > 1:
            stop(Exit.USAGE, f"{file} is named by two --format options: give each a file of its own")
        if (why := unwritable(file)) is not None:
            stop(Exit.USAGE, f"{file} cannot be written: {why}")
    return outputs


def write_report(report: Report, outputs: Sequence[Output]) -> None:
    """The report in all its formats: first the files, then standard output, then the summary of a GitHub step.

    Everything is put into words before anything is written; if a file fails, no file has changed.
    """
    written = [(output.file, _text(output, report)) for output in outputs]
    write_together({file: text.encode("utf-8", "backslashreplace") for file, text in written if file})
    for file, text in written:
        if file is None:
            sys.stdout.write(text)
    sys.stdout.flush()  # what a command says afterwards on standard error stands below it in a log, too
    page = os.environ.get(STEP_SUMMARY)
    if page and any(output.form is Format.GITHUB for output in outputs):
        append_text(Path(page), markdown.page(report.summary, max_bytes=STEP_SUMMARY_BYTES))


def _text(output: Output, report: Report) -> str:
    if output.form is Format.TEXT:
        return report.text(for_terminal=False if output.file else sys.stdout.isatty() or None)
    return WRITERS[output.form](report)


def _output(said: str) -> Output:
    name, equals, file = said.partition("=")
    if name not in set(Format):
        stop(Exit.USAGE, f"--format {name!r} is none of {', '.join(Format)}")
    if equals and not file:
        stop(Exit.USAGE, f"--format {said!r} names no file: write {name}=FILE, or {name} alone for standard output")
    return Output(form=Format(name), file=Path(file) if file else None)
