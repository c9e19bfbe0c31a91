"""What differs between two versions of a schema: facts at JSON Pointers into both, each a row of the catalogue.

The walk follows instance locations: references are looked through, so a definition that moved is no change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.compatibility.changes.place import Place, change, shown
from contracts.compatibility.changes.values import value_changes
from contracts.compatibility.finite import content_key
from contracts.compatibility.limits import extent_of
from contracts.compatibility.references import Target, resolve
from contracts.compatibility.rules.bounds import GREATEST, LEAST
from contracts.keywords import ANNOTATIONS
from contracts.validation import draft_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.compatibility.verdict import Change
    from contracts.keywords import Json, Schema, Step

MAX_CHANGES = 500
_NOT_COMPARED = ANNOTATIONS | {"$defs", "definitions", "$id", "id", "$schema", "$anchor"}
_COMPARED = frozenset(
    {"type", "enum", "const", "format", "pattern", "multipleOf", "uniqueItems", "required", "properties"}
    | {"patternProperties", "dependentSchemas", "dependentRequired", "dependencies", "additionalProperties"}
    | {"unevaluatedProperties", "items", "prefixItems", "additionalItems", "allOf", "anyOf", "oneOf", *LEAST, *GREATEST}
    | {"contains", "propertyNames", "not", "if", "then", "else", "unevaluatedItems"}
)
_SINGLE = ("contains", "propertyNames", "not", "if", "then", "else", "unevaluatedItems")
_OPAQUE = frozenset({"not", "if"})


def list_changes(old: Schema, new: Schema) -> tuple[Change, ...]:
    """Every difference that matters, outermost first; empty if the schemas say the same in the same words."""
    if extent_of(old).excess or extent_of(new).excess:
        return (change("schema-changed", Place()),)  # too much to be walked, as the verdict says
    return tuple(_Comparing(old, new).changes())


class _Comparing:
    """One comparison of two documents."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old, new
        self._seen: set[tuple[tuple[Step, ...], tuple[Step, ...]]] = set()
        self._count = 0

    def changes(self) -> Iterator[Change]:
        before, after = (
            schema.get("$schema") if isinstance(schema, dict) else None for schema in (self._old, self._new)
        )
        if before != after:
            names = [str(draft_of(schema)) for schema in (self._old, self._new)]
            yield change("dialect-changed", Place(), old=names[0], new=names[1])
        yield from self._compared(self._old, self._new, Place())

    def _compared(self, old: Schema, new: Schema, place: Place) -> Iterator[Change]:
        before = resolve(self._old, Target(schema=old, path=place.old))
        after = resolve(self._new, Target(schema=new, path=place.new))
        place = Place(old=before.path, new=after.path, field=place.field)
        if (place.old, place.new) in self._seen or self._count > MAX_CHANGES:
            return
        self._seen.add((place.old, place.new))
        if before.schema is False or after.schema is False:
            if before.schema is not after.schema:
                yield change("schema-forbidden" if after.schema is False else "schema-changed", place)
            return
        yield from self._of_objects(_as_object(before.schema), _as_object(after.schema), place)

    def _of_objects(self, old: dict[str, Json], new: dict[str, Json], place: Place) -> Iterator[Change]:
        keys = content_key(old), content_key(new)
        if keys[0] == keys[1] and '"$ref"' not in keys[0]:
            return
        for facts in (value_changes(old, new, place), self._members(old, new, place)):
            for fact in facts:
                self._count += 1
                yield fact
        if _differs_elsewhere(old, new):
            yield change("schema-changed", place)

    def _members(self, old: dict[str, Json], new: dict[str, Json], place: Place) -> Iterator[Change]:
        if "$ref" in old and "$ref" in new:  # with siblings, or it had been looked through
            yield from self._compared({"$ref": old["$ref"]}, {"$ref": new["$ref"]}, place)
        yield from self._properties(old, new, place)
        yield from self._named(old, new, place)
        yield from self._additional(old, new, place)
        yield from self._items(old, new, place)
        for keyword in _SINGLE:
            yield from self._single(keyword, old, new, place)
        for keyword in ("allOf", "anyOf", "oneOf"):
            yield from self._alternatives(keyword, old, new, place)

    def _properties(self, old: dict[str, Json], new: dict[str, Json], place: Place) -> Iterator[Change]:
        declared = _map(old, "properties"), _map(new, "properties")
        required = dict.fromkeys(_names(old, "required")), dict.fromkeys(_names(new, "required"))
        for name in dict.fromkeys([*declared[0], *declared[1], *required[0], *required[1]]):
            spot = place.below("properties", name, field=place.member(name))
            rule = _property_rule(tuple(name in names for names in (*declared, *required)))
            if rule:
                yield change(rule, spot, sides=_sides(name in declared[0], name in declared[1]))
            if name in declared[0] and name in declared[1]:
                yield from self._compared(declared[0][name], declared[1][name], spot)

    def _named(self, old: dict[str, Json], new: dict[str, Json], place: Place) -> Iterator[Change]:
        """What is described per pattern of names, and what a present field requires beside it."""
        for keyword, kind in _KINDS_OF_MAPS:
            before, after = _map(old, keyword), _map(new, keyword)
            for name in dict.fromkeys([*before, *after]):
                field = f"{place.field}.*".lstrip(".") if kind == "pattern-property" else place.member(name)
                spot = place.below(keyword, name, field=field)
                if name not in before:
                    yield change(f"{kind}-added", spot, sides="new", new=f"`{name}`")
                elif name not in after:
                    yield change(f"{kind}-removed", spot, sides="old", old=f"`{name}`")
                elif isinstance(before[name], list) or isinstance(after[name], list):
                    yield from _dependency_changes(before[name], after[name], spot)
                else:
                    yield from self._compared(before[name], after[name], spot)

    def _additional(self, old: dict[str, Json], new: dict[str, Json], place: Place) -> Iterator[Change]:
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            before, after = old.get(keyword, True), new.get(keyword, True)
            if (before is False) != (after is False):
                rule = "additional-properties-closed" if after is False else "additional-properties-opened"
                yield change(
                    rule, place.below(keyword, field=place.field), sides=_sides(keyword in old, keyword in new)
                )
            elif before is not after:
                yield from self._compared(before, after, place.below(keyword, field=place.member("*")))

    def _items(self, old: dict[str, Json], new: dict[str, Json], place: Place) -> Iterator[Change]:
        slots = _slots(old), _slots(new)
        for index in range(max(len(slots[0].prefix), len(slots[1].prefix))):
            spot = place.below(field=f"{place.field}[{index}]")
            (before, before_path), (after, after_path) = slots[0].at(index), slots[1].at(index)
            spot = Place(old=(*spot.old, *before_path), new=(*spot.new, *after_path), field=spot.field)
            yield from self._compared(before, after, spot)
        (before, before_path), (after, after_path) = slots[0].rest, slots[1].rest
        spot = Place(old=(*place.old, *before_path), new=(*place.new, *after_path), field=f"{place.field}[]")
        if (before is True) != (after is True) and before is not False and after is not False:
            rule = "items-freed" if after is True else "items-constrained"
            yield change(rule, place.below("items"), sides="old" if after is True else "new")
        else:
            yield from self._compared(before, after, spot)

    def _single(self, keyword: str, old: dict[str, Json], new: dict[str, Json], place: Place) -> Iterator[Change]:
        spot = place.below(keyword)
        if keyword not in old and keyword in new:
            yield change("condition-added", spot, sides="new", new=shown({keyword: new[keyword]}))
        elif keyword in old and keyword not in new:
            yield change("condition-removed", spot, sides="old", old=shown({keyword: old[keyword]}))
        elif keyword in old and keyword in _OPAQUE:
            if content_key(old[keyword]) != content_key(new[keyword]):
                yield change("schema-changed", spot)
        elif keyword in old:
            yield from self._compared(old[keyword], new[keyword], spot)

    def _alternatives(self, keyword: str, old: dict[str, Json], new: dict[str, Json], place: Place) -> Iterator[Change]:
        before, after = _unmatched(old.get(keyword, []), new.get(keyword, []))
        for (index, was), (position, now) in zip(before, after, strict=False):
            spot = Place(old=(*place.old, keyword, index), new=(*place.new, keyword, position), field=place.field)
            yield from self._compared(was, now, spot)
        kind = "condition" if keyword == "allOf" else "alternative"
        for index, was in before[len(after) :]:
            yield change(f"{kind}-removed", place.below(keyword, index), sides="old", old=shown(was))
        for index, now in after[len(before) :]:
            yield change(f"{kind}-added", place.below(keyword, index), sides="new", new=shown(now))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slots:
    """The items of an array schema: the first ones one by one, then the rest, each with its path."""

    prefix: tuple[tuple[Schema, tuple[Step, ...]], ...]
    rest: tuple[Schema, tuple[Step, ...]]

    def at(self, index: int) -> tuple[Schema, tuple[Step, ...]]:
        return self.prefix[index] if index < len(self.prefix) else self.rest


def _slots(schema: dict[str, Json]) -> _Slots:
    items = schema.get("items", True)
    keyword = "items" if isinstance(items, list) else "prefixItems"
    rest = "additionalItems" if isinstance(items, list) else "items"
    return _Slots(
        prefix=tuple((item, (keyword, index)) for index, item in enumerate(schema.get(keyword, ()))),
        rest=(schema.get(rest, True), (rest,) if rest in schema else ()),
    )


_KINDS_OF_MAPS = (
    ("patternProperties", "pattern-property"),
    ("dependentSchemas", "dependency"),
    ("dependentRequired", "dependency"),
    ("dependencies", "dependency"),
)


def _differs_elsewhere(old: dict[str, Json], new: dict[str, Json]) -> bool:
    """Whether something differs that no comparison above looks at."""
    keywords = [keyword for keyword in (*old, *new) if keyword not in _COMPARED]
    # In draft 4 a bound is excluded by a boolean beside it.
    keywords += [keyword for keyword in ("exclusiveMinimum", "exclusiveMaximum") if _is_flag(old, new, keyword)]
    return any(content_key(old.get(keyword)) != content_key(new.get(keyword)) for keyword in keywords)


def _is_flag(old: dict[str, Json], new: dict[str, Json], keyword: str) -> bool:
    return any(isinstance(schema.get(keyword), bool) for schema in (old, new))


def _as_object(schema: Schema) -> dict[str, Json]:
    if not isinstance(schema, dict):
        return {}
    return {keyword: value for keyword, value in schema.items() if keyword not in _NOT_COMPARED}


def _map(schema: dict[str, Json], keyword: str) -> Mapping[str, Json]:
    value = schema.get(keyword)
    return value if isinstance(value, dict) else {}


def _names(schema: dict[str, Json], keyword: str) -> list[str]:
    value = schema.get(keyword)
    return value if isinstance(value, list) else []


def _sides(in_old: bool, in_new: bool) -> str:  # noqa: FBT001  # a table of two columns
    return "both" if in_old == in_new else ("old" if in_old else "new")


def _property_rule(column: tuple[bool, ...]) -> str | None:
    """The rule for a field that was declared, is declared, was required, is required."""
    was_declared, is_declared, was_required, is_required = column
    if was_required != is_required:
        if is_required:
            return "required-property-added"
        return "required-property-removed" if was_declared and not is_declared else "property-no-longer-required"
    if was_declared != is_declared:
        return "property-added" if is_declared else "property-removed"
    return None


def _dependency_changes(old: Json, new: Json, place: Place) -> Iterator[Change]:
    before, after = (value if isinstance(value, list) else [value] for value in (old, new))
    if any(name not in before for name in after):
        yield change("dependency-added", place)
    if any(name not in after for name in before):
        yield change("dependency-removed", place)


def _unmatched(old: list[Schema], new: list[Schema]) -> tuple[list[tuple[int, Schema]], list[tuple[int, Schema]]]:
    """The members that the other list does not have in the same words, with their positions.

    A reference is matched by its words too; whether its definition changed is seen where pairs are compared.
    """
    keys = {content_key(item) for item in old}, {content_key(item) for item in new}
    mine = [(index, item) for index, item in enumerate(old) if content_key(item) not in keys[1] or _refers(item)]
    theirs = [(index, item) for index, item in enumerate(new) if content_key(item) not in keys[0] or _refers(item)]
    return _paired_by_reference(mine, theirs)


def _refers(schema: Schema) -> bool:
    return '"$ref"' in content_key(schema)


def _paired_by_reference(
    old: list[tuple[int, Schema]], new: list[tuple[int, Schema]]
) -> tuple[list[tuple[int, Schema]], list[tuple[int, Schema]]]:
    """Both lists, reordered so that members with the same words come first and at the same position."""
    words = {content_key(item) for _, item in old} & {content_key(item) for _, item in new}

    def rank(member: tuple[int, Schema]) -> tuple[bool, str]:
        key = content_key(member[1])
        return key not in words, key if key in words else ""

    return sorted(old, key=rank), sorted(new, key=rank)
