# ruff: noqa: RUF001 - fullwidth marks of the languages that documents are written in are meant
"""Several names in one cell of which some are shortened: `OrderPlaced / Paid · StockReserved`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from contracts.documents.text.inline import plain_text
from contracts.documents.text.remembered import remembered
from contracts.documents.vocabulary.names import EventName, event_names, name_style

_GROUP: Final = re.compile(r"\s*(?:[,;、，·•]|<br\s*/?>|\n)\s*")
_MEMBER: Final = re.compile(r"\s+/\s+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_FIRST_HUMP: Final = re.compile(r"[A-Z]*[a-z0-9]+[._:-]?")
_MAX_MEMBERS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CellNames:
    """The names of a cell that are written in full, and the words that shorten others."""

    full: tuple[EventName, ...] = ()
    shortened: tuple[str, ...] = ()


@remembered
def cell_names(cell: str) -> CellNames:
    """What an event cell names; nothing if it holds words that are neither a name nor a shortened one."""
    if names := event_names(cell):
        return CellNames(full=names) if "/" not in cell else _without_shortened(names, cell)
    return _split(cell)


def _without_shortened(names: tuple[EventName, ...], cell: str) -> CellNames:
    found = _split(cell)
    return found if found.shortened and found.full else CellNames(full=names)


def _split(cell: str) -> CellNames:
    groups = [_MEMBER.split(part) for part in _GROUP.split(plain_text(cell))]
    if sum(len(group) for group in groups) > _MAX_MEMBERS:
        return CellNames()
    full: list[EventName] = []
    shortened: list[str] = []
    for group in groups:
        first = group[0].strip()
        if name_style(first) is None:
            return CellNames()
        are_names = all(name_style(member) for member in group)
        short = [] if are_names else [member for member in group[1:] if not _begins_alike(member, first)]
        if not all(_WORD.fullmatch(member) for member in short):
            return CellNames()
        shortened += short
        full += [EventName(name=member) for member in group if member not in short]
    return CellNames(full=tuple(full), shortened=tuple(shortened))


def _begins_alike(member: str, first: str) -> bool:
    """Whether a member is a name that begins with the word of the first one."""
    hump, own = _FIRST_HUMP.match(first), _FIRST_HUMP.match(member)
    return name_style(member) is not None and hump is not None and own is not None and hump[0] == own[0]
