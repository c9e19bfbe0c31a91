"""A single change to a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.keywords import Json, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """A value that differs from the usual one at `steps`, in the way `kind` and `detail` say.

    `rule` is the keyword that it is meant to break, empty if it is meant to be valid. `branch` tells apart the same
    change in different alternatives of a schema. Several proposals may share all of these: the first that works counts.
    """

    kind: str
    value: Json
    rule: str = ""
    steps: tuple[Step, ...] = ()
    detail: str = ""
    branch: str = ""

    @property
    def identity(self) -> tuple[Json, ...]:
        """What several proposals for the same change have in common."""
        return (self.kind, self.steps, self.detail, self.branch, bool(self.rule))


def type_name(value: Json) -> str:
    """The JSON type of a value, `integer` counted as `number`."""
    if isinstance(value, bool):
        return "boolean"
    names = {str: "string", int: "number", float: "number", dict: "object", list: "array"}
    return names.get(type(value), "null")
