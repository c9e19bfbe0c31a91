"""A place that two versions share, and the change that happened there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.compatibility.finite import content_key
from contracts.compatibility.rules.catalogue import RULE_OF_ID
from contracts.compatibility.verdict import Change
from contracts.keywords import pointer

if TYPE_CHECKING:
    from contracts.keywords import Json, Step

_SHOWN_CHARACTERS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The same instance location in both versions: pointers of the two schemas, and the field as people call it."""

    old: tuple[Step, ...] = ()
    new: tuple[Step, ...] = ()
    field: str = ""

    def below(self, *steps: Step, field: str | None = None) -> Place:
        """The place these steps further down in both schemas."""
        name = self.field if field is None else field
        return Place(old=(*self.old, *steps), new=(*self.new, *steps), field=name)

    def member(self, name: str) -> str:
        """What people call the field `name` of this place."""
        return f"{self.field}.{name}" if self.field else name

    @property
    def label(self) -> str:
        """How a sentence names the place."""
        return f"`{self.field}`" if self.field else "the message"


def change(rule: str, place: Place, *, sides: str = "both", old: str = "", new: str = "") -> Change:
    """A change of this rule; `sides` is `both`, `old` or `new`: where the place exists."""
    row = RULE_OF_ID[rule]
    words = {"field": place.label, "old": old, "new": new}
    return Change(
        rule=rule,
        old_pointer=None if sides == "new" else pointer(place.old),
        new_pointer=None if sides == "old" else pointer(place.new),
        sentence=_sentence(row.sentence.format(**words)),
        fix=row.fix.format(**words),
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def shown(value: Json) -> str:
    """A JSON value as a sentence shows it."""
    text = content_key(value)
    return f"`{text}`" if len(text) <= _SHOWN_CHARACTERS else f"`{text[: _SHOWN_CHARACTERS - 3]}...`"
