"""Workflow commands: GitHub shows each as an annotation on the line of the design document.

It takes ten of a kind from one step, and says nothing about those that it drops: hence the worst first, and a count.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from contracts.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.findings import Finding, Summary

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
MOST_OF_A_KIND = 10


def workflow_commands(summary: Summary) -> str:
    """One line per annotation, errors first; what is ignored is left to the summary of the step."""
    return "".join(f"{line}\n" for line in _lines(summary))


def _lines(summary: Summary) -> Iterator[str]:
    shown = [finding for finding in summary.findings if finding.ignored is None]
    left_out = 0
    for _, group in groupby(shown, key=lambda finding: finding.severity):
        kind = list(group)
        yield from map(_command, kind[:MOST_OF_A_KIND])
        left_out += len(kind[MOST_OF_A_KIND:])
    if left_out:
        yield f"{left_out} more: GitHub shows {MOST_OF_A_KIND} of a kind; the summary of this step holds them all"


def _command(finding: Finding) -> str:
    place = {
        "file": finding.path,
        "line": str(max(finding.line, 1)) if finding.path else "",
        "col": str(finding.column) if finding.line and finding.column > 1 else "",
        "title": finding.title,
    }
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items() if value)
    message = "\n".join((finding.sentence, *finding.explanation()))
    return f"::{LEVELS[finding.severity]} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
