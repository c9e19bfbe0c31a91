"""How a signed schema splits, for values of one type, into atoms, further literals, and choices between them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from contracts.compatibility.members import target_name
from contracts.compatibility.proving.annotations import unevaluated_cases
from contracts.compatibility.proving.terms import LITERAL_INTEGER, Literal, Part, Terms

if TYPE_CHECKING:
    from contracts.keywords import Json

Alternatives: TypeAlias = "list[tuple[Literal, ...]]"
_MAX_MEMBERS = 320
_MAX_EXCLUSIVE = 150
_WHOLE = {"multipleOf": 1}


@dataclass(frozen=True, slots=True)
class Atom:
    """A signed condition that a leaf answers."""

    holds: bool
    key: str
    keyword: str = field(compare=False)
    schema: dict[str, Json] = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Ways of which one must be gone; `origin` is the literal that they come from, with its sign turned."""

    ways: Alternatives
    origin: Literal | None = None


@dataclass(slots=True)
class State:
    """What is known of the value so far; `choices` are still to be made."""

    atoms: dict[Atom, None] = field(default_factory=dict)
    signs: dict[str, bool] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How much it holds: what a copy costs."""
        return len(self.atoms) + len(self.signs) + len(self.choices)

    def copy(self) -> State:
        """An independent copy."""
        return State(dict(self.atoms), dict(self.signs), list(self.choices))


class Splitter:
    """Splitting for values of one type."""

    def __init__(self, terms: Terms, kind: str) -> None:
        self._terms, self._kind = terms, kind

    def add(self, state: State, literals: tuple[Literal, ...] | list[Literal]) -> bool:
        """Whether the literals, added to the state, do not contradict it at first sight."""
        waiting = list(literals)[::-1]
        while waiting:
            literal = waiting.pop()
            known = state.signs.get(literal.key)
            if known is literal.holds or literal.is_idle:
                continue
            if known is not None or literal.key == ("false" if literal.holds else "true"):
                return False
            state.signs[literal.key] = literal.holds
            self._terms.budget.spend(4 + 4 * len(self._terms.parts(literal)))
            units = self._split(state, literal)
            if units is None:
                return False
            waiting += units
        return True

    def _split(self, state: State, literal: Literal) -> list[Literal] | None:
        """The literals that follow from this one; atoms and choices go into the state. None is a contradiction."""
        if literal.holds:
            return self._split_wanted(state, literal)
        return self._split_unwanted(state, literal)

    def _split_wanted(self, state: State, literal: Literal) -> list[Literal] | None:
        units: list[Literal] = []
        for part in self._terms.parts(literal):
            if not part.speaks_of(self._kind):
                continue
            if part.is_atom:
                if not self._keep(state, part, holds=True):
                    return None
                continue
            ways = self._ways(part, state, holds=True)
            if not ways:
                return None
            if len(ways) == 1:
                units += ways[0]
            elif () not in ways:
                state.choices.append(Choice(ways=ways))
        return units

    def _split_unwanted(self, state: State, literal: Literal) -> list[Literal] | None:
        parts = [part for part in self._terms.parts(literal) if part.speaks_of(self._kind)]
        if len(parts) == 1 and parts[0].is_atom:
            return [] if self._keep(state, parts[0], holds=False) else None
        ways: Alternatives = []
        for part in parts:
            if part.is_atom:
                ways.append((self._terms.literal(part.schema, holds=False),))
            else:
                ways += self._ways(part, state, holds=False, is_alone=len(parts) == 1)
        if () in ways:
            return []
        if not ways:
            return None
        if len(ways) == 1:
            return list(ways[0])
        state.choices.append(Choice(ways=ways, origin=Literal(True, literal.key, literal.schema)))  # noqa: FBT003  # sign
        return []

    def _keep(self, state: State, part: Part, *, holds: bool) -> bool:
        """Whether the condition, added to the state, is not there already with the other sign."""
        atom = Atom(holds, self._terms.key(part.schema), part.keyword, part.schema)
        state.atoms[atom] = None
        return replace(atom, holds=not holds) not in state.atoms

    def _ways(self, part: Part, state: State, *, holds: bool, is_alone: bool = True) -> Alternatives:
        """The ways to make a part hold or fail: none is impossible, an empty one is no condition."""
        if part.keyword == "enum":
            return self._enum_ways(part, state, holds=holds, is_alone=is_alone)
        key = (id(part), self._kind, holds)
        known = self._terms.known_ways.get(key)
        if known is None:
            known = self._ways_of(part, holds=holds)
            self._terms.known_ways[key] = known
        return known

    def _ways_of(self, part: Part, *, holds: bool) -> Alternatives:
        value = part.schema.get(part.keyword)
        match part.keyword:
            case "type":
                ways = self._type_ways(part, holds=holds)
            case "$ref":
                ways = [(self._literal(self._terms.definitions[target_name(part.schema)], holds),)]
            case "not":
                ways = [(self._literal(value, not holds),)]
            case "oneOf":
                ways = self._one_of_ways(part.schema["oneOf"], holds=holds)
            case "allOf" | "anyOf":
                members = [self._literal(member, holds) for member in part.schema[part.keyword]]
                ways = [tuple(members)] if (part.keyword == "allOf") is holds else [(member,) for member in members]
            case "if":
                ways = self._conditional_ways(part.schema, holds=holds)
            case "dependentRequired" | "dependentSchemas":
                ways = self._dependent_ways(part, holds=holds)
            case _:
                ways = self._unevaluated_ways(part, holds=holds)
        return ways

    def _literal(self, schema: Json, holds: bool) -> Literal:  # noqa: FBT001  # the sign of the literal
        return self._terms.literal(schema, holds=holds)

    def _type_ways(self, part: Part, *, holds: bool) -> Alternatives:
        named = part.schema["type"]
        names = {named} if isinstance(named, str) else set(named)
        fits, fits_if_whole = self._kind in names, False
        if self._kind == "integer":
            fits = bool(names & {"number", "integer", LITERAL_INTEGER})
        elif self._kind == "number" and not fits:
            fits_if_whole = "integer" in names
        if fits_if_whole:
            return [(self._literal(_WHOLE, holds),)]
        return [()] if fits is holds else []

    def _enum_ways(self, part: Part, state: State, *, holds: bool, is_alone: bool) -> Alternatives:
        values = [value for value in part.schema["enum"] if _is_of_kind(value, self._kind)]
        if not values:
            return [] if holds else [()]
        schema = {"enum": values}
        key = self._terms.key(schema)
        if holds or is_alone:
            state.atoms[Atom(holds, key, "enum", schema)] = None
            return [()]
        return [(Literal(False, key, schema),)]  # noqa: FBT003  # the sign of the literal

    def _one_of_ways(self, members: list[Json], *, holds: bool) -> Alternatives:
        if len(members) <= _MAX_MEMBERS:
            self._terms.budget.spend(len(members) ** 2 // 4)
        if holds:
            # Beyond, that the others fail is not used: more values, never fewer.
            exclusive = len(members) <= _MAX_EXCLUSIVE
            others = [self._literal(member, False) for member in members] if exclusive else []  # noqa: FBT003  # signs
            return [
                (self._literal(member, True), *others[:index], *others[index + 1 :])  # noqa: FBT003  # signs
                for index, member in enumerate(members)
            ]
        if len(members) > _MAX_MEMBERS:
            return [()]  # no information: so many branches are not tried
        none = tuple(self._literal(member, False) for member in members)  # noqa: FBT003  # sign
        # Two hold: one, and one of those after it. To write out all pairs would be their square.
        two = [
            (self._literal(member, True), self._literal({"anyOf": members[index + 1 :]}, True))  # noqa: FBT003  # signs
            for index, member in enumerate(members[:-1])
        ]
        return [none, *two]

    def _conditional_ways(self, schema: dict[str, Json], *, holds: bool) -> Alternatives:
        condition = schema["if"]
        return [
            (self._literal(condition, True), self._literal(schema.get("then", True), holds)),  # noqa: FBT003  # signs
            (self._literal(condition, False), self._literal(schema.get("else", True), holds)),  # noqa: FBT003  # signs
        ]

    def _dependent_ways(self, part: Part, *, holds: bool) -> Alternatives:
        ((name, needed),) = part.schema[part.keyword].items()
        wanted = {"required": list(needed)} if isinstance(needed, list) else needed
        present = {"required": [name]}
        if holds:
            return [(self._literal(present, False),), (self._literal(wanted, True),)]  # noqa: FBT003  # signs
        return [(self._literal(present, True), self._literal(wanted, False))]  # noqa: FBT003  # signs

    def _unevaluated_ways(self, part: Part, *, holds: bool) -> Alternatives:
        cases = unevaluated_cases(part.schema, part.keyword, self._terms.definitions, holds=holds)
        return [
            (
                *(self._literal(item, True) for item in case.wanted),  # noqa: FBT003  # signs
                *(self._literal(item, False) for item in case.unwanted),  # noqa: FBT003  # signs
                self._literal(schema, holds),
            )
            for case, schema in cases
        ]


def _is_of_kind(value: Json, kind: str) -> bool:
    if value is None or isinstance(value, bool):
        return kind == ("null" if value is None else "boolean")
    if isinstance(value, int | float):
        # A number in an enum stands for its value: 1 also for 1.0.
        return kind == "number" or (kind == "integer" and value == int(value))
    return kind == ("string" if isinstance(value, str) else "array" if isinstance(value, list) else "object")
