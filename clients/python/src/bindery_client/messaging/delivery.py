"""Messages on their way, in no broker's words: the values that adapters translate from and to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from bindery_client import EventContract
    from bindery_client.json_values import Json

Headers: TypeAlias = Mapping[str, Any]  # AMQP field values, of the types that the client library in use takes and gives


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stamp:
    """What a published message says about its contract; one object per kind of message, so adapters cache by it."""

    content_type: str
    type: str
    headers: Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message that arrived."""

    body: bytes
    type: str | None = None
    headers: Headers = field(default_factory=dict)
    is_redelivered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A message that its reader may handle; `contract` is none for an unknown message that is passed on."""

    contract: EventContract | None
    message: Json
