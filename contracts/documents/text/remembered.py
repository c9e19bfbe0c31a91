"""Answers about texts, kept while one document is read: its recognisers ask the same question many times."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

# More headings, items and cells than this are asked for anew in every pass: a cache that is walked in a circle and is
# too small by one gives no answer at all. A document of the largest size has fewer lines.
_MAX_ANSWERS: Final = 131_072
_FORGET: Final[list[Callable[[], None]]] = []


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """The function (a pure one) with its answers kept until `forget_texts`."""
    kept = lru_cache(maxsize=_MAX_ANSWERS)(function)
    _FORGET.append(kept.cache_clear)
    return kept  # type: ignore[return-value]  # lru_cache does not keep the parameters of what it wraps


def forget_texts() -> None:
    """Let go of the texts of a document, so that a process holds no more of them than it is reading."""
    for forget in _FORGET:
        forget()
