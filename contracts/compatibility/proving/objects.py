"""Leaf: an object that satisfies some atoms and fails others.

What must fail is a *demand*: some field, declared or not, has a value that one group of `properties` refuses, or a name
that `propertyNames` refuses. Each demand is tried at every name, and for undeclared names at every class of names that
the patterns tell apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING

from contracts.compatibility.proving.answers import EMPTY, Answer, Gap, found, sharper, unknown
from contracts.compatibility.proving.samples import SPARE_NAMES
from contracts.validation.occurrence import occurs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.compatibility.proving.goals import Goals
    from contracts.compatibility.proving.splitting import Atom
    from contracts.compatibility.proving.terms import Literal
    from contracts.keywords import Json, Schema, Step

_MAX_PATTERNS = 4
_MAX_PLANS = 48
_MAX_FILLED = 300
_VARIANTS = 3
_TOO_MANY = "there are too many ways to fail here at once; make the alternatives fewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A field: its name, and whether it stands for a class of undeclared names (`matched`: the patterns it matches)."""

    name: str
    is_spare: bool = False
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Something that must fail in some field: a group of properties, or the schema of names."""

    group: dict[str, Json] | None = None
    names: Schema = True


def object_answer(search: Goals, atoms: Iterable[Atom], path: tuple[Step, ...]) -> Answer:
    """An object that the atoms allow, or the proof that there is none."""
    return _ObjectQuestion(search, atoms, path).answer()


class _ObjectQuestion:
    def __init__(self, search: Goals, atoms: Iterable[Atom], path: tuple[Step, ...]) -> None:
        self._search, self._path = search, path
        self._groups: list[dict[str, Json]] = []
        self._names: list[Schema] = []
        self._demands: list[Demand] = []
        self._required: dict[str, None] = {}
        self._absent: set[str] = set()
        self._may_be_more = False  # fields than were found while filling up
        self._gap_of_names: Gap | None = None
        self._least, self._counting = 0, "minProperties"
        self._most: int | None = None
        for atom in atoms:
            self._ask(atom)
        groups = [*self._groups, *(demand.group for demand in self._demands if demand.group is not None)]
        declared = (name for group in groups for name in group.get("properties", {}))
        self._explicit = list(dict.fromkeys((*self._required, *declared)))
        patterned = (pattern for group in groups for pattern in group.get("patternProperties", {}))
        self._patterns = list(dict.fromkeys(patterned))
        self._of_all = [group for group in self._groups if len(group) > ("properties" in group)]
        self._of_names: dict[str, list[dict[str, Json]]] = {}
        for group in self._groups:
            for name in group.get("properties", {}) if len(group) == 1 else ():
                self._of_names.setdefault(name, []).append(group)

    def _ask(self, atom: Atom) -> None:
        value: Json = atom.schema.get(atom.keyword)
        match atom.keyword, atom.holds:
            case ("properties", True):
                self._groups.append(atom.schema)
            case ("properties", False):
                self._demands.append(Demand(group=atom.schema))
            case ("propertyNames", True):
                self._names.append(value)
            case ("propertyNames", False):
                self._demands.append(Demand(names=value))
            case ("required", True):
                self._required.update(dict.fromkeys(value))
            case ("required", False):
                self._absent.update(value)
            case _:
                self._count(atom.keyword, value, holds=atom.holds)

    def _count(self, keyword: str, value: Json, *, holds: bool) -> None:
        if keyword == "enum":
            return  # a listed object is tried by the search; one that is excluded is sorted out when verified
        limit = int(value)
        if keyword == ("minProperties" if holds else "maxProperties"):
            self._counting = keyword if limit + (not holds) >= self._least else self._counting
            self._least = max(self._least, limit if holds else limit + 1)
        else:
            most = limit if holds else limit - 1
            self._most = most if self._most is None else min(self._most, most)

    def answer(self) -> Answer:
        if self._absent & self._required.keys() or (self._most is not None and self._most < self._least):
            return EMPTY
        places = []
        for demand in self._demands:
            feasible = list(self._places(demand))
            if not feasible:
                return EMPTY
            places.append(feasible)
        for name in self._required:
            if self._at(Slot(name=name)).is_empty or not self._may_be_named(name):
                return EMPTY
        if self._cannot_reach_least():
            return EMPTY
        return self._planned(places)

    def _cannot_reach_least(self) -> bool:
        """Whether fewer names than demanded can be present at all."""
        if self._least <= len(self._required):
            return False
        if any(not self._at(slot).is_empty for slot in self._spare_slots()):
            return False
        names = [name for name in self._explicit if name not in self._absent and self._may_be_named(name)]
        return sum(not self._at(Slot(name=name)).is_empty for name in names) < self._least

    def _planned(self, places: list[list[Slot]]) -> Answer:
        """A model for the first plans (one slot per demand) that can be carried out; EMPTY if none can."""
        values: list[Json] = []
        gap: Gap | None = None
        total = 1
        for feasible in places:
            total *= len(feasible)
        for plan in islice(product(*places), _MAX_PLANS):
            answer = self._carried_out(plan)
            if answer.is_empty:
                continue
            values += answer.values
            gap = sharper(gap, answer.gap)
            if len(values) >= _VARIANTS:
                break
        if values or gap is not None:
            return found(*values, gap=gap)
        return EMPTY if total <= _MAX_PLANS else unknown(self._path, "properties", _TOO_MANY)

    def _carried_out(self, plan: tuple[Slot, ...]) -> Answer:
        """An object with every demand of the plan at its slot."""
        at: dict[str, list[Literal]] = {}
        slots: dict[str, Slot] = {}
        for index, (slot, demand) in enumerate(zip(plan, self._demands, strict=True)):
            # Two demands on undeclared fields need not fall on the same one: together they could rule out too much.
            name = f"{slot.name}{index}" if slot.is_spare and slot.name in slots else slot.name
            slots[name] = slot
            at.setdefault(name, []).extend(self._refusal(demand, slot) or [])
        needed = self._required.keys() | at.keys()
        if self._most is not None and len(needed) > self._most:
            return EMPTY
        answers = {name: self._at(slots[name], literals) for name, literals in at.items()}
        if any(answer.is_empty for answer in answers.values()):
            return EMPTY
        return self._composed(answers)

    def _composed(self, answers: dict[str, Answer]) -> Answer:
        """The object with these fields, the required ones, and as many more as it must have."""
        for name in self._required:
            if name not in answers:
                answers[name] = self._at(Slot(name=name))
        gap = self._gap_of_names
        for answer in answers.values():
            gap = sharper(gap, answer.gap)
        if not all(answer.values for answer in answers.values()):
            return Answer(gap=gap)
        message = {name: answer.values[0] for name, answer in answers.items()}
        if not self._fill(message):
            if not self._may_be_more:
                return EMPTY
            return unknown(self._path, self._counting, "no object with so many fields was found, and none was excluded")
        others = ((name, value) for name, answer in answers.items() for value in answer.values[1:_VARIANTS])
        return found(message, *({**message, name: value} for name, value in islice(others, _VARIANTS - 1)), gap=gap)

    def _fill(self, message: dict[str, Json]) -> bool:
        """Add fields until there are enough; whether that went well. If not, see `_may_be_more`."""
        self._may_be_more = self._least > _MAX_FILLED
        if self._may_be_more:
            return False
        for slot in self._more_slots():
            if len(message) >= self._least:
                return True
            answer = self._at(slot)
            self._may_be_more |= not answer.is_empty and not answer.values
            if slot.name not in message and slot.name not in self._absent and answer.values:
                message[slot.name] = answer.values[0]
        return len(message) >= self._least

    def _more_slots(self) -> Iterator[Slot]:
        for name in self._explicit:
            if self._may_be_named(name):
                yield Slot(name=name)
        for slot in self._spare_slots():
            yield slot
            used = {*self._explicit, *self._absent, slot.name}
            for index in range(self._least):
                another = self._another_name(slot, index, used)
                if another is None:
                    break
                used.add(another)
                yield Slot(name=another, is_spare=True, matched=slot.matched)

    def _another_name(self, slot: Slot, index: int, used: set[str]) -> str | None:
        """A further name of the same class."""
        if not self._names and not self._patterns:
            return f"{slot.name}{index}"
        unmatched = [pattern for pattern in self._patterns if pattern not in slot.matched]
        answer = self._names_like(slot.matched, unmatched, used, refused_names=True)
        fresh = next((name for name in answer.values if name not in used), None)
        self._may_be_more |= fresh is None and not answer.is_empty
        return fresh

    def _places(self, demand: Demand) -> Iterator[Slot]:
        """The slots at which the demand can be met."""
        for name in self._explicit:
            if name in self._absent or not self._may_be_named(name):
                continue
            slot = Slot(name=name)
            refusal = self._refusal(demand, slot)
            if refusal is not None and not self._at(slot, refusal).is_empty:
                yield slot
        for slot in self._spare_slots(refused_names=demand.names):
            refusal = self._refusal(demand, slot)
            if refusal is not None and not self._at(slot, refusal).is_empty:
                yield slot

    def _refusal(self, demand: Demand, slot: Slot) -> list[Literal] | None:
        """What the value in the slot must be so that the demand is met there; None: it cannot be."""
        terms = self._search.terms
        if demand.group is None:
            is_refused = slot.is_spare or self._search.meets(terms.literal(demand.names), slot.name) is not True
            return [] if is_refused else None
        said = _said_about(demand.group, slot)
        if said is None:
            return []  # it is not known which patterns match: anything may be refused
        if not said:
            return None
        return [terms.literal(said[0] if len(said) == 1 else {"allOf": said}, holds=False)]

    def _at(self, slot: Slot, more: Iterable[Literal] = ()) -> Answer:
        """A value for the slot."""
        literals = list(more)
        declaring = () if slot.is_spare else self._of_names.get(slot.name, ())
        for group in (*self._of_all, *declaring):
            self._search.budget.spend(1 + len(group.get("patternProperties", ())))
            literals += [self._search.terms.literal(schema) for schema in _said_about(group, slot) or ()]
        step: tuple[Step, ...] = ("additionalProperties",) if slot.is_spare else ("properties", slot.name)
        return self._search.find(literals, (*self._path, *step))

    def _may_be_named(self, name: str) -> bool:
        terms = self._search.terms
        return all(self._search.meets(terms.literal(schema), name) is not False for schema in self._names)

    def _spare_slots(self, *, refused_names: Schema = True) -> Iterator[Slot]:
        """One slot for each class of undeclared names; with `refused_names`, only names that this schema refuses."""
        self._search.budget.spend(5 + len(self._explicit) // 10)
        patterns = self._patterns
        taken = {*self._explicit, *self._absent}
        if not patterns and not self._names and refused_names is True:
            unlike_any = "extra" + "x" * max(map(len, taken), default=0)
            yield Slot(name=next((name for name in SPARE_NAMES if name not in taken), unlike_any), is_spare=True)
            return
        if len(patterns) > _MAX_PATTERNS:
            patterns = []  # not told apart: see `_said_about`
        for signs in product((False, True), repeat=len(patterns)):
            matched = tuple(pattern for pattern, sign in zip(patterns, signs, strict=True) if sign)
            names = self._names_like(
                matched, [p for p in patterns if p not in matched], taken, refused_names=refused_names
            )
            self._gap_of_names = sharper(self._gap_of_names, names.gap)
            self._may_be_more |= not names.is_empty and (not names.values or len(self._patterns) > _MAX_PATTERNS)
            if not names.is_empty:
                for name in names.values[:1] or ("extra",):
                    is_told_apart = len(self._patterns) <= _MAX_PATTERNS
                    yield Slot(name=name, is_spare=True, matched=matched if is_told_apart else ("?",))

    def _names_like(
        self, matched: tuple[str, ...], unmatched: list[str], taken: set[str], *, refused_names: Schema
    ) -> Answer:
        literal = self._search.terms.literal
        goal = [literal({"type": "string"}), *(literal(schema) for schema in self._names)]
        goal += [literal({"pattern": pattern}) for pattern in matched]
        goal += [literal({"pattern": pattern}, holds=False) for pattern in unmatched]
        if taken:
            goal.append(literal({"enum": sorted(taken)}, holds=False))
        if refused_names is not True:
            goal.append(literal(refused_names, holds=False))
        return self._search.find(goal, (*self._path, "propertyNames"))


def _said_about(group: dict[str, Json], slot: Slot) -> list[Schema] | None:
    """What a group of properties says about a slot, without what is always true; None if that is not known."""
    patterns = group.get("patternProperties", {})
    if slot.matched == ("?",) and patterns:
        return None
    hits = {p: (p in slot.matched) if slot.is_spare else occurs(p, slot.name) for p in patterns}
    if None in hits.values():
        return None
    said = [patterns[pattern] for pattern, hit in hits.items() if hit]
    if slot.name in group.get("properties", {}) and not slot.is_spare:
        said.insert(0, group["properties"][slot.name])
    elif not said:
        said = [group.get("additionalProperties", True)]
    return [schema for schema in said if schema is not True and schema != {}]
