"""The search for a value that satisfies some schemas and fails others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.limits import MAX_MESSAGE
from contracts.compatibility.proving import arrays, objects, scalars
from contracts.compatibility.proving.answers import EMPTY, Answer, found, unknown
from contracts.compatibility.proving.splitting import Atom, Choice, Splitter, State
from contracts.compatibility.proving.tags import is_apart, tags_of
from contracts.keywords import pointer
from contracts.validation.effort import size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from contracts.compatibility.proving.terms import Literal, Terms
    from contracts.keywords import Json, Schema, Step
    from contracts.validation.effort import Budget

_MAX_LEVEL = 40
_MAX_CHOICES = 60
_ENOUGH = 3
_LOOKAHEAD = 24


class Search:
    """One question.

    `holds` tells exactly whether a value satisfies the schema of a literal (None: it cannot be told), `covers` whether
    the algebra proves that its second schema accepts all that the first does.
    """

    def __init__(
        self,
        terms: Terms,
        budget: Budget,
        *,
        holds: Callable[[Literal, Json], bool | None],
        covers: Callable[[Schema, Schema], bool],
    ) -> None:
        self.terms, self.budget, self._holds, self._covers = terms, budget, holds, covers
        self._known: dict[frozenset[Literal], Answer] = {}
        self._open: dict[frozenset[Literal], int] = {}
        self._lowest = _MAX_LEVEL  # the outermost open goal that the current proof leans on
        self._leaves: dict[tuple[str, frozenset[Atom]], Answer] = {}

    def find(self, literals: Iterable[Literal], path: tuple[Step, ...] = ()) -> Answer:
        """A value that satisfies all literals, or the proof that there is none.

        A goal that is met again inside itself, after a step into the value, needs no second look: the smallest value
        that meets it would hold a smaller one.
        """
        goal = frozenset(item for item in literals if not item.is_idle)
        self.budget.spend(2 + len(goal))
        known = self._known.get(goal)
        if known is not None:
            return known
        if goal in self._open:
            self._lowest = min(self._lowest, self._open[goal])
            return EMPTY
        level = len(self._open)
        if level >= _MAX_LEVEL:
            return unknown(pointer(path), "$ref", "the schemas are nested too deeply")
        return self._found_at(goal, level, path)

    def _found_at(self, goal: frozenset[Literal], level: int, path: tuple[Step, ...]) -> Answer:
        outer, self._lowest = self._lowest, _MAX_LEVEL
        self._open[goal] = level
        try:
            answer = self._of_goal(goal, path)
        finally:
            del self._open[goal]
        leans_outwards = self._lowest < level
        self._lowest = min(outer, self._lowest) if leans_outwards else outer
        if not (answer.is_empty and leans_outwards):
            self._known[goal] = answer
        return answer

    def _of_goal(self, goal: frozenset[Literal], path: tuple[Step, ...]) -> Answer:
        values: list[Json] = []
        first: Answer = EMPTY
        for kind in self.terms.kinds:
            answer = self._of_kind(kind, goal, path)
            if answer.is_empty:
                continue
            first = answer if first.is_empty or (answer.reason is None) else first
            values += answer.values
            if len(values) >= _ENOUGH:
                break
        return first if first.is_empty else Answer(values=tuple(values[: _ENOUGH * 2]), reason=first.reason)

    def _of_kind(self, kind: str, goal: frozenset[Literal], path: tuple[Step, ...]) -> Answer:
        self.budget.spend(20)
        branching, state = _Branching(self, goal, kind, path), State()
        ordered = sorted(goal, key=lambda item: (not item.holds, item.key))
        if not branching.splitter.add(state, ordered):
            return EMPTY
        answer = branching.of_state(state, 0)
        if not answer.values:
            return answer
        values = self.verified(goal, answer.values)
        return found(*values) if values else _unverified(path)

    def verified(self, goal: frozenset[Literal], values: tuple[Json, ...]) -> tuple[Json, ...]:
        """Those of the values that meet the goal, as far as it can be told."""
        return tuple(value for value in values if self._is_met(goal, value))

    def _is_met(self, goal: frozenset[Literal], value: Json) -> bool:
        size = size_of(value, MAX_MESSAGE)
        self.budget.spend(1 + size // 10)
        return size <= MAX_MESSAGE and all(self._holds(item, value) is not (not item.holds) for item in goal)

    def listed(self, goal: frozenset[Literal], values: list[Json]) -> Answer:
        """Those of these values that meet the goal; EMPTY if none does, for nothing else can."""
        self.budget.spend(10 + 5 * len(values))
        met = tuple(value for value in values if self._is_met(goal, value))
        return Answer(values=met[:_ENOUGH]) if met else EMPTY

    def leaf(self, kind: str, atoms: frozenset[Atom], path: tuple[Step, ...]) -> Answer:
        """A value of one type that satisfies the atoms."""
        key = (kind, atoms)
        known = self._leaves.get(key)
        if known is not None:
            return known
        self.budget.spend(20 + 2 * len(atoms))
        outer, self._lowest = self._lowest, _MAX_LEVEL
        answer = self._leaf(kind, atoms, path)
        leans = self._lowest < _MAX_LEVEL
        self._lowest = min(outer, self._lowest)
        if not leans:
            self._leaves[key] = answer
        return answer

    def _leaf(self, kind: str, unordered: frozenset[Atom], path: tuple[Step, ...]) -> Answer:
        # The order of a set differs between processes; the answer must not.
        atoms = sorted(unordered, key=lambda item: (not item.holds, item.key))
        match kind:
            case "object":
                return objects.object_answer(self, atoms, path)
            case "array":
                return arrays.array_answer(self, atoms, path)
            case "string":
                answer = scalars.texts(atoms, pointer(path), self.budget)
                return EMPTY if not answer.is_empty and self._is_proved_empty(atoms) else answer
            case "integer" | "number":
                with_fraction = self.terms.tells_integers and kind == "number"
                return scalars.numbers(kind, atoms, pointer(path), with_fraction=with_fraction)
        return scalars.few_values(kind, atoms)

    def _is_proved_empty(self, atoms: list[Atom]) -> bool:
        """What the algebra knows about formats, which the search does not."""
        if not any(atom.keyword == "format" for atom in atoms):
            return False
        wanted = [atom.schema for atom in atoms if atom.holds]
        unwanted = [atom.schema for atom in atoms if not atom.holds]
        return self._covers({"type": "string", "allOf": [{"type": "string"}, *wanted]}, {"anyOf": [False, *unwanted]})

    def meets(self, literal: Literal, value: Json) -> bool | None:
        """Whether the value satisfies the schema of a literal, exactly; None: it cannot be told."""
        return self._holds(literal, value)


class _Branching:
    """The choices that one type leaves, made one after the other; each choice is looked through before it is made."""

    def __init__(self, search: Search, goal: frozenset[Literal], kind: str, path: tuple[Step, ...]) -> None:
        self._search, self._goal, self._kind, self._path = search, goal, kind, path
        self.splitter = Splitter(search.terms, kind)
        self._tags: dict[str, frozenset[str]] = {}
        self._apart: dict[str, bool] = {}  # what the tags say of a schema, by its key

    def of_state(self, state: State, depth: int) -> Answer:
        """A value for the state, or the proof that there is none."""
        self._search.budget.spend(20 + state.size // 4)
        listed = self._listed(state)
        if listed is not None:
            return self._search.listed(self._goal, listed)
        relaxed = self._leaf(state)
        if relaxed.is_empty or not state.choices:
            return relaxed
        if depth > _MAX_CHOICES:
            return unknown(pointer(self._path), "anyOf", "too many choices")
        if not self._propagate(state):
            return EMPTY
        if not state.choices:
            return self._leaf(state)
        return self._branched(state, depth)

    def _branched(self, state: State, depth: int) -> Answer:
        # What must hold first: once a branch of the writer is chosen, most of what must fail is settled.
        choice = min(state.choices, key=lambda item: (item.origin is not None, len(item.ways)))
        state.choices.remove(choice)
        rest: Answer = EMPTY
        for way in [self._telling(way) for way in choice.ways]:
            self._search.budget.spend(5 + state.size // 10)
            branch = state.copy()
            if not self.splitter.add(branch, way):
                continue
            answer = self.of_state(branch, depth + 1)
            if answer.is_empty:
                continue
            values = self._search.verified(self._goal, answer.values)
            if values:
                return found(*values)
            rest = answer if rest.is_empty or rest.reason is None else rest
        return rest if rest.is_empty or not rest.values else _unverified(self._path)

    def _leaf(self, state: State) -> Answer:
        return self._search.leaf(self._kind, frozenset(state.atoms), self._path)

    def _listed(self, state: State) -> list[Json] | None:
        """The values that an enumeration leaves, if one must hold and its values can be judged exactly."""
        lists = [atom.schema["enum"] for atom in state.atoms if atom.keyword == "enum" and atom.holds]
        is_exact = not self._search.terms.tells_integers or self._kind in {"string", "boolean", "null"}
        return min(lists, key=len) if lists and is_exact else None

    def _propagate(self, state: State) -> bool:
        """Drop ways that lead nowhere and choices that are made already; False is a proof that no value is left."""
        looked_at = 0
        pending = True
        while pending:
            pending = False
            self._search.budget.spend(len(state.choices))
            self._tags = tags_of(state.atoms) if self._kind == "object" else {}
            self._apart = {}
            for choice in sorted(state.choices, key=lambda item: len(item.ways)):
                looked_at += 1
                ways = self._open_ways(state, choice, looks_ahead=looked_at <= _LOOKAHEAD)
                if ways is None:
                    state.choices.remove(choice)
                elif not ways:
                    return False
                elif len(ways) == 1:
                    state.choices.remove(choice)
                    if not self.splitter.add(state, ways[0]) or self._leaf(state).is_empty:
                        return False
                    pending = True
                    break
                elif len(ways) < len(choice.ways):
                    state.choices[state.choices.index(choice)] = Choice(ways=ways, origin=choice.origin)
        return True

    def _open_ways(self, state: State, choice: Choice, *, looks_ahead: bool) -> list[tuple[Literal, ...]] | None:
        """The ways that may still lead to a value; None if the choice is no condition any more."""
        self._search.budget.spend(1 + len(choice.ways) // 2)
        if any(all(state.signs.get(item.key) is item.holds for item in way) for way in choice.ways):
            return None
        if choice.origin is not None and self._fails_anyway(state, choice.origin, looks_ahead=looks_ahead):
            return None
        return [way for way in choice.ways if self._may_hold(state, way, looks_ahead=looks_ahead)]

    def _fails_anyway(self, state: State, origin: Literal, *, looks_ahead: bool) -> bool:
        """Whether what is known rules out the schema that must fail."""
        if self._is_apart(origin):
            return True
        if not looks_ahead:
            return False
        self._search.budget.spend(2 + state.size // 10)
        without = state.copy()
        without.choices = []
        del without.signs[origin.key]
        return not self._may_hold(without, (origin,))

    def _is_apart(self, literal: Literal) -> bool:
        if not self._tags:
            return False
        if literal.key not in self._apart:
            self._search.budget.spend(2)
            self._apart[literal.key] = is_apart(self._tags, literal.schema, self._search.terms.definitions)
        return self._apart[literal.key]

    def _telling(self, literals: tuple[Literal, ...]) -> tuple[Literal, ...]:
        """Those that say something: that a schema fails which the tags rule out is known."""
        return tuple(item for item in literals if item.holds or not self._is_apart(item))

    def _may_hold(self, state: State, literals: tuple[Literal, ...], *, looks_ahead: bool = True) -> bool:
        if any(literal.holds and self._is_apart(literal) for literal in literals):
            return False
        self._search.budget.spend(5 + state.size // 10)
        branch = state.copy()
        if not self.splitter.add(branch, self._telling(literals)):
            return False
        return not looks_ahead or branch.atoms == state.atoms or not self._leaf(branch).is_empty


def _unverified(path: tuple[Step, ...]) -> Answer:
    return unknown(pointer(path), "schema", "the values that were found did not stand up to the validator")
