"""Rows of the catalogue: least and greatest values, lengths and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.rules.rule import Effect, Rule

if TYPE_CHECKING:
    from contracts.keywords import Json

LEAST = {"minimum": "number", "exclusiveMinimum": "number", "minLength": "string", "minItems": "array"} | {
    "minProperties": "object",
    "minContains": "array",
}
GREATEST = {"maximum": "number", "exclusiveMaximum": "number", "maxLength": "string", "maxItems": "array"} | {
    "maxProperties": "object",
    "maxContains": "array",
}


def kebab(keyword: str) -> str:
    """The keyword as ids write it: `minLength` is `min-length`."""
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in keyword)


def _bounded(keyword: str, kind: str, limit: int) -> dict[str, Json]:
    if keyword in {"minContains", "maxContains"}:
        return {"type": kind, "contains": {"type": "integer"}, keyword: limit}
    return {"type": kind, keyword: limit}


def _tightened(keyword: str, kind: str, *, verb: str, loose: int, tight: int) -> Rule:
    return Rule(
        id=f"{kebab(keyword)}-{verb}",
        old_writes=Effect.BREAKING,
        new_writes=Effect.SAFE,
        sentence=f"`{keyword}` of {{field}} went from {{old}} to {{new}}, which allows less.",
        fix=f"set `{keyword}` of {{field}} back to {{old}}",
        example=(_bounded(keyword, kind, loose), _bounded(keyword, kind, tight)),
        counterexample=(_bounded(keyword, kind, tight), _bounded(keyword, kind, loose)),
    )


def _loosened(keyword: str, kind: str, *, verb: str, loose: int, tight: int) -> Rule:
    return Rule(
        id=f"{kebab(keyword)}-{verb}",
        old_writes=Effect.SAFE,
        new_writes=Effect.BREAKING,
        sentence=f"`{keyword}` of {{field}} went from {{old}} to {{new}}, which allows more.",
        fix=f"keep `{keyword}` of {{field}} at {{old}} while readers of the old version are deployed",
        example=(_bounded(keyword, kind, tight), _bounded(keyword, kind, loose)),
        counterexample=(_bounded(keyword, kind, loose), _bounded(keyword, kind, tight)),
    )


BOUND_RULES = (
    *(_tightened(keyword, kind, verb="raised", loose=1, tight=3) for keyword, kind in LEAST.items()),
    *(_loosened(keyword, kind, verb="lowered", loose=1, tight=3) for keyword, kind in LEAST.items()),
    *(_tightened(keyword, kind, verb="lowered", loose=5, tight=3) for keyword, kind in GREATEST.items()),
    *(_loosened(keyword, kind, verb="raised", loose=5, tight=3) for keyword, kind in GREATEST.items()),
)
