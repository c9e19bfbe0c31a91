"""What to build: a word for the place, how much of what is optional, and which one of several values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.keywords import Schema


class Style(StrEnum):
    """How much of what is optional a message carries."""

    MINIMAL = "minimal"
    FULL = "full"


class Absence(StrEnum):
    """The answer where no value exists; told apart from every JSON value by identity."""

    ABSENT = "absent"


ABSENT = Absence.ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to build: the style, a word that names the place, which one of several values, and what is being built.

    `trail` holds the schemas on the way here, so that a recursive schema ends.
    """

    style: Style
    hint: str = ""
    turn: int = 0
    trail: tuple[tuple[int, Style], ...] = ()

    def turned(self, turn: int) -> Wish:
        """The same wish for another one of several values."""
        return replace(self, turn=turn)

    def named(self, hint: str) -> Wish:
        """The same wish under another name."""
        return replace(self, hint=hint)

    def in_style(self, style: Style) -> Wish:
        """The same wish in another style."""
        return replace(self, style=style)

    def below(self, schema: Schema, hint: str, *, turn: int | None = None) -> Wish:
        """The wish for a value inside a value of `schema`."""
        trail = (*self.trail, (id(schema), self.style))
        return Wish(style=self.style, hint=hint, turn=self.turn if turn is None else turn, trail=trail)
