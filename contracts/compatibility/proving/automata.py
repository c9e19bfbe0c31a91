"""A text that matches some patterns and not others, found on the product of their automata; or the proof of none."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from contracts.compatibility.proving.expressions import (
    LAST,
    Border,
    Characters,
    Choice,
    Node,
    NotRegular,
    Ranges,
    Repeat,
    Sequence,
    complement,
    parsed_pattern,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.validation.effort import Budget

# Engines disagree on whether `.` matches these line ends; a proof must hold either way.
OTHER_LINE_ENDS: Ranges = ((0x0D, 0x0D), (0x2028, 0x2029))
_MAX_STATES = 6_000
_MAX_VISITS = 40_000  # joint states times characters
_MAX_WORK = 250_000  # states of single automata that were stepped through
_SURROGATES = range(0xD800, 0xE000)
_LIKED = "a0A b-_.1zZ:/@"
# None is the state of a pattern that has been found: whatever follows, it stays found.
State: TypeAlias = "frozenset[int] | None"


@dataclass(slots=True)
class Automaton:
    """A nondeterministic automaton. Edges without characters may demand the start or the end of the text."""

    steps: list[list[tuple[Ranges, int]]] = field(default_factory=list)
    jumps: list[list[tuple[str, int]]] = field(default_factory=list)
    start: int = 0
    accept: int = 0

    def add_state(self) -> int:
        """A new state."""
        if len(self.steps) >= _MAX_STATES:
            raise NotRegular("too many states")
        self.steps.append([])
        self.jumps.append([])
        return len(self.steps) - 1

    def closure(self, states: Iterator[int] | frozenset[int], *, at_start: bool, at_end: bool) -> frozenset[int]:
        """The states that these reach without a character."""
        seen, waiting = set(states), list(states)
        waiting = list(seen)
        allowed = {"", *(["start"] if at_start else []), *(["end"] if at_end else [])}
        while waiting:
            for demand, target in self.jumps[waiting.pop()]:
                if demand in allowed and target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return frozenset(seen)


@lru_cache(maxsize=64)  # an automaton may take two megabytes
def automaton_of(pattern: str, *, wide_dot: bool, is_wide: bool = False) -> Automaton:
    """The automaton of a pattern; `wide_dot` lets `.` match all line ends but the newline.

    With `is_wide`, what is not regular is taken for anything: it may match more texts than the pattern.

    Raises:
        NotRegular: the pattern is no regular language, is not understood, or is too large.
    """
    machine = Automaton()
    machine.start, machine.accept = machine.add_state(), machine.add_state()
    _build(machine, parsed_pattern(pattern, is_wide=is_wide), machine.start, machine.accept, wide_dot=wide_dot)
    return machine


def _build(machine: Automaton, node: Node, start: int, end: int, *, wide_dot: bool) -> None:
    match node:
        case Characters():
            ranges = node.ranges
            if node.is_dot and not wide_dot:
                ranges = complement(((0x0A, 0x0A), *OTHER_LINE_ENDS))
            machine.steps[start].append((ranges, end))
        case Border():
            machine.jumps[start].append(("start" if node.is_start else "end", end))
        case Sequence():
            for item in node.items:
                following = machine.add_state()
                _build(machine, item, start, following, wide_dot=wide_dot)
                start = following
            machine.jumps[start].append(("", end))
        case Choice():
            for item in node.items:
                _build(machine, item, start, end, wide_dot=wide_dot)
        case Repeat():
            _build_repeat(machine, node, start, end, wide_dot=wide_dot)


def _build_repeat(machine: Automaton, node: Repeat, start: int, end: int, *, wide_dot: bool) -> None:
    for _ in range(node.least):
        following = machine.add_state()
        _build(machine, node.item, start, following, wide_dot=wide_dot)
        start = following
    if node.most is None:
        loop = machine.add_state()
        machine.jumps[start].append(("", loop))
        back = machine.add_state()
        _build(machine, node.item, loop, back, wide_dot=wide_dot)
        machine.jumps[back].append(("", loop))
        machine.jumps[loop].append(("", end))
        return
    for _ in range(node.most - node.least):
        machine.jumps[start].append(("", end))
        following = machine.add_state()
        _build(machine, node.item, start, following, wide_dot=wide_dot)
        start = following
    machine.jumps[start].append(("", end))


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Texts that were asked for. `is_complete` with no texts is a proof that there are none."""

    found: tuple[str, ...]
    is_complete: bool


def find_texts(
    wanted: tuple[str, ...], unwanted: tuple[str, ...], *, budget: Budget, least: int = 0, most: int | None = None
) -> Texts:
    """Texts of `least` to `most` characters in which all wanted patterns occur and no unwanted one does.

    Of a wanted pattern that is no regular language, a wider one stands for it: the texts may not match, but that there
    are none is true.

    Raises:
        NotRegular: an unwanted pattern is no regular language, or a pattern is too large or means nothing.
        OutOfBudget: no steps are left.
    """
    narrow = _product(wanted, unwanted, budget, wide_dot=False).texts(least, most)
    if not any("." in pattern for pattern in (*wanted, *unwanted)):
        return narrow
    wide = _product(wanted, unwanted, budget, wide_dot=True).texts(least, most)
    return Texts(found=(*narrow.found, *wide.found), is_complete=narrow.is_complete and wide.is_complete)


def _product(wanted: tuple[str, ...], unwanted: tuple[str, ...], budget: Budget, *, wide_dot: bool) -> _Product:
    asked = [*((pattern, True) for pattern in wanted), *((pattern, False) for pattern in unwanted)]
    machines = [_machine(pattern, budget, wide_dot=wide_dot, is_wide=is_wanted) for pattern, is_wanted in asked]
    return _Product(machines, [is_wanted for _, is_wanted in asked], budget)


def _machine(pattern: str, budget: Budget, *, wide_dot: bool, is_wide: bool) -> Automaton:
    """The automaton, which takes the same steps whether it is known already or not."""
    budget.spend(10 + 4 * len(pattern))
    try:
        machine = automaton_of(pattern, wide_dot=wide_dot, is_wide=is_wide)
    except NotRegular:
        budget.spend(_MAX_STATES)
        raise
    budget.spend(4 * len(machine.steps))
    return machine


class _Product:
    """A breadth-first walk over the joint states of several automata: shortest texts first."""

    def __init__(self, machines: list[Automaton], expected: list[bool], budget: Budget) -> None:
        self._machines, self._expected, self._budget = machines, expected, budget
        self._alphabet = _alphabet(machines, budget)
        self._work = 0
        self._moves: dict[tuple[int, frozenset[int], int], State] = {}

    def texts(self, least: int, most: int | None) -> Texts:
        start = tuple(self._settled(index, frozenset(), at_start=True) for index in range(len(self._machines)))
        layer: dict[tuple[State, ...], str] = {start: ""} if self._is_alive(start) else {}
        seen: set[tuple[State, ...]] = set()
        found: list[str] = []
        length, visits = 0, 0
        while layer and len(found) < _ENOUGH and (most is None or length <= most):
            if length >= least:
                layer = {state: text for state, text in layer.items() if state not in seen}
                # The empty text ends at its start, where `^` holds: the same state later is not the same.
                seen.update(layer if length else ())
                found += [text for state, text in layer.items() if self._is_final(state, at_start=length == 0)]
            visits += len(layer) * len(self._alphabet)
            if visits > _MAX_VISITS or self._work > _MAX_WORK:
                return Texts(found=tuple(found[:_ENOUGH]), is_complete=False)
            layer = self._next_layer(layer)
            length += 1
        return Texts(found=tuple(found[:_ENOUGH]), is_complete=True)

    def _next_layer(self, layer: dict[tuple[State, ...], str]) -> dict[tuple[State, ...], str]:
        following: dict[tuple[State, ...], str] = {}
        for state, text in layer.items():
            if self._work > _MAX_WORK:
                break  # the caller gives up
            self._budget.spend(len(self._alphabet) * len(self._machines))
            for symbol in self._alphabet:
                target = tuple(self._moved(index, part, symbol) for index, part in enumerate(state))
                if target not in following and self._is_alive(target):
                    following[target] = text + chr(symbol)
        return following

    def _is_alive(self, state: tuple[State, ...]) -> bool:
        """Whether no unwanted pattern has been found for good."""
        return all(expected or part is not None for part, expected in zip(state, self._expected, strict=True))

    def _is_final(self, state: tuple[State, ...], *, at_start: bool) -> bool:
        return all(
            self._accepts(index, part, at_start=at_start) is self._expected[index] for index, part in enumerate(state)
        )

    def _accepts(self, index: int, state: State, *, at_start: bool) -> bool:
        if state is None:
            return True
        machine = self._machines[index]
        return machine.accept in machine.closure(state, at_start=at_start, at_end=True)

    def _settled(self, index: int, states: frozenset[int], *, at_start: bool) -> State:
        """The closed state after a character: a search may begin anywhere, so the start is always in it."""
        machine = self._machines[index]
        closed = machine.closure(states | {machine.start}, at_start=at_start, at_end=False)
        return None if machine.accept in closed else closed

    def _moved(self, index: int, state: State, symbol: int) -> State:
        if state is None:
            return None
        key = (index, state, symbol)
        if key not in self._moves:
            steps = self._machines[index].steps
            self._work += len(state)
            self._budget.spend(4 + 2 * len(state))
            reached = {
                target
                for item in state
                for ranges, target in steps[item]
                if any(low <= symbol <= high for low, high in ranges)
            }
            self._moves[key] = self._settled(index, frozenset(reached), at_start=False)
        return self._moves[key]


_ENOUGH = 4


def _alphabet(machines: list[Automaton], budget: Budget) -> list[int]:
    """One code point for each class of characters that no edge tells apart."""
    sets = list(dict.fromkeys(ranges for machine in machines for edges in machine.steps for ranges, _ in edges))
    cuts = sorted(
        {0, LAST + 1, 0xD800, 0xE000} | {end for ranges in sets for low, high in ranges for end in (low, high + 1)}
    )
    liked = [ord(character) for character in _LIKED]
    budget.spend(len(sets) * (len(cuts) + len(liked)) // 4)
    chosen: dict[tuple[bool, ...], int] = {}
    for point in (*liked, *(cut for cut in cuts if cut <= LAST and cut not in _SURROGATES)):
        signature = tuple(any(low <= point <= high for low, high in ranges) for ranges in sets)
        chosen.setdefault(signature, point)
    return list(chosen.values())
