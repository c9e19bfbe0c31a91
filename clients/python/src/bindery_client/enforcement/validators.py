"""Compiled schemas, bounded: the least recently used one goes when there are too many."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bindery_client.enforcement.dialects import compile_schema
from bindery_client.errors import InvalidLockFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from jsonschema_rs import Validator

    from bindery_client.json_values import Json, Schema

# A compiled schema of 2 KB takes about 40 KB, one of 25 KB about 175 KB.
DEFAULT_CAPACITY = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaSource:
    """A schema that is compiled when it is first needed; `key` is its identity, `label` names it in an error."""

    key: str
    schema: Schema
    asserts_formats: bool
    label: str


class Borrower(Protocol):
    """What keeps the check of a compiled schema at hand."""

    def keep(self, check: Callable[[Json], bool] | None) -> None:
        """Nothing; this check is at hand from now on, or none is."""


class ValidatorCache:
    """Validators by key. Safe to use from threads and after a fork.

    Borrowers keep the check of a validator until something has to go: then all give theirs back and ask again, which
    is what tells the schemas in use from the others. So the usual message costs no look-up.

    There is no lock on purpose: a lock that another thread holds during a fork stays locked in the child for ever.
    Each step on the containers is atomic, validators are immutable, and a race can only compile a schema twice, or
    keep one until the next has to go.
    """

    __slots__ = ("_borrowers", "_capacity", "_compiled")

    def __init__(self, capacity: int = DEFAULT_CAPACITY) -> None:
        self._capacity = capacity
        self._compiled: OrderedDict[str, Validator] = OrderedDict()
        self._borrowers: list[Borrower] = []

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

    def lend(self, check: Callable[[Json], bool], borrower: Borrower) -> None:
        """Nothing; the borrower keeps the check until a schema has to go."""
        self._borrowers.append(borrower)
        borrower.keep(check)

    def _compile(self, source: SchemaSource) -> Validator:
        try:
            compiled = compile_schema(source.schema, asserts_formats=source.asserts_formats)
        except ValueError as error:
            raise InvalidLockFile(f"the schema of {source.label} cannot be used: {error}") from error
        self._compiled[source.key] = compiled
        while len(self._compiled) > self._capacity:
            self._compiled.popitem(last=False)
            while self._borrowers:
                self._borrowers.pop().keep(None)
        return compiled
