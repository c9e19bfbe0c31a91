"""Tables of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WRITTEN = "This page is written by `make reference`."


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table with this head; a bar in a cell is escaped, as it would end the cell."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def code(text: str) -> str:
    """The text as code, or nothing if there is none."""
    return f"`{text}`" if text else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")
