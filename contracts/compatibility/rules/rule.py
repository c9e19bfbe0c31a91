"""What a row of the catalogue says about one kind of change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.keywords import Json


class Effect(StrEnum):
    """What a change does, as a rule, to a reader when the other version writes (content model `closed-writer`)."""

    SAFE = "safe"
    BREAKING = "breaking"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row of the catalogue.

    `old_writes` is the effect on readers of the new version while the old one writes, `new_writes` the reverse.
    `sentence` and `fix` are templates with `{field}`, `{old}` and `{new}`. `example` is an old and a new schema (for
    rules about operations: definitions as JSON) that show the change, `counterexample` a pair that does not.
    """

    id: str
    old_writes: Effect
    new_writes: Effect
    sentence: str
    fix: str
    example: tuple[Json, Json]
    counterexample: tuple[Json, Json]
    of_operations: bool = False

    @property
    def effects(self) -> tuple[tuple[str, Effect], ...]:
        """What the change does to each pair of sides, the one that is asked about first.

        `new messages` are written by the new version and read by deployed readers, `deployed callers` meet the new
        provider.
        """
        if self.of_operations:
            return ("deployed callers", self.old_writes), ("new callers", self.new_writes)
        return ("new messages", self.new_writes), ("earlier messages", self.old_writes)
