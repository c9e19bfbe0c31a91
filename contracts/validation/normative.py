"""The normative validator (jsonschema-rs).

Formats are asserted unless told otherwise, nothing is ever fetched, and regular expressions run in linear time where
the pattern allows it, else with a limit on backtracking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import jsonschema_rs

from contracts.errors import InvalidSchema, UnsupportedSchema
from contracts.keywords import map_subschemas, pointer
from contracts.model import Formats
from contracts.validation.drafts import Draft, draft_of
from contracts.validation.ecma import UnknownPattern, compiled_pattern

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

_COMPILERS = {
    Draft.DRAFT_4: jsonschema_rs.Draft4Validator,
    Draft.DRAFT_6: jsonschema_rs.Draft6Validator,
    Draft.DRAFT_7: jsonschema_rs.Draft7Validator,
    Draft.DRAFT_2019: jsonschema_rs.Draft201909Validator,
    Draft.DRAFT_2020: jsonschema_rs.Draft202012Validator,
}
_CONTENT = frozenset({"contentEncoding", "contentMediaType"})
# A pattern that the linear engine cannot run (look-around, back-references) must still end.
_BACKTRACKING = jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000)
_LINEAR = jsonschema_rs.RegexOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Why a message is rejected: the first error of the validator.

    `instance_pointer` points into the message, `schema_pointer` into the schema.
    """

    instance_pointer: str
    schema_pointer: str
    keyword: str
    message: str


class Validator:
    """A compiled schema. `draft` (`draft-07`, `2020-12` ...) names the dialect; without it `$schema` does.

    Raises:
        InvalidSchema: the value is not a JSON Schema, or a reference leads nowhere.
        UnsupportedSchema: the dialect is unknown, a reference leads outside, or a pattern cannot be run.
    """

    def __init__(self, schema: Schema, *, formats: Formats = Formats.ASSERT, draft: str | int | None = None) -> None:
        self._compiled = _compile(schema, formats, draft_of(schema, draft))

    def accepts(self, message: Json) -> bool:
        """Whether the message is valid. Text that is not Unicode (a lone surrogate) is in no message."""
        try:
            return self._compiled.is_valid(message)
        except ValueError:
            return False

    def rejections(self, message: Json) -> tuple[Rejection, ...]:
        """Every error of the message; empty if it is valid."""
        return tuple(_rejection(error) for error in self._compiled.iter_errors(message))


def check_schema(schema: Schema, *, draft: str | int | None = None) -> None:
    """Nothing, if the value is a JSON Schema of its dialect whose references all lead somewhere.

    Raises:
        InvalidSchema: it is not; the error carries the JSON Pointer of the first place that is wrong.
        UnsupportedSchema: the dialect is unknown.
    """
    Validator(schema, draft=draft)


def _compile(schema: Schema, formats: Formats, draft: Draft) -> jsonschema_rs.Validator:
    if not isinstance(schema, bool | dict):
        raise InvalidSchema(f"a {type(schema).__name__} is no schema: write an object, true or false")
    try:
        return _compiled_with(_bare(schema, draft), formats, draft)
    except jsonschema_rs.ValidationError as error:
        raise _refusal(error) from error
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        raise InvalidSchema(str(error)) from error


def _refusal(error: jsonschema_rs.ValidationError) -> InvalidSchema | UnsupportedSchema:
    """What a schema that does not compile is: none, or one that is not judged here."""
    place = pointer(tuple(error.instance_path))
    if error.kind.name == "$ref" and "not present in a registry" in error.message:
        return UnsupportedSchema(f"a reference leads outside the schema: {error.message}", pointer=place)
    if error.message.endswith('is not a "regex"') and _is_pattern(error.instance):
        return UnsupportedSchema(f"the pattern cannot be run: {error.message}", pointer=place)
    return InvalidSchema(error.message, pointer=place)


def _is_pattern(text: Json) -> bool:
    try:
        compiled_pattern(text)
    except (UnknownPattern, TypeError):
        return False
    return True


def _bare(schema: Schema, draft: Draft) -> Schema:
    """The schema without `$schema` (the dialect is decided already) and without what only this engine asserts."""
    if not isinstance(schema, dict):
        return schema
    bare = {key: value for key, value in schema.items() if key != "$schema"}
    # Drafts 6 and 7: content* is an annotation in Bindery, as the later drafts have it.
    return _without_content(bare) if draft in {Draft.DRAFT_6, Draft.DRAFT_7} else bare


def _without_content(schema: Schema) -> Schema:
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if key not in _CONTENT}
    return map_subschemas(kept, _without_content)


def _compiled_with(schema: Schema, formats: Formats, draft: Draft) -> jsonschema_rs.Validator:
    compiler, asserted = _COMPILERS[draft], formats == Formats.ASSERT
    try:
        return compiler(schema, validate_formats=asserted, offline=True, pattern_options=_LINEAR)
    except jsonschema_rs.ValidationError:
        return compiler(schema, validate_formats=asserted, offline=True, pattern_options=_BACKTRACKING)


def _rejection(error: jsonschema_rs.ValidationError) -> Rejection:
    return Rejection(
        instance_pointer=pointer(tuple(error.instance_path)),
        schema_pointer=pointer(tuple(error.schema_path)),
        keyword=error.kind.name,
        message=error.message,
    )
