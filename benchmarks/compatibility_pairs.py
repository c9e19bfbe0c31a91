"""Questions with known answers: read from files of labelled pairs, or made from the catalogue of changes.

A line of a file is a JSON object with `id`, `old`, `new`, `draft_old`, `draft_new` and `semantic.backward`: whether
every message that is valid under `old` is valid under `new` (content model open, formats annotated); `forward` is the
reverse. Pairs with `semantic.policy` depend on how formats are taken, and are left out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.canonical import canonical_json
from contracts.compatibility import RULES, Effect, Verdict, check_schemas, close_writer
from contracts.model import ContentModel, Formats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from contracts.keywords import Json, Schema

FIELD_BYTES = 105  # what one field adds to a schema of `with_fields`


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Is every message of the writer accepted by the reader?

    `is_true` is the answer. `is_certain`: it was proved or argued; else nobody found a witness in many tries, and one
    that two validators confirm is an error of the label.
    """

    name: str
    writer: Schema
    reader: Schema
    is_true: bool
    is_certain: bool = True
    content_model: ContentModel = ContentModel.CLOSED_WRITER
    formats: Formats = Formats.ASSERT
    drafts: tuple[str | None, str | None] = (None, None)

    def ask(self) -> Verdict:
        """The verdict of the engine."""
        return check_schemas(
            writer=self.writer,
            reader=self.reader,
            content_model=self.content_model,
            formats=self.formats,
            writer_draft=self.drafts[0],
            reader_draft=self.drafts[1],
        )

    def sent(self) -> Schema:
        """The schema of what the writer sends: an engine without a content model is asked about this one."""
        if self.content_model is ContentModel.OPEN:
            return self.writer
        return close_writer(self.writer, draft=self.drafts[0], formats=self.formats)


def read_questions(files: list[Path]) -> Iterator[Question]:
    """The questions of files of labelled pairs."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            yield from _of_pair(json.loads(line))


def _of_pair(pair: dict[str, Json]) -> Iterator[Question]:
    label = pair["semantic"]
    for direction, writer, reader in (("backward", "old", "new"), ("forward", "new", "old")):
        if label.get("policy") or label.get(direction) is None:
            continue
        yield Question(
            name=f"{pair['id']} {direction}",
            writer=pair[writer],
            reader=pair[reader],
            is_true=label[direction],
            is_certain=label.get(f"basis_{direction}") != "search",
            content_model=ContentModel.OPEN,
            formats=Formats.ANNOTATE,
            drafts=(pair.get(f"draft_{writer}"), pair.get(f"draft_{reader}")),
        )


def own_questions() -> Iterator[Question]:
    """The examples of the catalogue in both directions, at the root of a message and inside one."""
    for (old, new), is_true in _known_answers():
        for place, at in PLACES.items():
            name = f"{place}: {json.dumps(old)} -> {json.dumps(new)}"
            yield Question(name=name, writer=at(old), reader=at(new), is_true=is_true)


PLACES: dict[str, Callable[[Schema], Schema]] = {
    "root": lambda schema: schema,
    "field": lambda schema: {"type": "object", "properties": {"data": schema}, "required": ["data"]},
    "item": lambda schema: {"type": "array", "items": schema},
    "definition": lambda schema: {"$ref": "#/$defs/it", "$defs": {"it": schema}},
    "alternative": lambda schema: {"oneOf": [schema, {"const": "none"}], "not": {"const": "none"}},
}


def _known_answers() -> Iterator[tuple[tuple[Schema, Schema], bool]]:
    """Writer and reader of each row whose effect is certain, each pair once."""
    met = set()
    for rule in (rule for rule in RULES if not rule.of_operations):
        old, new = rule.example
        for writer, reader, effect in ((old, new, rule.old_writes), (new, old, rule.new_writes)):
            key = canonical_json([writer, reader])
            if effect is not Effect.DEPENDS and key not in met:
                met.add(key)
                yield (writer, reader), effect is Effect.SAFE


def with_fields(count: int) -> dict[str, Json]:
    """An order with so many fields, some of them in objects and lists."""
    kinds: list[Json] = [
        {"type": "string", "minLength": 1, "maxLength": 80, "description": "As the customer wrote it."},
        {"type": "integer", "minimum": 0, "maximum": 100000},
        {"type": "string", "enum": ["created", "paid", "shipped", "returned"]},
        {"type": "array", "items": {"type": "object", "properties": {"sku": {"type": "string"}}, "required": ["sku"]}},
        {"type": "string", "format": "date-time"},
        {"anyOf": [{"type": "string", "pattern": "^[A-Z]{2}[0-9]{6}$"}, {"type": "null"}]},
    ]
    fields = {f"field{number:04}": kinds[number % len(kinds)] for number in range(count)}
    return {"type": "object", "properties": fields, "required": list(fields)[::2]}


def edited(count: int) -> dict[str, tuple[Schema, bool]]:
    """One edit each of `with_fields(count)`, at several places, and whether readers of it accept the old messages."""
    schema = with_fields(count)
    fields, required = schema["properties"], schema["required"]
    last, middle = list(fields)[-1], list(fields)[count // 2]
    return {
        "an optional field added": ({**schema, "properties": {**fields, "added": {"type": "string"}}}, True),
        "the type of the last field changed": ({**schema, "properties": {**fields, last: {"type": "boolean"}}}, False),
        "a field in the middle freed": ({**schema, "properties": {**fields, middle: {}}}, True),
        "a field no longer required": ({**schema, "required": required[1:]}, True),
        "another field required": ({**schema, "required": [*required, next(iter(list(fields)[1:]), last)]}, False),
    }
