"""Compiled schemas, bounded: the least recently used one goes when there are too many."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bindery_client.enforcement.dialects import compile_schema
from bindery_client.errors import InvalidLockFile

if TYPE_CHECKING:
    from jsonschema_rs import Validator

    from bindery_client.json_values import Schema

# A compiled schema of 2 KB takes about 40 KB, one of 25 KB about 175 KB.
DEFAULT_CAPACITY = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaSource:
    """A schema that is compiled when it is first needed; `key` is its identity, `label` names it in an error."""

    key: str
    schema: Schema
    asserts_formats: bool
    label: str


class ValidatorCache:
    """Validators by key. Safe to use from threads and after a fork.

    There is no lock on purpose: a lock that another thread holds during a fork stays locked in the child for ever.
    Each step on the dictionary is atomic, validators are immutable, and a race can only compile a schema twice.
    """

    __slots__ = ("_capacity", "_compiled")

    def __init__(self, capacity: int = DEFAULT_CAPACITY) -> None:
        self._capacity = capacity
        self._compiled: OrderedDict[str, Validator] = OrderedDict()

    def __len__(self) -> int:
        return len(self._compiled)

    def get(self, source: SchemaSource) -> Validator:
        """The compiled schema.

        Raises:
            InvalidLockFile: the schema does not compile.
        """
        try:
            found = self._compiled[source.key]
            self._compiled.move_to_end(source.key)
        except KeyError:
            return self._compile(source)
        return found

    def _compile(self, source: SchemaSource) -> Validator:
        try:
            compiled = compile_schema(source.schema, asserts_formats=source.asserts_formats)
        except ValueError as error:
            raise InvalidLockFile(f"the schema of {source.label} cannot be used: {error}") from error
        self._compiled[source.key] = compiled
        while len(self._compiled) > self._capacity:
            self._compiled.popitem(last=False)
        return compiled
