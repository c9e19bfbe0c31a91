"""A can-i-deploy matrix for people at a terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.text import Text

from contracts.findings import against, told

if TYPE_CHECKING:
    from rich.console import Console

    from contracts.keywords import Json
    from registry.cli.formats.report import Report

MARKS = {"yes": "✓", "no": "✗", "undecided": "?", "no schema": "-"}


def show_matrix(console: Console, report: Report) -> None:
    """A line per row, with what speaks against it, and the answer."""
    for row in report.body["rows"]:
        for line in _row(row):
            console.print(Text(line))
    body = report.body
    verdict = f"{body['service']} {body['version']} to {body['environment']}: {body['answer']}"
    console.print(Text(f"{verdict} ({body['reason']})"))


def _row(row: Json) -> list[str]:
    ignored = "; ignored" if row["ignored"] else ""
    lines = [f"{_mark(row)} {row['name']}  {against(row)}: {row['reason']}{told(row)}{ignored}"]
    for check in row["checks"]:
        if check["outcome"] != "compatible":
            lines += _check(check)
    return lines


def _mark(row: Json) -> str:
    """What the row does to the answer: where tests or schemas are required, one that is fine may count as no."""
    counts_as_no = row["blocking"] and row["answer"] != "undecided"
    return MARKS["no" if counts_as_no else row["answer"]]


def _check(check: Json) -> list[str]:
    lines = [f"    {change['rule']} {change['sentence']}" for change in check["changes"]]
    witness = check["witness"]
    if witness:
        message = json.dumps(witness["message"], ensure_ascii=False)
        lines.append(f"    {witness['accepted_by']} may send, and {witness['rejected_by']} rejects: {message}")
    if check["reason"]:
        lines.append(f"    {check['reason']['keyword']}: {check['reason']['sentence']}")
    return lines
