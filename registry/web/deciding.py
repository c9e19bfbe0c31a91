"""The matrix of a build as people read it: what speaks against it first, with who writes and who reads each message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.compatibility.verdict import Outcome
from contracts.deployment import Answer
from contracts.model import Role

if TYPE_CHECKING:
    from contracts.compatibility.verdict import Change, Check
    from contracts.deployment import Matrix, Row

_WORST_FIRST = (Answer.NO, Answer.UNDECIDED, Answer.NO_SCHEMA, Answer.YES)
_OLD_SIDE = frozenset({Role.PRODUCER, Role.CALLER})  # who is the older one where deployments are compared
_NAMED = 3  # counterparts, where several read the same version


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A check that is not compatible, what its two sides are called, and the change that explains it, if any does."""

    check: Check
    writer: str
    reader: str
    change: Change | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What speaks against a build: rows that say the same of counterparts which hold the same version.

    `counts_as` is what they mean under what is required.
    """

    rows: tuple[Row, ...]
    counts_as: Answer
    proofs: tuple[Proof, ...]

    @property
    def row(self) -> Row:
        """The first of them."""
        return self.rows[0]

    @property
    def versions(self) -> tuple[int, int] | None:
        """The two versions of the contract that meet, the older one first; None if they are one, or not known."""
        own, met = self.row.number, self.row.counterpart and self.row.counterpart.number
        return (min(own, met), max(own, met)) if own and met and own != met else None


def rows_by_answer(matrix: Matrix) -> list[Row]:
    """The rows, those that speak against the build first."""
    return sorted(
        matrix.rows,
        key=lambda row: (row.is_ignored, _WORST_FIRST.index(matrix.demand(row)), _WORST_FIRST.index(row.answer)),
    )


def objections(matrix: Matrix) -> list[Objection]:
    """What speaks against the build, the worst first."""
    found: dict[object, list[Row]] = {}
    for row in rows_by_answer(matrix):
        if not row.is_ignored and matrix.demand(row) is not Answer.YES:
            met = row.counterpart
            found.setdefault((row.key, row.role, row.answer, row.reason, met and met.number), []).append(row)
    return [
        Objection(rows=tuple(rows), counts_as=matrix.demand(rows[0]), proofs=_proofs(rows, matrix))
        for rows in found.values()
    ]


def _proofs(rows: list[Row], matrix: Matrix) -> tuple[Proof, ...]:
    row = rows[0]
    if row.counterpart is None:
        return ()
    own = _named([f"{matrix.service} {matrix.version}"], row.number)
    other = _named(
        [f"{one.counterpart.service} {one.counterpart.version}" for one in rows if one.counterpart],
        row.counterpart.number,
    )
    is_first = row.role in _OLD_SIDE
    first, second = (own, other) if is_first else (other, own)
    return tuple(
        Proof(
            check=check,
            writer=first if check.is_written_by_old else second,
            reader=second if check.is_written_by_old else first,
            change=check.changes[0] if check.changes else None,
        )
        for check in row.checks
        if check.verdict.outcome is not Outcome.COMPATIBLE
    )


def _named(builds: list[str], number: int | None) -> str:
    """Builds, and the version of the contract that they were made against."""
    said = ", ".join(builds[:_NAMED]) + (f" and {len(builds) - _NAMED} more" if len(builds) > _NAMED else "")
    return said + (f" (version {number})" if number else "")
