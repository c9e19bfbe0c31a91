"""How values are written for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.keywords import Json


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number and its noun.

    >>> counted(1, "contract"), counted(10_000, "contract"), counted(0, "party", "parties")
    ('1 contract', '10,000 contracts', '0 parties')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def moment(at: datetime) -> str:
    """A time as it is read: `2026-11-22 19:04 UTC`. All times of the registry are UTC."""
    return at.strftime("%Y-%m-%d %H:%M UTC")


def written_json(value: Json) -> str:
    """A JSON value on several lines."""
    return json.dumps(value, indent=2, ensure_ascii=False)


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
