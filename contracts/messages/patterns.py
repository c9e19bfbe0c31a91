"""Strings that match a regular expression, of the lengths that are asked for.

What the reader of expressions does not know (look-around, back-references) gives no sample. Every sample is judged by
the validator before it is used, so a wrong one costs time, never truth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.messages.expressions import (
    REPEAT_LIMIT,
    Choice,
    Node,
    OneOf,
    Repeat,
    Sequence,
    UnreadablePattern,
    read_pattern,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MIXED = 48  # characters that show letters of both cases and digits, for patterns that look ahead
MIXED_TURNS = (24, 34)
STRIDE = 25  # after so many turns the characters of a repetition stand further apart
CHARACTERS_LIMIT = 200_000  # of all samples together
MORE_TURNS = 1000  # for lists whose items must differ


def pattern_samples(pattern: str, shortest: int = 0, longest: int | None = None) -> Iterator[str]:
    """Strings that likely match the pattern, first the plainest, then one per branch, then of the asked lengths."""
    written = 0
    for sample in _samples(pattern, shortest, longest):
        yield sample
        written += len(sample)
        if written > CHARACTERS_LIMIT:
            return


def _samples(pattern: str, shortest: int, longest: int | None) -> Iterator[str]:
    try:
        node = read_pattern(pattern)
    except UnreadablePattern:
        return
    if _least(node) > REPEAT_LIMIT:
        return
    plain = _plain_length(node, shortest, longest)
    for goal in dict.fromkeys((shortest, plain, longest or shortest + MIXED, 0)):
        for turn in (*range(_turns(node)), *MIXED_TURNS):
            sample = _grown(node, goal, turn)
            yield sample
            if len(sample) < shortest:
                yield from _padded(pattern, sample, shortest - len(sample))
    yield from (_grown(node, plain, turn) for turn in range(MORE_TURNS))


def _plain_length(node: Node, shortest: int, longest: int | None) -> int:
    """A length at which optional parts are there, where the bounds allow it."""
    return max(shortest, min(_least(node) + 4, longest if longest is not None else REPEAT_LIMIT))


def _padded(pattern: str, sample: str, missing: int) -> Iterator[str]:
    """A pattern is a search: where it has no anchor, anything may stand around a match."""
    if not pattern.endswith("$"):
        yield sample + "a" * min(missing, REPEAT_LIMIT)
    if not pattern.startswith("^"):
        yield "a" * min(missing, REPEAT_LIMIT) + sample


def _least(node: Node) -> int:
    match node:
        case OneOf():
            return 1
        case Sequence(parts):
            return sum(_least(part) for part in parts)
        case Choice(branches):
            return min(_least(branch) for branch in branches)
        case Repeat(part, least, _):
            return _least(part) * least


def _most(node: Node) -> int:
    match node:
        case OneOf():
            return 1
        case Sequence(parts):
            return min(sum(_most(part) for part in parts), REPEAT_LIMIT)
        case Choice(branches):
            return max(_most(branch) for branch in branches)
        case Repeat(part, _, most):
            return min(_most(part) * most, REPEAT_LIMIT)


def _turns(node: Node) -> int:
    """How many samples show each branch and some characters of each class."""
    match node:
        case OneOf(characters):
            return min(len(characters), 3)
        case Sequence(parts):
            return min(max((_turns(part) for part in parts), default=1), 40)
        case Choice(branches):
            return min(sum(_turns(branch) for branch in branches), 40)
        case Repeat(part, _, _):
            return _turns(part)


def _grown(node: Node, goal: int, turn: int) -> str:
    """A match about `goal` characters long; `turn` picks branches and characters."""
    match node:
        case OneOf(characters):
            return characters[turn % len(characters)]
        case Sequence(parts):
            return _grown_sequence(parts, goal, turn)
        case Choice(branches):
            fitting = [branch for branch in branches if _most(branch) >= goal] or branches
            return _grown(fitting[turn % len(fitting)], goal, turn // len(fitting))
        case Repeat():
            return _grown_repeat(node, goal, turn)


def _grown_sequence(parts: tuple[Node, ...], goal: int, turn: int) -> str:
    spare = max(0, goal - sum(_least(part) for part in parts))
    text: list[str] = []
    for part in parts:
        grown = _grown(part, _least(part) + min(spare, _most(part) - _least(part)), turn)
        spare -= max(0, len(grown) - _least(part))
        text.append(grown)
    return "".join(text)


def _grown_repeat(node: Repeat, goal: int, turn: int) -> str:
    size = max(1, _least(node.part))
    times = min(max(node.least, -(-goal // max(size, _most(node.part)))), node.most)
    if size * times > max(goal, _least(node)) and times > node.least:
        times = max(node.least, goal // size)
    text: list[str] = []
    left = goal
    for index in range(times):
        text.append(_grown(node.part, max(size, left // (times - index)), turn + index * (1 + turn // STRIDE)))
        left = max(0, left - len(text[-1]))
    return "".join(text)
