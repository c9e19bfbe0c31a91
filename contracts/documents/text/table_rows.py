"""The rows of a Markdown table, read from its lines: with the cells that a Markdown parser drops."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAD: Final = re.compile(r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+(?=\|))?")
_HEAD_LINES: Final = 2  # the header and the delimiter row
_CELL: Final = re.compile(r"((?:\\.|[^|\\])*)(\||$)", re.DOTALL)
_CODE_AWARE_CELL: Final = re.compile(r"((?:\\.|`[^`]*`|[^|\\])*)(\||$)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of one table row, trimmed; `line` counts from 1."""

    line: int
    cells: tuple[str, ...]


def read_rows(lines: Sequence[str], *, first_line: int) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The rows of a table (the header first, no delimiter row), and the lines behind it that are none of its rows."""
    bare = [_LEAD.sub("", line).rstrip() for line in lines]
    kept = len(bare)
    while kept > _HEAD_LINES and "|" not in bare[kept - 1]:
        kept -= 1
    header = _cells(bare[0], 0)
    rows = [Row(line=first_line, cells=header)]
    rows.extend(
        Row(line=first_line + index, cells=_cells(bare[index], len(header)))
        for index in range(_HEAD_LINES, kept)
        if "|" in bare[index]
    )
    return tuple(rows), tuple(bare[kept:])


def _cells(line: str, expected: int) -> tuple[str, ...]:
    cells = _split(line, _CELL)
    if expected and len(cells) > expected:
        aware = _split(line, _CODE_AWARE_CELL)
        return aware if len(aware) == expected else cells
    return cells


def _split(line: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
    inner = line.strip()
    inner = inner.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    cells: list[str] = []
    for match in pattern.finditer(inner):
        cells.append(match[1].strip().replace("\\|", "|"))
        if not match[2]:
            break
    return tuple(cells)
