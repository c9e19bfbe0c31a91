"""What the parts of a search, each for one type or one choice, ask of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.compatibility.proving.answers import Answer, Gap
    from contracts.compatibility.proving.splitting import Atom
    from contracts.compatibility.proving.terms import Literal, Terms
    from contracts.keywords import Json, Step
    from contracts.validation.effort import Budget


class Goals(Protocol):
    """The question that is open: its terms, what is left to spend on it, and the goals that it leads to."""

    terms: Terms
    budget: Budget

    def find(self, literals: Iterable[Literal], path: tuple[Step, ...] = ()) -> Answer:
        """A value that satisfies all literals, or the proof that there is none."""

    def leaf(self, kind: str, atoms: frozenset[Atom], path: tuple[Step, ...]) -> Answer:
        """A value of one type that satisfies the atoms."""

    def meets(self, literal: Literal, value: Json) -> bool | None:
        """Whether the value satisfies the schema of a literal, exactly; None: it cannot be told."""

    def verified(self, goal: frozenset[Literal], values: tuple[Json, ...]) -> tuple[Json, ...]:
        """Those of the values that meet the goal, as far as it can be told."""

    def listed(self, goal: frozenset[Literal], values: list[Json]) -> Answer:
        """Those of these values that meet the goal; EMPTY if none does, for nothing else can."""

    def misfit(self, goal: frozenset[Literal], value: Json, path: tuple[Step, ...]) -> Gap:
        """The condition that a candidate does not meet."""
