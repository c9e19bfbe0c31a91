"""What a search for a value comes back with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.compatibility.verdict import Reason

if TYPE_CHECKING:
    from contracts.keywords import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`is_empty` is a proof of none; else `values` are candidates, and `reason` says what is open."""

    is_empty: bool = False
    values: tuple[Json, ...] = ()
    reason: Reason | None = None


EMPTY = Answer(is_empty=True)


def found(*values: Json) -> Answer:
    """These candidates."""
    return Answer(values=values)


def unknown(place: str, keyword: str, sentence: str, values: tuple[Json, ...] = ()) -> Answer:
    """No proof, and perhaps candidates."""
    return Answer(values=values, reason=Reason(pointer=place, keyword=keyword, sentence=sentence))
