"""A smaller witness that still is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.finite import content_key
from contracts.compatibility.limits import MAX_MESSAGE
from contracts.validation.effort import OutOfBudget, size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from contracts.keywords import Json
    from contracts.validation.effort import Budget

_ATTEMPTS = 160
_MAX_NESTING = 30


def shrink(message: Json, is_witness: Callable[[Json], bool], budget: Budget) -> Json:
    """The message with everything gone that is not needed; the same message always shrinks to the same one.

    What was reached when the steps ran out is good enough.
    """
    smallest = message
    try:
        for smaller in _ever_smaller(message, is_witness, budget):
            smallest = smaller
    except OutOfBudget:
        pass
    return smallest


def _ever_smaller(message: Json, is_witness: Callable[[Json], bool], budget: Budget) -> Iterator[Json]:
    attempts = _ATTEMPTS
    improved = True
    while improved:
        improved = False
        for smaller in _smaller(message, 0):
            attempts -= 1
            if attempts < 0:
                return
            budget.spend(2 + 2 * size_of(smaller, MAX_MESSAGE))
            if _size(smaller) < _size(message) and is_witness(smaller):
                message, improved = smaller, True
                yield message
                break


def _size(message: Json) -> tuple[int, str]:
    text = content_key(message)
    return len(text), text


def _smaller(message: Json, nesting: int) -> Iterator[Json]:
    """Simpler messages, the boldest first."""
    if nesting > _MAX_NESTING:
        return
    if isinstance(message, dict):
        yield from ({key: item for key, item in message.items() if key != name} for name in message)
        for name, item in message.items():
            yield from ({**message, name: smaller} for smaller in _smaller(item, nesting + 1))
    elif isinstance(message, list):
        yield from (message[:index] + message[index + 1 :] for index in range(len(message)))
        for index, item in enumerate(message):
            yield from ([*message[:index], smaller, *message[index + 1 :]] for smaller in _smaller(item, nesting + 1))
    elif isinstance(message, str) and message:
        yield from ("", message[: len(message) // 2], message[1:], message[:-1])
    elif isinstance(message, int | float) and not isinstance(message, bool):
        yield from (0, 1, round(message))
