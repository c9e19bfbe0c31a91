"""Topics and routing keys that a table lists: which of its rows are events, and which are channels for several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contracts.documents.vocabulary.names import EventName, event_names, is_channel, is_past, name_style

if TYPE_CHECKING:
    from collections.abc import Sequence

_CARRIER: Final = re.compile(r"[._-](?:events?|messages?|topics?|stream)(?:[._-]v\d+)?$", re.IGNORECASE)
_SIDE: Final = re.compile(r"[._-](?:dlq|dlt|retry)(?:[._-]v?\d+)?$", re.IGNORECASE)


def topic_events(cells: Sequence[str]) -> tuple[tuple[EventName, ...], ...]:
    """The events of each cell of a topic column; none in any of them where no cell is called like an event.

    `order.dlq` and `order-feed` are channels beside `order.paid`; beside `order.events`, which carries several, only
    what is called like something that happened is an event.
    """
    named = [event_names(cell) for cell in cells]
    every = [name.name for names in named for name in names]
    if all(_carries_several(name) for name in every):
        return tuple(() for _ in cells)
    is_mixed = any(is_channel(name) and not _SIDE.search(name) and not _is_one_event(name) for name in every)
    return tuple(tuple(name for name in names if _is_event(name.name, is_mixed=is_mixed)) for names in named)


def _carries_several(name: str) -> bool:
    """Whether a topic is written as a channel for several events: `orders.events`, `order-topic`."""
    return name_style(name) in {"kebab", "slash"} or is_channel(name)


def _is_event(name: str, *, is_mixed: bool) -> bool:
    return _is_one_event(name) or not (is_mixed or _carries_several(name))


def _is_one_event(name: str) -> bool:
    """Whether a topic is called like the one event that it carries: `order.created`, `order_created_events`."""
    return is_past(_CARRIER.sub("", name))
