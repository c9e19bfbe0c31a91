"""Which part of the old definition meets which part of the new one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contracts.compatibility.operations.wire import (
    completed_parameters,
    path_positions,
    read_fields,
    read_parameters,
    sent_headers,
    sent_parameters,
)
from contracts.model import Part, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Schema
    from contracts.model import Definition

PARAMETERS = "parameters"
_HEADERS = "response-headers "


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The two sides of a part; None for the side that lacks it."""

    name: str
    old: Part | None
    new: Part | None


def part_pairs(old: Definition, new: Definition) -> Iterator[Pair]:
    """Every part of both definitions once.

    Parameters and headers that one side lacks meet an empty set of them. A status meets the range (`2XX`) that covers
    it on the other side.
    """
    split = (*_split_ranges(old, new), *_split_ranges(new, old))
    for name in dict.fromkeys((*(part.name for part in (*old.parts, *new.parts)), *split)):
        pair = _parameter_pair(old, new) if name == PARAMETERS else _pair(name, old, new)
        if _is_to_be_asked(pair, old, new):
            yield pair


def sent(part: Part) -> Schema:
    """What the writer of a part sends."""
    if part.name == PARAMETERS:
        return sent_parameters(part.schema)
    return sent_headers(part.schema) if part.name.startswith(_HEADERS) else part.schema


def read(part: Part) -> Schema:
    """What the reader of a part takes."""
    if part.name == PARAMETERS:
        return read_parameters(part.schema)
    return read_fields(part.schema) if part.name.startswith(_HEADERS) else part.schema


def covering_range(status: str) -> str:
    """The range that a status belongs to: `2XX` for `201`."""
    return f"{status[:1]}XX"


def is_answered(status: str, definition: Definition) -> bool:
    """Whether a definition knows a status: by itself, by its range, or for a range by one of its statuses."""
    if status == covering_range(status):
        return any(covering_range(one) == status for one in definition.statuses)
    return bool({status, covering_range(status)} & set(definition.statuses))


def _split_ranges(one: Definition, other: Definition) -> Iterator[str]:
    """The parts of a range (`2XX`) in one definition, under the name of each status of it that only the other names."""
    for part in one.parts:
        for status in other.statuses:
            if status != part.status == covering_range(status) and status not in one.statuses:
                yield part.name.replace(part.status, status, 1)


def _parameter_pair(old: Definition, new: Definition) -> Pair:
    schemas = [part.schema if (part := side.part(PARAMETERS)) else {} for side in (old, new)]
    positions = path_positions(schemas[0]) | path_positions(schemas[1])
    sides = [
        Part(name=PARAMETERS, schema=completed_parameters(schema, positions), writer=Role.CALLER) for schema in schemas
    ]
    return Pair(name=PARAMETERS, old=sides[0], new=sides[1])


def _pair(name: str, old: Definition, new: Definition) -> Pair:
    return Pair(name=name, old=part_of(old, name), new=part_of(new, name))


def part_of(definition: Definition, name: str) -> Part | None:
    """What a definition says of a part; a status that it does not name is described by its range (`2XX`)."""
    found = definition.part(name)
    if found is not None or not name.startswith("response"):
        return found
    kind, status, *rest = name.split(" ", 2)
    is_stated = status in definition.statuses  # what is said of a status itself goes before what is said of its range
    covering = None if is_stated else definition.part(" ".join([kind, covering_range(status), *rest]))
    if covering is not None:
        return replace(covering, name=name)
    if name.startswith(_HEADERS) and (is_stated or covering_range(status) in definition.statuses):
        return Part(name=name, schema={"type": "object"}, writer=Role.PROVIDER)
    return None


def _is_to_be_asked(pair: Pair, old: Definition, new: Definition) -> bool:
    """Headers go with their status, and a range that one side splits up is judged status by status."""
    if pair.old is not None and pair.new is not None:
        return True
    present = pair.old or pair.new
    if present is None or present.name.startswith(_HEADERS):
        return False
    other = new if pair.new is None else old
    is_range = present.status == covering_range(present.status) and present.is_response_body
    return not (is_range and is_answered(present.status, other))
