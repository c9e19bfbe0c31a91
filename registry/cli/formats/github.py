"""Workflow commands: GitHub shows each as an annotation on the line of the design document."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Json

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def write(report: Json) -> None:
    """One line per annotation, errors first."""
    lines = sorted(_annotations(report), key=lambda line: not line.startswith("::error"))
    sys.stdout.write("".join(line + "\n" for line in lines))


def _annotations(report: Json) -> Iterator[str]:
    for problem in report["problems"]:
        message = f"{problem['message']}\n{problem['fix']}".strip()
        yield _command(LEVELS[problem["severity"]], problem["path"], problem["line"], problem["code"], message)
    for result in report.get("results", []):
        if result["blocking"]:
            yield from _refusals(result)


def _refusals(result: Json) -> Iterator[str]:
    title = f"{result['name']}: {result['outcome']}"
    blocking = [check for check in result["checks"] if check["blocking"]]
    for check in blocking:
        change = next(iter(check["changes"]), None)
        line = change["line"] if change else result["line"]
        yield _command("error", result["owner"]["path"], line or 1, title, "\n".join(explanation(check)))
    if not blocking:
        yield _command("error", result["owner"]["path"], result["line"] or 1, title, result["note"])


def explanation(check: Json) -> Iterator[str]:
    """The sentences of one check: its changes with fixes, its witness or its reason."""
    for change in check["changes"]:
        yield f"{change['rule']}: {change['sentence']} Fix: {change['fix']}"
    if check["witness"]:
        witness = check["witness"]
        message = json.dumps(witness["exchange"] or witness["message"], ensure_ascii=False)
        yield f"Witness, accepted by {witness['accepted_by']}, rejected by {witness['rejected_by']}: {message}"
        yield f"Rejected because: {witness['error']['message']}"
    if check["reason"]:
        yield f"{check['outcome']}: {check['reason']['sentence']}"


def _command(level: str, path: str, line: int, title: str, message: str) -> str:
    place = f"file={_property(path)},line={max(line, 1)},"
    return f"::{level} {place}title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
