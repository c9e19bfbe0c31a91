"""What the set algebra of jsonschema-rs knows about two schemas. No other module speaks to it: its API is young.

Only its YES is a proof. It is not asked about large schemas: it may run for seconds, uninterruptible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsonschema_rs
from jsonschema_rs import canonical

from contracts.compatibility.limits import ALGEBRA_NODES, ALGEBRA_UNFOLDED
from contracts.model import Formats
from contracts.validation.effort import size_of, unfolded_at_most

if TYPE_CHECKING:
    from contracts.keywords import Schema


def is_covered(writer: Schema, reader: Schema, *, formats: Formats) -> bool:
    """Whether the algebra proves that `reader` accepts everything `writer` does; False is no statement.

    Both schemas are in the uniform form (2020-12, no `$id`).
    """
    if not _is_small(writer, reader):
        return False
    try:
        return _canonical(reader, formats).covers(_canonical(writer, formats)) is canonical.Containment.YES
    except (canonical.CanonicalizationError, jsonschema_rs.ValidationError, ValueError):
        return False


def is_empty(schema: Schema, *, formats: Formats) -> bool:
    """Whether the algebra proves that the schema accepts nothing; False is no statement."""
    if not _is_small(schema):
        return False
    try:
        return _canonical(schema, formats).satisfiability() is canonical.Satisfiability.NO
    except (canonical.CanonicalizationError, jsonschema_rs.ValidationError, ValueError):
        return False


def is_inhabited(schema: Schema, *, formats: Formats) -> bool:
    """Whether the algebra proves that the schema accepts something; False is no statement."""
    if not _is_small(schema):
        return False
    try:
        return _canonical(schema, formats).satisfiability() is canonical.Satisfiability.YES
    except (canonical.CanonicalizationError, jsonschema_rs.ValidationError, ValueError):
        return False


def _is_small(*schemas: Schema) -> bool:
    if size_of(list(schemas), ALGEBRA_NODES) > ALGEBRA_NODES:
        return False
    referring = [schema for schema in schemas if isinstance(schema, dict) and "$defs" in schema]
    return sum(unfolded_at_most(schema) for schema in referring) <= ALGEBRA_UNFOLDED  # the others are as they stand


def _canonical(schema: Schema, formats: Formats) -> jsonschema_rs.CanonicalSchema:
    # A writer may send what the schema accepts, so nothing is fetched and formats mean what they mean to the validator.
    return jsonschema_rs.canonicalize(
        schema, draft=jsonschema_rs.Draft202012, validate_formats=formats == Formats.ASSERT, offline=True
    )
