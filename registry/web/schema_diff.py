"""Two schemas line by line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from registry.web.words import written_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Json

MAX_LINES = 4000  # of both texts together: comparing more takes longer than a page may
_AROUND = 3  # unchanged lines before and after what differs


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffLine:
    """A line with its kind: `added`, `removed`, `same`, or `gap` where unchanged lines are left out."""

    kind: str
    text: str

    @property
    def sign(self) -> str:
        """What stands before the line, so that colour says nothing alone."""
        return {"added": "+", "removed": "-"}.get(self.kind, " ")


def diff_lines(old: Json, new: Json) -> tuple[DiffLine, ...] | None:
    """What differs between two JSON values, with a few lines around it; None where they are too long to compare."""
    before, after = written_json(old).split("\n"), written_json(new).split("\n")
    if len(before) + len(after) > MAX_LINES:
        return None
    return tuple(_diff(before, after))


def _diff(before: list[str], after: list[str]) -> Iterator[DiffLine]:
    groups = SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_AROUND)
    for number, group in enumerate(groups):
        if number or group[0][1]:
            yield DiffLine(kind="gap", text=f"from line {group[0][3] + 1}")
        for tag, old_start, old_end, new_start, new_end in group:
            if tag == "equal":
                yield from (DiffLine(kind="same", text=line) for line in after[new_start:new_end])
                continue
            yield from (DiffLine(kind="removed", text=line) for line in before[old_start:old_end])
            yield from (DiffLine(kind="added", text=line) for line in after[new_start:new_end])
