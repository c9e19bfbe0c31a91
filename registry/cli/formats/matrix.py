"""A can-i-deploy matrix for people, for scripts, and for the pages of a pipeline."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import typer

from registry.cli.exits import Exit, stop
from registry.cli.written import write_bytes

if TYPE_CHECKING:
    from contracts.keywords import Json

MARKS = {"yes": "✓", "no": "✗", "undecided": "?", "no schema": "-"}


class Shape(StrEnum):
    """The formats."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    JUNIT = "junit"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixFormat:
    """A format, and the file that it goes to; None is standard output."""

    shape: Shape
    file: Path | None

    @classmethod
    def of(cls, text: str) -> MatrixFormat:
        """What `text`, or `text=FILE`, names. Ends the command with exit 2 if it names nothing."""
        name, _, file = text.partition("=")
        if name not in set(Shape):
            stop(Exit.USAGE, f"--format {name!r} is none of {', '.join(Shape)}")
        return cls(shape=Shape(name), file=Path(file) if file else None)


def write_matrix(report: Json, form: MatrixFormat) -> None:
    """The report in a format, on standard output or in a file."""
    text = _WRITERS[form.shape](report)
    if form.file is None:
        typer.echo(text)
    else:
        write_bytes(form.file, f"{text}\n".encode())


def _text(report: Json) -> str:
    lines = [line for row in report["rows"] for line in _row(row)]
    verdict = f"{report['service']} {report['version']} to {report['environment']}: {report['answer']}"
    return "\n".join([*lines, f"{verdict} ({report['reason']})"])


def _row(row: Json) -> list[str]:
    lines = [f"{_mark(row)} {row['name']}  {row['role']}{_against(row)}: {row['reason']}{_told(row)}"]
    for check in row["checks"]:
        if check["outcome"] != "compatible":
            lines += _check(check)
    return lines


def _mark(row: Json) -> str:
    """What the row does to the answer: where tests or schemas are required, one that is fine may count as no."""
    counts_as_no = row["blocking"] and row["answer"] != "undecided"
    return MARKS["no" if counts_as_no else row["answer"]]


def _told(row: Json) -> str:
    """What else is known of a row, whatever it answers."""
    named = "" if row["named"] else f"; no registered document makes it a {row['role']}"
    missing = "; no tests reported" if row["blocking"] and row["answer"] == "yes" else ""
    tests = {True: "; tests passed", False: "; tests failed", None: missing}[row["verified"]]
    return f"{named}{tests}{'; ignored' if row['ignored'] else ''}"


def _against(row: Json) -> str:
    met = row["counterpart"]
    if met is None:
        return ""
    label = f" ({met['instance']})" if met["instance"] else ""
    return f" against {met['service']} {met['version']}{label}, {_number(row)} with {_number(met)}"


def _number(side: Json) -> str:
    return f"version {side['contract_version']}" if side["contract_version"] else "no version"


def _check(check: Json) -> list[str]:
    lines = [f"    {change['rule']} {change['sentence']}" for change in check["changes"]]
    witness = check["witness"]
    if witness:
        message = json.dumps(witness["message"], ensure_ascii=False)
        lines.append(f"    {witness['accepted_by']} may send, and {witness['rejected_by']} rejects: {message}")
    if check["reason"]:
        lines.append(f"    {check['reason']['keyword']}: {check['reason']['sentence']}")
    return lines


def _json(report: Json) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2)


def _markdown(report: Json) -> str:
    place = f"{report['service']} {report['version']} to {report['environment']}"
    head = [
        f"### {MARKS[report['answer']]} {place}: {report['answer']}",
        "",
        report["reason"],
        "",
        "| | contract | role | counterpart | reason |",
        "|---|---|---|---|---|",
    ]
    rows = [_line(row) for row in report["rows"]]
    witnesses = [
        f"```json\n{json.dumps(check['witness']['message'], ensure_ascii=False, indent=2)}\n```"
        for row in report["rows"]
        for check in row["checks"]
        if check["witness"]
    ]
    return "\n".join([*head, *rows, *(["", "Messages that would be rejected:", *witnesses] if witnesses else [])])


def _line(row: Json) -> str:
    cells = (_mark(row), row["name"], row["role"], _met(row), row["reason"] + _told(row))
    return f"| {' | '.join(map(_cell, cells))} |"


def _met(row: Json) -> str:
    met = row["counterpart"]
    return f"{met['service']} {met['version']}" if met else "nobody"


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def _junit(report: Json) -> str:
    blocking = [row for row in report["rows"] if row["blocking"]]
    suite = ET.Element(
        "testsuite",
        name=f"can-i-deploy {report['service']} {report['version']} to {report['environment']}",
        tests=str(len(report["rows"])),
        failures=str(len(blocking)),
        errors="0",
        skipped="0",
        time="0",
    )
    for row in report["rows"]:
        case = ET.SubElement(suite, "testcase", classname=row["name"], name=f"{row['role']}{_against(row)}", time="0")
        if row["blocking"]:
            failure = ET.SubElement(case, "failure", message=row["reason"], type=row["answer"])
            failure.text = "\n".join(_row(row))
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode")


_WRITERS = {Shape.TEXT: _text, Shape.JSON: _json, Shape.MARKDOWN: _markdown, Shape.JUNIT: _junit}
