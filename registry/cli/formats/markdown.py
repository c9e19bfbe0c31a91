"""Markdown (GitHub's, with tables): the summary of a pipeline's step, or a comment on a pull request."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from contracts.findings import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.findings import Case, Finding, Summary

MARKS = {Standing.PASSED: "✓", Standing.FAILED: "✗", Standing.NOT_KNOWN: "?", Standing.IGNORED: "-"}
CUT = "\n\nThe rest does not fit on this page.\n"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$&#]|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)])")
_CODE = re.compile(r"(`[^`\n]+`)")
_RUN = re.compile("`{3,}")


def page(summary: Summary, *, max_bytes: int | None = None) -> str:
    """A heading, a table of what was looked at (the unchanged is only counted), and the findings."""
    blocks = [f"### {MARKS[summary.standing]} {inline(summary.title)}", inline(summary.conclusion)]
    blocks += _table([case for case in summary.cases if not case.is_quiet])
    blocks += [_finding(finding) for finding in summary.findings]
    return _fitting(blocks, max_bytes)


def inline(text: str, *, in_table: bool = False) -> str:
    """The text as Markdown that shows just that; words in backticks become code, a line end a space."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(_code(part, in_table=in_table) if _CODE.fullmatch(part) else _escaped(part) for part in parts)


def _code(span: str, *, in_table: bool) -> str:
    """A bar ends the cell of a table, even in code."""
    return span.replace("|", "\\|") if in_table else span


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _table(cases: list[Case]) -> list[str]:
    if not cases:
        return []
    rows = ("| | | | outcome | |", "|---|---|---|---|---|", *map(_row, cases))
    return ["\n".join(rows)]


def _row(case: Case) -> str:
    cells = (case.name, case.kind, case.outcome, case.note)
    said = (inline(cell, in_table=True) for cell in cells)
    return f"| {MARKS[case.standing]} | {' | '.join(said)} |"


def _finding(finding: Finding) -> str:
    """An item of a list, what explains it indented below."""
    place = f" at {inline(finding.place)}" if finding.place else ""
    head = f"- **{finding.severity}** {inline(finding.title)}{place}: {inline(finding.sentence)}"
    return "\n".join((head, *(f"  {line}".rstrip() for line in _details(finding))))


def _details(finding: Finding) -> Iterator[str]:
    for said in (finding.question, *finding.further, f"Fix: {finding.fix}" if finding.fix else ""):
        if said:
            yield from ("", inline(said))
    if finding.ignored:
        yield from ("", inline(str(finding.ignored)))
    if finding.witness:
        witness = finding.witness
        yield from ("", inline(f"Accepted by {witness['accepted_by']}, rejected by {witness['rejected_by']}:"))
        yield from ("", *_fenced(json.dumps(witness["exchange"] or witness["message"], ensure_ascii=False, indent=2)))


def _fenced(text: str) -> Iterable[str]:
    fence = max(("```", *(f"{run}`" for run in _RUN.findall(text))), key=len)
    return (f"{fence}json", *text.splitlines(), fence)


def _fitting(blocks: list[str], max_bytes: int | None) -> str:
    """The blocks that fit, whole ones only: half a table or fence would swallow what follows."""
    text = "\n\n".join(blocks) + "\n"
    if max_bytes is None or len(text.encode()) <= max_bytes:
        return text
    kept, left = "", max_bytes - len(CUT.encode())
    for block in blocks:
        cost = len(block.encode()) + 2
        if cost <= left:
            kept, left = f"{kept}{block}\n\n", left - cost
    return kept.rstrip() + CUT
