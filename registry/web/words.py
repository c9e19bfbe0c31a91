"""How values are written for people."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from contracts.compatibility.verdict import Outcome
from contracts.model.words import Direction

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.keywords import Json
    from contracts.model import Mode
    from registry.storage.views import VersionView

_SEPARATORS = re.compile(r"(?<=[./:_-])(?![./:_-])")
_WORST_FIRST = (Outcome.INCOMPATIBLE, Outcome.COULD_NOT_CHECK, Outcome.UNDECIDED, Outcome.COMPATIBLE)


def sentence(text: str) -> str:
    """A remark as a sentence of its own.

    >>> sentence("no contract event a is registered here")
    'No contract event a is registered here.'
    """
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def moment(at: datetime) -> str:
    """A time as it is read: `2026-11-22 19:04 UTC`. All times of the registry are UTC."""
    return at.strftime("%Y-%m-%d %H:%M UTC")


def written_json(value: Json) -> str:
    """A JSON value on several lines."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def breakable(name: str) -> Markup:
    """A name that a browser may break after its separators, before it breaks it anywhere.

    >>> breakable("order.<b>")
    Markup('order.<wbr>&lt;b&gt;')
    """
    return Markup("<wbr>").join(piece for piece in _SEPARATORS.split(name) if piece)


def prose(sentence: str) -> Markup:
    """A sentence of the core, whose names in backticks become code.

    >>> str(prose("`a<b` is new"))
    '<code>a&lt;b</code> is new'
    """
    texts = sentence.split("`")
    if len(texts) % 2 == 0:  # a backtick of its own: a name may hold one
        return escape(sentence)
    return Markup("").join(Markup("<code>{}</code>").format(text) if at % 2 else text for at, text in enumerate(texts))


def plain_media_type(part: str) -> str:
    """The name of a part without what nearly all parts say.

    >>> plain_media_type("response 201 application/json"), plain_media_type("request")
    ('response 201', 'request')
    """
    return part.removesuffix(" application/json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found in one direction; `is_asked`: the mode of the contract wants to know."""

    direction: Direction
    outcome: Outcome
    is_asked: bool


def verdicts(version: VersionView, mode: Mode) -> list[Answer]:
    """The worst answer that a version was given in each direction, when it was registered."""
    found: dict[Direction, list[Outcome]] = {}
    for check in version.verdicts:
        found.setdefault(Direction(check["direction"]), []).append(Outcome(check["outcome"]))
    return [
        Answer(
            direction=direction,
            outcome=min(outcomes, key=_WORST_FIRST.index),
            is_asked=mode.blocks(direction),
        )
        for direction, outcomes in sorted(found.items())
    ]
