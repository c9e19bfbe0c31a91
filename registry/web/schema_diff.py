"""Two schemas line by line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from registry.web.words import written_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from contracts.keywords import Json

MAX_LINES = 4000  # of both texts together: more are not compared
_MAX_ITEMS = 200  # of both lists together: more are compared by place, for finding what moved takes their product
_AROUND = 3  # unchanged lines before and after what differs
_STEP = "  "


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
    """What differs between two JSON values, with a few lines around it; None where they are too long to compare.

    Members are held against those of the same name, so that it takes as long as reading both: the usual comparison of
    lines takes the product of their numbers, 15 s for two schemas of 400 fields.
    """
    if sum(written_json(value).count("\n") + 1 for value in (old, new)) > MAX_LINES:
        return None
    return tuple(_folded(list(_compared(_Member(value=old), _Member(value=new)))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    """A value where it stands: behind which label, with or without a comma, how deep."""

    value: Json
    label: str = ""
    comma: str = ""
    depth: int = 0

    @property
    def indent(self) -> str:
        return _STEP * self.depth

    def lines(self, kind: str) -> Iterator[DiffLine]:
        """All of its lines."""
        texts = f"{self.label}{written_json(self.value)}{self.comma}".split("\n")
        return (DiffLine(kind=kind, text=self.indent + text) for text in texts)

    def members(self) -> dict[str, _Member]:
        """What an object holds, by name."""
        last = len(self.value)
        return {
            name: _Member(
                value=value,
                label=f"{json.dumps(name, ensure_ascii=False)}: ",
                comma="," if number < last else "",
                depth=self.depth + 1,
            )
            for number, (name, value) in enumerate(self.value.items(), 1)
        }

    def items(self) -> list[_Member]:
        """What a list holds."""
        last = len(self.value)
        return [
            _Member(value=value, comma="," if number < last else "", depth=self.depth + 1)
            for number, value in enumerate(self.value, 1)
        ]


def _compared(old: _Member, new: _Member) -> Iterator[DiffLine]:
    for kind, pairs, brackets in ((dict, _paired_members, "{}"), (list, _paired_items, "[]")):
        if all(isinstance(side.value, kind) and side.value for side in (old, new)):
            yield DiffLine(kind="same", text=f"{new.indent}{new.label}{brackets[0]}")
            for before, after in pairs(old, new):
                yield from _both(before, after)
            yield DiffLine(kind="same", text=f"{new.indent}{brackets[1]}{new.comma}")
            return
    if json.dumps(old.value) == json.dumps(new.value):
        yield from new.lines("same")
    else:
        yield from old.lines("removed")
        yield from new.lines("added")


def _both(old: _Member | None, new: _Member | None) -> Iterator[DiffLine]:
    if old is not None and new is not None:
        yield from _compared(old, new)
    elif old is not None:
        yield from old.lines("removed")
    elif new is not None:
        yield from new.lines("added")


def _paired_members(old: _Member, new: _Member) -> Iterator[tuple[_Member | None, _Member | None]]:
    before: Mapping[str, _Member] = old.members()
    after: Mapping[str, _Member] = new.members()
    for name in sorted({*before, *after}):
        yield before.get(name), after.get(name)


def _paired_items(old: _Member, new: _Member) -> Iterator[tuple[_Member | None, _Member | None]]:
    before, after = old.items(), new.items()
    if len(before) + len(after) > _MAX_ITEMS:
        yield from _by_place(before, after)
        return
    old_texts, new_texts = _texts(before), _texts(after)
    for _, start, end, new_start, new_end in SequenceMatcher(None, old_texts, new_texts, autojunk=False).get_opcodes():
        yield from _by_place(before[start:end], after[new_start:new_end])


def _texts(items: Sequence[_Member]) -> list[str]:
    return [json.dumps(item.value) for item in items]


def _by_place(old: Sequence[_Member], new: Sequence[_Member]) -> Iterator[tuple[_Member | None, _Member | None]]:
    yield from zip(old, new, strict=False)
    yield from ((item, None) for item in old[len(new) :])
    yield from ((None, item) for item in new[len(old) :])


def _folded(lines: Sequence[DiffLine]) -> Iterator[DiffLine]:
    """The lines that differ with those around them; a gap says from which line of the newer text it goes on."""
    near = _near(place for place, line in enumerate(lines) if line.kind != "same")
    number, shown = 1, -1
    for place, line in enumerate(lines):
        if place in near:
            if place > shown + 1:
                yield DiffLine(kind="gap", text=f"from line {number}")
            yield line
            shown = place
        number += line.kind != "removed"


def _near(places: Iterable[int]) -> set[int]:
    return {near for place in places for near in range(place - _AROUND, place + _AROUND + 1)}
