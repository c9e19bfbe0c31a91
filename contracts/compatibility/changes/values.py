"""What differs in the keywords that speak of one value: types, allowed values, formats, patterns, bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.changes.place import change, shown
from contracts.compatibility.finite import content_key
from contracts.compatibility.rules.bounds import GREATEST, LEAST, kebab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.compatibility.changes.place import Place
    from contracts.compatibility.verdict import Change
    from contracts.keywords import Json

_TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")


def value_changes(old: dict[str, Json], new: dict[str, Json], place: Place) -> Iterator[Change]:
    """The changes of these keywords of one schema object."""
    yield from _of_type(old, new, place)
    yield from _of_allowed_values(old, new, place)
    for keyword in ("format", "pattern"):
        yield from _of_word(keyword, old, new, place)
    if content_key(old.get("multipleOf")) != content_key(new.get("multipleOf")):
        before, after = _word(old, "multipleOf"), _word(new, "multipleOf")
        yield change("multiple-of-changed", place.below("multipleOf"), old=before, new=after)
    if bool(old.get("uniqueItems")) != bool(new.get("uniqueItems")):
        rule = "unique-items-added" if new.get("uniqueItems") else "unique-items-removed"
        yield change(rule, place.below("uniqueItems"), sides=_sides("uniqueItems", old, new))
    for keyword in (*LEAST, *GREATEST):
        yield from _of_bound(keyword, old, new, place)


def _of_type(old: dict[str, Json], new: dict[str, Json], place: Place) -> Iterator[Change]:
    before, after = _types(old), _types(new)
    if before == after:
        return
    rule = "type-narrowed" if after < before else "type-widened" if before < after else "type-changed"
    yield change(
        rule, place.below("type"), sides=_sides("type", old, new), old=_type_words(before), new=_type_words(after)
    )


def _types(schema: dict[str, Json]) -> frozenset[str]:
    """The types as a set in which `number` includes `integer`; all of them where none is named."""
    named = schema.get("type", list(_TYPES))
    names = {named} if isinstance(named, str) else set(named)
    return frozenset(names | {"integer"} if "number" in names else names)


def _type_words(types: frozenset[str]) -> str:
    if len(types) == len(_TYPES):
        return "any"
    return " or ".join(name for name in _TYPES if name in types and not (name == "integer" and "number" in types))


def _of_allowed_values(old: dict[str, Json], new: dict[str, Json], place: Place) -> Iterator[Change]:
    before, after = _allowed(old), _allowed(new)
    spot = place.below("const" if "const" in old or "const" in new else "enum")
    if before is None and after is not None:
        yield change("enum-introduced", spot, sides="new", new=_listed(list(after)))
    elif before is not None and after is None:
        yield change("enum-dropped", spot, sides="old", old=_listed(list(before)))
    elif before is not None and after is not None:
        yield from _between_lists(before, after, spot, is_const="const" in old and "const" in new)


def _between_lists(before: dict[str, Json], after: dict[str, Json], spot: Place, *, is_const: bool) -> Iterator[Change]:
    removed = [key for key in before if key not in after]
    added = [key for key in after if key not in before]
    if is_const and removed:
        yield change("const-changed", spot, old=_listed(removed), new=_listed(added))
        return
    if removed:
        yield change("enum-value-removed", spot, old=_listed(removed))
    if added:
        yield change("enum-value-added", spot, new=_listed(added))


def _allowed(schema: dict[str, Json]) -> dict[str, Json] | None:
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    return None if values is None else {content_key(value): value for value in values}


def _listed(keys: list[str]) -> str:
    few = ", ".join(f"`{key}`" for key in keys[:5])
    return few if len(keys) <= 5 else f"{few} and {len(keys) - 5} more"  # noqa: PLR2004  # what fits in a sentence


def _of_word(keyword: str, old: dict[str, Json], new: dict[str, Json], place: Place) -> Iterator[Change]:
    before, after = old.get(keyword), new.get(keyword)
    if before == after:
        return
    verb = "added" if before is None else "removed" if after is None else "changed"
    sides = _sides(keyword, old, new)
    yield change(
        f"{keyword}-{verb}", place.below(keyword), sides=sides, old=_word(old, keyword), new=_word(new, keyword)
    )


def _of_bound(keyword: str, old: dict[str, Json], new: dict[str, Json], place: Place) -> Iterator[Change]:
    before, after = _number(old, keyword), _number(new, keyword)
    if before == after:
        return
    rises = after is not None and (before is None or after > before)
    if keyword in GREATEST:  # a bound that appears tightens, one that goes loosens
        rises = before is not None and (after is None or after > before)
    rule = f"{kebab(keyword)}-{'raised' if rises else 'lowered'}"
    yield change(
        rule, place.below(keyword), sides=_sides(keyword, old, new), old=_word(old, keyword), new=_word(new, keyword)
    )


def _number(schema: dict[str, Json], keyword: str) -> float | None:
    value = schema.get(keyword)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else None


def _word(schema: dict[str, Json], keyword: str) -> str:
    return shown(schema[keyword]) if keyword in schema else "none"


def _sides(keyword: str, old: dict[str, Json], new: dict[str, Json]) -> str:
    if (keyword in old) == (keyword in new):
        return "both"
    return "old" if keyword in old else "new"
