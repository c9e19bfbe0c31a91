"""The catalogue of problems as the page `docs/problems.md`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contracts.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.documents import ProblemRule

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_HEAD = """\
# Problems

What `bindery lint` finds in design documents, each with its file, line and column. Codes never change their meaning.
How documents are written is told in [writing design documents](writing-design-documents.md).

This page is written by `bindery problems --format markdown > docs/problems.md`.

Words in capitals stand for what the problem is about. Where the last column holds an annotation or a key, it can be
pasted as it stands, with the right name for SERVICE.
"""
_TITLES = {
    Severity.ERROR: ("Errors", "Nothing is registered while a document has one."),
    Severity.WARNING: ("Warnings", "Registered, and flagged. With `--strict` they count as errors."),
    Severity.INFO: ("Remarks", "Only said."),
}


def problems_page(rows: Iterable[ProblemRule]) -> str:
    """The page: one table per severity, a row per code."""
    listed = list(rows)
    return _HEAD + "".join(_section(severity, listed) for severity in _TITLES)


def _section(severity: Severity, rows: list[ProblemRule]) -> str:
    title, sentence = _TITLES[severity]
    table = "".join(_row(row) for row in rows if row.severity is severity)
    return f"\n## {title}\n{sentence}\n\n| code | what it says | what to do |\n|---|---|---|\n{table}"


def _row(row: ProblemRule) -> str:
    cells = (f"`{row.code}`", _plain(row.message), _pasted(row.fix))
    return f"| {' | '.join(cells)} |\n"


def _plain(template: str) -> str:
    """The template with its placeholders in capitals; a bar would end the cell of the table."""
    said = template.replace("{{", "{").replace("}}", "}") if "{{" in template else _named(template)
    return said.replace("|", r"\|")


def _named(template: str) -> str:
    return _PLACEHOLDER.sub(lambda found: found[1].upper(), template)


def _pasted(fix: str) -> str:
    """The fix, its comments as code: a page of Markdown would hide them."""
    return re.sub(r"<!--.*?-->", lambda found: f"`{found[0]}`", _plain(fix))
