"""The normative validator (jsonschema-rs): compile once, then ask.

Formats are asserted unless told otherwise, and nothing is ever fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import jsonschema_rs

from contracts.errors import InvalidSchema
from contracts.keywords import pointer
from contracts.model import Formats

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema


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
    """A compiled schema. `draft` names the dialect where `$schema` does not: 4, 6, 7, 201909 or 202012 (default).

    Raises:
        InvalidSchema: the value is not a JSON Schema, or it refers to something outside itself.
    """

    def __init__(self, schema: Schema, *, formats: Formats = Formats.ASSERT) -> None:
        try:
            self._compiled = jsonschema_rs.validator_for(
                schema, validate_formats=formats is Formats.ASSERT, offline=True
            )
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            raise InvalidSchema(str(error)) from error

    def accepts(self, message: Json) -> bool:
        """Whether the message is valid."""
        return self._compiled.is_valid(message)

    def rejections(self, message: Json) -> tuple[Rejection, ...]:
        """Every error of the message; empty if it is valid."""
        return tuple(_rejection(error) for error in self._compiled.iter_errors(message))


def _rejection(error: jsonschema_rs.ValidationError) -> Rejection:
    return Rejection(
        instance_pointer=pointer(tuple(error.instance_path)),
        schema_pointer=pointer(tuple(error.schema_path)),
        keyword=error.kind.name,
        message=error.message,
    )
