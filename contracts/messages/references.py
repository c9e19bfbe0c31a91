"""A schema as one document: its references made absolute, and any piece of it asked for its opinion of a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.errors import InvalidSchema
from contracts.keywords import map_subschemas, pointer, steps, subschemas, unquoted
from contracts.validation import Validator
from contracts.validation.effort import applied_at_most, size_of

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema, Step
    from contracts.model import Formats
    from contracts.validation.effort import Budget

ROOT = "#/$defs/root"
# Values of a schema, and of a message that is built from it: beyond that they are not counted, and not built.
MAX_PIECES = 60_000
MAX_MESSAGE = 10_000
IDENTITIES = frozenset({"$id", "id", "$schema", "$anchor", "$dynamicAnchor", "$recursiveAnchor"})
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
OLD_DRAFTS = ("draft-03", "draft-04", "draft-06", "draft-07")


class SchemaDocument:
    """A schema whose references all read `#/$defs/root/...`, so that each piece of it can be judged alone.

    A reference that cannot be followed counts as "anything": what is built with it is judged by the whole schema later.
    """

    def __init__(self, schema: Schema, formats: Formats, budget: Budget) -> None:
        self._formats, self.budget = formats, budget
        self._applied, self._size = applied_at_most(schema), size_of(schema, MAX_PIECES)
        self._dialect = schema.get("$schema") if isinstance(schema, dict) else None
        self._judges: dict[int, tuple[Schema, Validator | None]] = {}
        self.root = rooted_references(schema, ROOT)
        self.ignores_siblings = any(draft in str(self._dialect) for draft in OLD_DRAFTS)

    def resolve(self, reference: str) -> Schema | None:
        """The schema that a reference of this document points to, or None."""
        if not reference.startswith(ROOT):
            return None
        place: Json = self.root
        for step in steps(unquoted(reference[len(ROOT) :])):
            if isinstance(place, list) and step.isdecimal() and int(step) < len(place):
                place = place[int(step)]
            elif isinstance(place, dict) and step in place:
                place = place[step]
            else:
                return None
        return place if isinstance(place, dict | bool) else None

    def accepts(self, piece: Schema, value: Json) -> bool:
        """Whether a piece of this document accepts the value; True if the piece cannot be judged alone."""
        if isinstance(piece, bool):
            return piece
        if id(piece) not in self._judges:
            self._judges[id(piece)] = (piece, self._judge(piece))  # the piece is kept: its id must not be used again
        judge = self._judges[id(piece)][1]
        size = size_of(value, MAX_MESSAGE)
        self.budget.take(2 + size // 5 + size * self._applied // 40)
        return size <= MAX_MESSAGE and (judge is None or judge.accepts(value))

    def _judge(self, piece: Schema) -> Validator | None:
        alone: dict[str, Json] = {"allOf": [piece]}
        if self._dialect is not None:
            alone["$schema"] = self._dialect
        self.budget.take(60 + size_of(piece, MAX_PIECES))
        if refers(piece):
            alone["$defs"] = {"root": self.root}
            self.budget.take(self._size)
        try:
            return Validator(alone, formats=self._formats)
        except InvalidSchema:
            return None


def rooted_references(schema: Schema, root: str) -> Schema:
    """The schema for a place in another document: every reference reads `ROOT/...`, identities and anchors are gone.

    `root` is where the schema will stand, `#/components/schemas/Order` for example. A reference that leaves the
    schema is kept as it is.
    """
    return _Rooting(root=root, places=_named_places(schema, ())).rooted(schema)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rooting:
    root: str
    places: dict[str, str]

    def rooted(self, schema: Schema) -> Schema:
        if not isinstance(schema, dict):
            return schema
        changed = map_subschemas(schema, self.rooted)
        for keyword in REFERENCES:
            reference = changed.pop(keyword, None)
            if isinstance(reference, str):
                changed["$ref"] = self._target(reference)
        return {keyword: value for keyword, value in changed.items() if keyword not in IDENTITIES}

    def _target(self, reference: str) -> str:
        if reference in self.places:
            return self.root + self.places[reference]  # an anchor, or the identity of an embedded schema
        document, _, fragment = reference.partition("#")
        if (document and document not in self.places) or (fragment and not fragment.startswith("/")):
            return reference
        return self.root + self.places.get(document, "") + fragment


def _named_places(schema: Schema, path: tuple[Step, ...]) -> dict[str, str]:
    """Each `$id` and anchor of the schema with its JSON Pointer."""
    places: dict[str, str] = {}
    if isinstance(schema, dict):
        for keyword, form in (("$id", "{}"), ("id", "{}"), ("$anchor", "#{}"), ("$dynamicAnchor", "#{}")):
            if isinstance(name := schema.get(keyword), str):
                places[form.format(name.removesuffix("#"))] = pointer(path)
        for steps_down, subschema in subschemas(schema):
            places = _named_places(subschema, (*path, *steps_down)) | places
    return places


def refers(schema: Schema) -> bool:
    """Whether the schema or one inside of it holds a reference."""
    return isinstance(schema, dict) and ("$ref" in schema or any(refers(below) for _, below in subschemas(schema)))
