"""Who sends an event to whom, as the line that introduces it says: `order.created — orders → billing, shipping`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contracts.documents.text.inline import plain_text
from contracts.documents.text.remembered import remembered
from contracts.documents.vocabulary.names import ARROW_BEHIND, is_past
from contracts.documents.vocabulary.parties import arrow_parties, is_service_title, normal_service, read_parties

if TYPE_CHECKING:
    from collections.abc import Container

_NAME: Final = re.compile(r"[A-Z][a-z]\w*(?: [A-Z]\w*){0,2}|[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_STATE: Final = re.compile(
    r"(?:new|initial|draft|pending|open|active|inactive|idle|online|offline|waiting|processing|progress|transit|running|"
    r"done|final|live|valid|invalid|free|busy|old|true|false|none|null|any)$",
    re.IGNORECASE,
)
_MAX_LINE: Final = 400  # characters


@remembered
def arrow_behind_name(text: str) -> tuple[str, str] | None:
    """What stands on both sides of the arrow behind a name and a dash or colon; it may be two states."""
    line = text.split("\n", 1)[0]
    match = ARROW_BEHIND.search(plain_text(line)) if len(line) <= _MAX_LINE else None
    return arrow_parties(f"({match['sides']})") if match else None


def heading_parties(text: str, known: Container[str]) -> tuple[str, str] | None:
    """Producer and consumers that a line names behind its event, in brackets or after a dash or colon.

    What stands there is no change of state, `order.updated — Draft → Placed`: one side is called like a service or
    `known` to be one, or all are written as names and none as a state.
    """
    found = arrow_parties(text)
    behind = None if found else arrow_behind_name(text)
    return behind if behind and _are_services(behind, known) else found


def _are_services(sides: tuple[str, str], known: Container[str]) -> bool:
    said = [read_parties(side) for side in sides]
    titles = [title for side in said for title in side.titles]
    if any(normal_service(title) in known or is_service_title(title) for title in titles):
        return True
    is_whole = all(side.titles and not side.rejected for side in said)
    return is_whole and all(_NAME.fullmatch(title) and not _is_state(title) for title in titles)


def _is_state(title: str) -> bool:
    return is_past(title.replace(" ", ".")) or bool(_STATE.search(title))
