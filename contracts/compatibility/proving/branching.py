"""The choices that one type leaves: `anyOf`, `oneOf`, conditions, and schemas that must fail in one of several ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.proving.answers import EMPTY, Answer, found, sharper, unknown
from contracts.compatibility.proving.splitting import Choice, Splitter, State
from contracts.compatibility.proving.tags import is_apart, tags_of

if TYPE_CHECKING:
    from contracts.compatibility.proving.goals import Goals
    from contracts.compatibility.proving.terms import Literal
    from contracts.keywords import Json, Step

_MAX_CHOICES = 60
_LOOKAHEAD = 24


class Branching:
    """The choices that one type leaves, made one after the other; each choice is looked through before it is made."""

    def __init__(self, search: Goals, goal: frozenset[Literal], kind: str, path: tuple[Step, ...]) -> None:
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
            sentence = f"it takes more than {_MAX_CHOICES} choices; make the alternatives fewer"
            return unknown(self._path, self._choosing(state), sentence)
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
            gap = answer.gap or self._search.misfit(self._goal, answer.values[0], self._path)
            rest = Answer(gap=sharper(rest.gap, gap))
        return rest

    def _choosing(self, state: State) -> str:
        """The keyword that the next choice comes from."""
        origin = next((item.origin for item in state.choices if item.origin is not None), None)
        parts = self._search.terms.parts(origin) if origin is not None else ()
        return next((part.keyword for part in parts if not part.is_atom), "anyOf")

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
