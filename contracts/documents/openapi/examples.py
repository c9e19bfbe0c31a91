"""The examples of bodies, held against the schemas that they illustrate.

Source: OpenAPI Specification 3.1.1, section 4.8.14: an example matches the schema, and `examples` stand instead of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from contracts.keywords import steps
from contracts.validation import Validator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.documents.openapi.references import Library
    from contracts.documents.openapi.tree import Tree
    from contracts.keywords import Schema
    from contracts.model import Definition, Formats

MAX_EXAMPLES: Final = 20
_JSON: Final = ("/json", "+json")


class Examples:
    """Checks the examples of one document; schemas that several operations share are compiled once."""

    def __init__(self, library: Library, formats: Formats) -> None:
        self._library, self._formats = library, formats
        self._validators: dict[int, tuple[Schema, Validator]] = {}

    def check(self, contents: Mapping[str, Tree], definition: Definition, route: str) -> None:
        """Note the examples that their part's schema rejects; bodies other than JSON are not looked into."""
        for part in definition.parts:
            content = contents.get(part.name)
            if content is None or not part.media_type.endswith(_JSON):
                continue
            for example in list(self._stated(content))[:MAX_EXAMPLES]:
                self._check(example, part.schema, f"{route} ({part.name})")

    def _stated(self, content: Tree) -> Iterator[Tree]:
        single = content.at("example")
        if single is not None:
            yield single
        for item in self._library.objects(content.at("examples"), "`examples`").values():
            value = self._library.resolved(item).at("value")
            if value is not None:
                yield value

    def _check(self, example: Tree, schema: Schema, name: str) -> None:
        rejections = self._validator(schema).rejections(example.to_json())
        if rejections:
            first = rejections[0]
            reason = f"{first.instance_pointer or 'the body'}: {first.message}"
            line = _nearest(example, first.instance_pointer).line
            self._library.findings.note("body-example-fails-schema", line, name=name, reason=reason)

    def _validator(self, schema: Schema) -> Validator:
        if id(schema) not in self._validators:  # the schema is kept: its id must not be used again
            self._validators[id(schema)] = (schema, Validator(schema, formats=self._formats))
        return self._validators[id(schema)][1]


def _nearest(example: Tree, instance_pointer: str) -> Tree:
    """The value at a place of an example."""
    for step in steps(instance_pointer):
        found = example.items[int(step)] if example.items else example.at(step)
        if found is None:
            break
        example = found
    return example
