"""The search for a value that satisfies some schemas and fails others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from contracts.compatibility.limits import MAX_MESSAGE
from contracts.compatibility.proving import arrays, objects, scalars
from contracts.compatibility.proving.answers import EMPTY, Answer, Exhausted, Gap, found, moved, sharper, unknown
from contracts.compatibility.proving.branching import Branching
from contracts.compatibility.proving.splitting import State
from contracts.validation.effort import OutOfBudget, size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from contracts.compatibility.proving.splitting import Atom
    from contracts.compatibility.proving.terms import Literal, Terms
    from contracts.keywords import Json, Schema, Step
    from contracts.validation.effort import Budget

_MAX_LEVEL = 40
_ENOUGH = 3
# Conditions that are seldom why a candidate fails where another one does not hold either.
_PLAIN = frozenset({"type", "properties", "required", "$ref", "allOf", "items"})


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
        self._known: dict[
            frozenset[Literal], tuple[tuple[Step, ...], Answer]
        ] = {}  # with the place it was met at first
        self._open: dict[frozenset[Literal], int] = {}
        self._lowest = _MAX_LEVEL  # the outermost open goal that the current proof leans on
        self._leaves: dict[tuple[str, frozenset[Atom]], tuple[tuple[Step, ...], Answer]] = {}
        self._spent: Counter[tuple[Step, ...]] = Counter()
        self._place: tuple[Step, ...] = ()
        self._left = budget.steps

    def ask(self, literals: Iterable[Literal]) -> Answer:
        """As `find`, for the whole value.

        Raises:
            Exhausted: no steps are left; it says where most of them went.
        """
        try:
            return self.find(literals)
        except OutOfBudget as error:
            self._move_to(())
            path = max(self._spent, key=lambda item: self._spent[item])
            sentence = "the steps of the question were used up, most of them here; make the alternatives here fewer"
            raise Exhausted(Gap(path=path, keyword="", sentence=sentence)) from error

    def _move_to(self, path: tuple[Step, ...]) -> None:
        """From now on, steps are spent on the value at this path."""
        self._spent[self._place] += self._left - self.budget.steps
        self._place, self._left = path, self.budget.steps

    def find(self, literals: Iterable[Literal], path: tuple[Step, ...] = ()) -> Answer:
        """A value that satisfies all literals, or the proof that there is none.

        A goal that is met again inside itself, after a step into the value, needs no second look: the smallest value
        that meets it would hold a smaller one.
        """
        goal = frozenset(item for item in literals if not item.is_idle)
        self.budget.spend(5 + len(goal))
        known = self._known.get(goal)
        if known is not None:
            return moved(known[1], known[0], path)
        if goal in self._open:
            self._lowest = min(self._lowest, self._open[goal])
            return EMPTY
        level = len(self._open)
        if level >= _MAX_LEVEL:
            return unknown(path, "$ref", f"it is followed {_MAX_LEVEL} levels deep, and here it goes deeper")
        return self._found_at(goal, level, path)

    def _found_at(self, goal: frozenset[Literal], level: int, path: tuple[Step, ...]) -> Answer:
        outer, self._lowest = self._lowest, _MAX_LEVEL
        outside = self._place
        self._open[goal] = level
        self._move_to(path)
        answer = self._of_goal(goal, path)
        self._move_to(outside)
        del self._open[goal]
        leans_outwards = self._lowest < level
        self._lowest = min(outer, self._lowest) if leans_outwards else outer
        if not (answer.is_empty and leans_outwards):
            self._known[goal] = (path, answer)
        return answer

    def _of_goal(self, goal: frozenset[Literal], path: tuple[Step, ...]) -> Answer:
        values: list[Json] = []
        gap: Gap | None = None
        for kind in self.terms.kinds:
            answer = self._of_kind(kind, goal, path)
            gap = sharper(gap, answer.gap)
            values += answer.values
            if len(values) >= _ENOUGH:
                break
        if values:
            return found(*values[: _ENOUGH * 2])
        return EMPTY if gap is None else Answer(gap=gap)

    def _of_kind(self, kind: str, goal: frozenset[Literal], path: tuple[Step, ...]) -> Answer:
        self.budget.spend(20)
        branching, state = Branching(self, goal, kind, path), State()
        ordered = sorted(goal, key=lambda item: (not item.holds, item.key))
        if not branching.splitter.add(state, ordered):
            return EMPTY
        answer = branching.of_state(state, 0)
        if not answer.values:
            return answer
        values = self.verified(goal, answer.values)
        return found(*values) if values else Answer(gap=answer.gap or self.misfit(goal, answer.values[0], path))

    def misfit(self, goal: frozenset[Literal], value: Json, path: tuple[Step, ...]) -> Gap:
        """The condition that a candidate does not meet."""
        ordered = sorted(goal, key=lambda item: (not item.holds, item.key))
        failed = next((item for item in ordered if self._holds(item, value) is (not item.holds)), None)
        if failed is None:
            return Gap(path=path, keyword="", sentence=f"no message of at most {MAX_MESSAGE} values was found")
        parts = self.terms.parts(failed)
        if failed.holds:
            parts = tuple(part for part in parts if self._holds(self.terms.literal(part.schema), value) is False)
        part = min(parts, key=lambda item: item.keyword in _PLAIN, default=None)
        return Gap(
            path=path,
            keyword=part.keyword if part else "",
            sentence="no value was found that meets it, and none was excluded; say it with plainer keywords",
            given=part.schema.get(part.keyword) if part else None,
            holds=failed.holds,
        )

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
            return moved(known[1], known[0], path)
        self.budget.spend(20 + 2 * len(atoms))
        outer, self._lowest = self._lowest, _MAX_LEVEL
        answer = self._leaf(kind, atoms, path)
        leans = self._lowest < _MAX_LEVEL
        self._lowest = min(outer, self._lowest)
        if not leans:
            self._leaves[key] = (path, answer)
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
                answer = scalars.texts(atoms, path, self.budget)
                return EMPTY if not answer.is_empty and self._is_proved_empty(atoms) else answer
            case "integer" | "number":
                with_fraction = self.terms.tells_integers and kind == "number"
                return scalars.numbers(kind, atoms, path, with_fraction=with_fraction)
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
