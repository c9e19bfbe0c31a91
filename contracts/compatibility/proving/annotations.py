"""What `unevaluatedProperties` and `unevaluatedItems` leave to judge, as schemas without these keywords.

The fields that count as evaluated depend on which branches hold, so the answer is a list of cases. For a schema that
must hold, a case may say that *more* is evaluated than really is, for one that must not, *less*: either way the set of
values that the search looks for grows, and a proof stays true.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contracts.compatibility.members import target_name

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

_MAX_CASES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is evaluated if the conditions hold (`wanted`) and do not (`unwanted`)."""

    wanted: tuple[Schema, ...] = ()
    unwanted: tuple[Schema, ...] = ()
    names: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    slots: int = 0
    all_names: bool = False
    all_items: bool = False

    def joined(self, other: Case) -> Case:
        """Both at once."""
        return Case(
            wanted=(*self.wanted, *other.wanted),
            unwanted=(*self.unwanted, *other.unwanted),
            names=self.names | other.names,
            patterns=self.patterns | other.patterns,
            slots=max(self.slots, other.slots),
            all_names=self.all_names or other.all_names,
            all_items=self.all_items or other.all_items,
        )


EVERYTHING = Case(all_names=True, all_items=True)


def unevaluated_cases(
    schema: dict[str, Json], keyword: str, definitions: dict[str, Schema], *, holds: bool
) -> list[tuple[Case, dict[str, Json]]]:
    """Per case, the schema that `keyword` amounts to; `holds` says whether the schema must hold or must not."""
    bare = {name: value for name, value in schema.items() if name != keyword}
    cases = _Cases(definitions, is_upper=holds).of_schema(bare)
    rest = schema[keyword]
    return [(case, _amounts_to(case, keyword, rest)) for case in cases]


def _amounts_to(case: Case, keyword: str, rest: Schema) -> dict[str, Json]:
    if keyword == "unevaluatedItems":
        return {} if case.all_items else {"prefixItems": [True] * case.slots, "items": rest}
    if case.all_names:
        return {}
    return {
        "properties": dict.fromkeys(sorted(case.names), True),
        "patternProperties": dict.fromkeys(sorted(case.patterns), True),
        "additionalProperties": rest,
    }


class _Cases:
    def __init__(self, definitions: dict[str, Schema], *, is_upper: bool) -> None:
        self._definitions, self._is_upper = definitions, is_upper

    def of_schema(self, schema: Schema) -> list[Case]:
        """The cases of one schema in place."""
        if not isinstance(schema, dict):
            return [Case()]
        cases = [self._own(schema)]
        if "$ref" in schema:
            cases = self._product(cases, self.of_schema(self._definitions[target_name(schema)]))
        for member in schema.get("allOf", ()):
            cases = self._product(cases, self.of_schema(member))
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                cases = self._product(cases, self._branches(keyword, schema[keyword]))
        if "if" in schema:
            cases = self._product(cases, self._conditional(schema))
        for name, member in schema.get("dependentSchemas", {}).items():
            cases = self._product(cases, self._dependent(name, member))
        return cases

    def _own(self, schema: dict[str, Json]) -> Case:
        has_all_names = "additionalProperties" in schema or "unevaluatedProperties" in schema
        # `contains` evaluates what it matches: for a schema that must hold, count everything.
        has_all_items = "items" in schema or "unevaluatedItems" in schema or (self._is_upper and "contains" in schema)
        return Case(
            names=frozenset(schema.get("properties", {})),
            patterns=frozenset(schema.get("patternProperties", {})),
            slots=len(schema.get("prefixItems", ())),
            all_names=has_all_names,
            all_items=has_all_items,
        )

    def _branches(self, keyword: str, members: list[Schema]) -> list[Case]:
        if keyword == "anyOf" and self._is_upper:
            # Several branches may hold at once: count what any of them evaluates.
            return [self._union([case for member in members for case in self.of_schema(member)])]
        return [replace(case, wanted=(*case.wanted, member)) for member in members for case in self.of_schema(member)]

    def _conditional(self, schema: dict[str, Json]) -> list[Case]:
        then = self._product(self.of_schema(schema["if"]), self.of_schema(schema.get("then", True)))
        otherwise = self.of_schema(schema.get("else", True))
        return [
            *(replace(case, wanted=(*case.wanted, schema["if"])) for case in then),
            *(replace(case, unwanted=(*case.unwanted, schema["if"])) for case in otherwise),
        ]

    def _dependent(self, name: str, member: Schema) -> list[Case]:
        present = {"type": "object", "required": [name]}  # `required` alone holds for what is no object
        held = [replace(case, wanted=(*case.wanted, present)) for case in self.of_schema(member)]
        return [*held, Case(unwanted=(present,))]

    def _union(self, cases: list[Case]) -> Case:
        union = Case()
        for case in cases:
            union = union.joined(replace(case, wanted=(), unwanted=()))
        return union

    def _product(self, one: list[Case], other: list[Case]) -> list[Case]:
        if len(one) * len(other) > _MAX_CASES:
            # Too many to tell apart: say the most, or the least.
            return [EVERYTHING] if self._is_upper else [Case()]
        return [first.joined(second) for first in one for second in other]
