"""Finding what somebody may have meant by a name that is not there."""

from __future__ import annotations

import re
from asyncio import to_thread
from difflib import get_close_matches
from typing import TYPE_CHECKING

from contracts.model import ContractKey, Kind
from registry.storage.views import ContractFilter, Page

if TYPE_CHECKING:
    from registry.storage import Database

_LOOKED_AT = 300
_NEAR = 6
_LIKENESS = 0.5
_MAX_CHARACTERS = 300  # comparing costs the square of it


async def find_near_contracts(database: Database, missing: ContractKey) -> list[ContractKey]:
    """At most six contracts whose names are like a name that is not there, the likest first."""
    if len(missing.name) > _MAX_CHARACTERS:
        return []
    found: dict[str, ContractKey] = {}
    async with database.reading() as store:
        for word in _words(missing.name):
            views = await store.contracts.page(ContractFilter(text=word), Page(limit=_LOOKED_AT))
            found |= {str(view.key): view.key for view in views}
    names = [key.name for key in found.values()]
    near = await to_thread(get_close_matches, missing.name, names, _NEAR, _LIKENESS)
    return [found[str(key)] for name in near for key in _both_kinds(name) if str(key) in found][:_NEAR]


def _words(name: str) -> list[str]:
    """The two longest words of a name, which one that is near is likely to have, too."""
    words = {word for word in re.split(r"\W+", name) if len(word) > 2}  # noqa: PLR2004 - shorter ones stand in any name
    return sorted(words, key=lambda word: (-len(word), word))[:2]


def _both_kinds(name: str) -> list[ContractKey]:
    return [ContractKey(kind=kind, name=name) for kind in Kind]
