"""Where things are in URLs: contracts by kind and name, pages by cursor."""

import base64
import binascii
import json
from typing import Annotated

from fastapi import Path
from pydantic import Field

from contracts.model import ContractKey, Kind
from registry.errors import BadCursor, ContractNotFound, UnknownKind

MAX_LIMIT = 1000


def contract_key(kind: str, name: str) -> ContractKey:
    """The contract at `/contracts/{kind}/{name}`: in the name, `/` is written `~1` and `~` is written `~0` (RFC 6901).

    Raises:
        UnknownKind: the kind is neither `event` nor `operation`.
        ContractNotFound: the name is one that no contract can have.
    """
    if kind not in set(Kind):
        raise UnknownKind(kind)
    key = ContractKey(kind=Kind(kind), name=name.replace("~1", "/").replace("~0", "~"))
    if not _is_storable(key.name):
        raise ContractNotFound(key)
    return key


def _is_storable(text: str) -> bool:
    """Whether every database can be asked for this text: PostgreSQL knows no zero byte, and nobody lone surrogates."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def cursor_after(*position: str) -> str:
    """The cursor of the page that begins after this position; opaque to those who use it."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def position_of(cursor: str | None) -> tuple[str, ...] | None:
    """The position that `cursor_after` was given.

    Raises:
        BadCursor: it was given none.
    """
    if cursor is None:
        return None
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise BadCursor from error
    if not isinstance(position, list) or not all(isinstance(item, str) and _is_storable(item) for item in position):
        raise BadCursor
    return tuple(position)


def pair_of(cursor: str | None) -> tuple[str, str] | None:
    """The position of two texts that `cursor_after` was given.

    Raises:
        BadCursor: it was given none, or another number of texts.
    """
    position = position_of(cursor)
    if position is None:
        return None
    if len(position) != 2:  # noqa: PLR2004 - a pair
        raise BadCursor
    return position[0], position[1]


KindPart = Annotated[str, Path(description="`event` or `operation`")]
NamePart = Annotated[str, Path(description="the name of the contract; `/` is written `~1`, `~` is written `~0`")]
Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT, description="how many items at most")]
Cursor = Annotated[str | None, Field(max_length=4096, description="`next_cursor` of the page before")]
