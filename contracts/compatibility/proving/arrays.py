"""Leaf: an array that satisfies some atoms and fails others.

A *demand* is an item that must be there: one that a group of `items` refuses, one that `contains` asks for, or one
that is there twice. Each demand is tried at every position of the prefixes and once among the rest.
"""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from contracts.compatibility.finite import content_key
from contracts.compatibility.proving.answers import EMPTY, Answer, Gap, found, sharper, unknown
from contracts.compatibility.proving.counting import Condition, Lengths, is_countable, order_of_sorts, sorts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from contracts.compatibility.proving.counting import Sort
    from contracts.compatibility.proving.goals import Goals
    from contracts.compatibility.proving.splitting import Atom
    from contracts.compatibility.proving.terms import Literal
    from contracts.keywords import Json, Schema, Step

    _Slot: TypeAlias = tuple[int, tuple[Literal, ...]]

_MAX_LENGTH = 2_000
_MAX_PLANS = 48
_VARIANTS = 3
_TOO_MANY = "there are too many ways to fail here at once; make the alternatives fewer"
_TOO_MANY_COUNTS = "its counts are too large, or too many at once; count fewer items"
_NOT_COUNTED = "how many different items there can be is not known; list them with `enum`, or limit `maxItems`"


def array_answer(search: Goals, atoms: Iterable[Atom], path: tuple[Step, ...]) -> Answer:
    """An array that the atoms allow, or the proof that there is none."""
    return _ArrayQuestion(search, atoms, path).answer()


class _ArrayQuestion:
    def __init__(self, search: Goals, atoms: Iterable[Atom], path: tuple[Step, ...]) -> None:
        self._search, self._path = search, path
        self._groups: list[dict[str, Json]] = []
        self._everywhere: list[Literal] = []
        self._refused: list[dict[str, Json]] = []
        self._contained: list[Schema] = []
        self._counts: dict[str, Condition] = {}  # by the schema that is counted, where to have one is not the question
        self._is_unique, self._is_repeated = False, False
        self._least, self._counting = 0, "minItems"
        self._most: int | None = None
        for atom in atoms:
            self._ask(atom)
        groups = [*self._groups, *self._refused]
        self._rest = max((len(group.get("prefixItems", ())) for group in groups), default=0)

    def _ask(self, atom: Atom) -> None:
        match atom.keyword, atom.holds:
            case ("items", True):
                self._groups.append(atom.schema)
            case ("items", False):
                self._refused.append(atom.schema)
            case ("contains", _):
                self._ask_contains(atom.schema, holds=atom.holds)
            case ("uniqueItems", _):
                self._is_unique, self._is_repeated = self._is_unique or atom.holds, self._is_repeated or not atom.holds
            case ("minItems", True) | ("maxItems", False):
                self._require(int(atom.schema[atom.keyword]) + (not atom.holds), atom.keyword)
            case ("maxItems", True) | ("minItems", False):
                most = int(atom.schema[atom.keyword]) - (not atom.holds)
                self._most = most if self._most is None else min(self._most, most)

    def _ask_contains(self, schema: dict[str, Json], *, holds: bool) -> None:
        """At least so many, or at most so many."""
        wanted, most = schema["contains"], schema.get("maxContains")
        least = int(schema["minContains"]) if most is None else int(most) + 1
        is_at_least = (most is None) is holds
        if is_at_least:
            self._require(least, "contains")
        if least > 1:
            self._count(wanted, least if is_at_least else 0, None if is_at_least else least - 1)
        elif is_at_least:
            self._contained.append(wanted)
        else:
            self._everywhere.append(self._search.terms.literal(wanted, holds=False))

    def _count(self, wanted: Schema, least: int, most: int | None) -> None:
        literal = self._search.terms.literal
        known = self._counts.get(literal(wanted).key)
        mosts = [limit for limit in (most, known.most if known else None) if limit is not None]
        self._counts[literal(wanted).key] = Condition(
            at=lambda _, holds: literal(wanted, holds=holds),
            least=max(least, known.least if known else 0),
            most=min(mosts, default=None),
        )

    def _require(self, least: int, keyword: str) -> None:
        if least > self._least:
            self._least, self._counting = least, keyword

    def answer(self) -> Answer:
        if self._is_unique and self._is_repeated:
            return EMPTY
        self._least = max(self._least, 2 if self._is_repeated else 0)
        self._shorten()
        if self._most is not None and self._most < self._least:
            return EMPTY
        if self._counts:
            return self._counted()
        places = [[slot for slot in demand if self._is_feasible(*slot)] for demand in self._demands()]
        if not all(places):
            return EMPTY
        twins = self._twins() if self._is_repeated else ()
        if twins is None:
            return EMPTY
        return self._planned(places, twins)

    def _counted(self) -> Answer:
        """An array in which items are counted."""
        for schema in self._contained:
            self._count(schema, 1, None)
        conditions = [*self._counts.values(), *(self._refusal(group) for group in self._refused)]
        lengths = Lengths(least=self._least, most=self._most, rest=self._rest)
        if not is_countable(conditions, lengths):
            return unknown(self._path, "contains", _TOO_MANY_COUNTS)
        answers = [self._of_sorts(position, conditions) for position in range(self._rest + 1)]
        order = order_of_sorts(conditions, lengths, [list(sorted_) for sorted_ in answers], self._search.budget)
        if order is None:
            return EMPTY
        return self._composed(
            {position: answers[min(position, self._rest)][sort] for position, sort in enumerate(order)}
        )

    def _refusal(self, group: dict[str, Json]) -> Condition:
        """That some item is refused by a group."""
        literal = self._search.terms.literal
        return Condition(at=lambda position, holds: literal(_said_at(group, position), holds=not holds), least=1)

    def _of_sorts(self, position: int, conditions: list[Condition]) -> dict[Sort, Answer]:
        """The sorts of items that there may be at a position, each with items."""
        found_at: dict[Sort, Answer] = {}
        for sort in sorts(conditions):
            literals = [condition.at(position, is_met) for condition, is_met in zip(conditions, sort, strict=True)]
            answer = self._at(position, literals)
            if not answer.is_empty:
                found_at[sort] = answer
        return found_at

    def _shorten(self) -> None:
        """Nothing can stand at or behind a position that allows no value."""
        for position in range(self._rest + 1):
            if self._most is not None and position >= self._most:
                return
            if self._at(position).is_empty:
                self._most = position
                return

    def _demands(self) -> list[list[_Slot]]:
        """Per demand, the positions and what the item must be there."""
        literal = self._search.terms.literal
        positions = range(self._rest + 1)
        demands: list[list[_Slot]] = []
        for group in self._refused:
            said = [(position, _said_at(group, position)) for position in positions]
            demands.append([(p, (literal(schema, holds=False),)) for p, schema in said if schema is not True])
        return demands + [[(p, (literal(schema),)) for p in positions] for schema in self._contained]

    def _is_feasible(self, position: int, literals: tuple[Literal, ...]) -> bool:
        is_short_enough = self._most is None or position < self._most
        return is_short_enough and not self._at(position, literals).is_empty

    def _twins(self) -> tuple[int, int, Answer] | tuple[()] | None:
        """Two positions that can hold the same value; None if there are none."""
        most = self._rest + 2 if self._most is None else self._most
        for one in range(self._rest + 1):
            for other in range(one + 1, self._rest + 2):
                if other >= most:
                    continue
                literals = self._literals(min(other, self._rest))
                answer = self._at(min(one, self._rest), literals)
                if not answer.is_empty:
                    return one, other, answer
        return None

    def _planned(self, places: list[list[_Slot]], twins: tuple[int, int, Answer] | tuple[()]) -> Answer:
        """An array for the first plans (one position per demand) that can be carried out; EMPTY if none can."""
        values: list[Json] = []
        gap: Gap | None = None
        count = 0
        for plan in islice(product(*places), _MAX_PLANS + 1):
            count += 1
            answer = self._carried_out(plan, twins)
            if answer.is_empty:
                continue
            values += answer.values
            gap = sharper(gap, answer.gap)
            if len(values) >= _VARIANTS:
                break
        if values or gap is not None:
            return found(*values, gap=gap)
        return EMPTY if count <= _MAX_PLANS else unknown(self._path, "items", _TOO_MANY)

    def _carried_out(self, plan: tuple[_Slot, ...], twins: tuple[int, int, Answer] | tuple[()]) -> Answer:
        at: dict[int, list[Literal]] = {}
        room = None if self._most is None else self._most - self._rest
        in_rest = sum(position == self._rest for position, _ in plan)
        is_crowded = room is not None and in_rest > room
        following = self._rest
        for position, literals in plan:
            where = position
            if position == self._rest and not is_crowded:
                where, following = following, following + 1
            at.setdefault(where, []).extend(literals)
        answers = {position: self._at(min(position, self._rest), literals) for position, literals in at.items()}
        if any(answer.is_empty for answer in answers.values()):
            if is_crowded and room != 1:
                return unknown(self._path, "maxItems", "its items may meet several conditions each, in too many ways")
            return EMPTY
        if twins:
            answers.update(dict.fromkeys(twins[:2], twins[2]))
        return self._composed(answers)

    def _composed(self, answers: dict[int, Answer]) -> Answer:
        """The arrays with these items and whatever must stand around them."""
        length = max([self._least, *(position + 1 for position in answers)])
        if length > _MAX_LENGTH:
            return unknown(self._path, self._counting, f"no array of more than {_MAX_LENGTH} items is tried")
        self._search.budget.spend(length * (1 + length // 2 if self._is_unique else 1))
        items: list[Json] = []
        seen: set[str] = set()
        gap: Gap | None = None
        for position in range(length):
            answer = answers.get(position) or self._at(min(position, self._rest))
            value = self._fresh(answer, position, items, seen)
            if value is None and self._is_used_up(items):
                return EMPTY
            if value is None:
                gap = answer.gap or Gap(path=self._path, keyword="uniqueItems", sentence=_NOT_COUNTED)
                return Answer(gap=gap)
            gap = sharper(gap, answer.gap)
            items.append(value[0])
            if self._is_unique:
                seen.add(content_key(value[0]))
        variants = [items]
        for position, answer in answers.items():
            variants += [[*items[:position], value, *items[position + 1 :]] for value in answer.values[1:_VARIANTS]]
        return found(*variants[:_VARIANTS], gap=gap)

    def _fresh(self, answer: Answer, position: int, items: list[Json], seen: set[str]) -> tuple[Json] | None:
        """A value of the answer; where items must differ, one that is not there yet."""
        if not self._is_unique:
            return (answer.values[0],) if answer.values else None
        fresh = next((value for value in answer.values if content_key(value) not in seen), seen)
        if fresh is not seen:
            return (fresh,)
        others = self._search.terms.literal({"enum": list(items)}, holds=False)
        values = self._at(min(position, self._rest), (others,)).values
        return (values[0],) if values else None

    def _is_used_up(self, items: list[Json]) -> bool:
        """Whether there is no further item, where more must follow that differ from these."""
        is_needed = self._rest == 0 and self._least > len(items)
        return is_needed and self._at(0, (self._search.terms.literal({"enum": list(items)}, holds=False),)).is_empty

    def _literals(self, position: int) -> list[Literal]:
        said = [_said_at(group, position) for group in self._groups]
        return [*(self._search.terms.literal(schema) for schema in said if schema is not True), *self._everywhere]

    def _at(self, position: int, more: Iterable[Literal] = ()) -> Answer:
        """An item for the position."""
        step: tuple[Step, ...] = ("items",) if position == self._rest else ("prefixItems", position)
        return self._search.find([*self._literals(position), *more], (*self._path, *step))


def _said_at(group: dict[str, Json], position: int) -> Schema:
    prefix = group.get("prefixItems", ())
    said: Schema = prefix[position] if position < len(prefix) else group.get("items", True)
    return True if said == {} else said
