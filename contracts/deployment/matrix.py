"""What `can_i_deploy` takes and gives back: deployments in, rows with an answer out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from contracts.model.counts import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.compatibility.verdict import Check
    from contracts.lock_file import LockedContract
    from contracts.model import ContractKey, Role


class Answer(StrEnum):
    """`undecided`: neither proved nor refuted, or the proof was stopped. `no schema`: there is nothing to compare."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"
    NO_SCHEMA = "no schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What the contract tests of a build said of a contract, and the fingerprint of the version they were made with.

    `fingerprint` is None where that is not known.
    """

    fingerprint: str | None
    has_passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A version of a service and what it writes and reads; `instance` tells several of one service apart.

    `unshaped` are the contracts in which it has a role and that no document gives a schema. `verified` is what the
    tests of this version said of its contracts. `unlocked` are roles that registered documents give
    the service, in contracts of which this version's lock file has no schema; `unnamed` are roles of the lock file that
    no document gives it.
    """

    service: str
    version: str
    instance: str = ""
    contracts: tuple[LockedContract, ...] = ()
    unshaped: tuple[tuple[ContractKey, Role], ...] = ()
    verified: Mapping[tuple[ContractKey, Role], Verification] = field(default_factory=dict)
    unlocked: tuple[tuple[ContractKey, Role], ...] = ()
    unnamed: frozenset[tuple[ContractKey, Role]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """Who is on the other side of a row, and with which version of the contract."""

    service: str
    version: str
    instance: str
    role: Role
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One contract of the candidate against one counterpart, None where nobody is there.

    `number` is the version of the contract that the candidate is built against. `checks` are the answers part by part;
    one that is not compatible carries its changes, and its witness or reason. `is_verified` is what the candidate's own
    tests said of this very version, None where nothing was reported; `has_tests_of_other_version` is all that is left
    of tests that were made with another one. `is_named` is false where no registered document gives the candidate this
    role: what the row says holds, but nobody agreed on it.
    """

    key: ContractKey
    role: Role
    number: int | None
    counterpart: Counterpart | None
    answer: Answer
    reason: str
    checks: tuple[Check, ...] = ()
    is_verified: bool | None = None
    has_tests_of_other_version: bool = False
    is_named: bool = True
    is_ignored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """What is asked of a matrix beyond proofs; `ignored` are names of contracts whose rows decide nothing."""

    schemas: bool = False
    verified: bool = False
    ignored: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Everything that was looked at, and what follows from it."""

    service: str
    version: str
    rows: tuple[Row, ...]
    requirements: Requirements

    @property
    def answer(self) -> Answer:
        """`no` if any row that counts says so, else `undecided` if one does, else `yes`."""
        found = {self.demand(row) for row in self.rows if not row.is_ignored}
        return next((answer for answer in (Answer.NO, Answer.UNDECIDED) if answer in found), Answer.YES)

    @property
    def reason(self) -> str:
        """One sentence: how many rows speak against it, or why none does."""
        rows = counted(len(self.rows), "row")
        against = [row for row in self.rows if not row.is_ignored and self.demand(row) is not Answer.YES]
        if not self.rows:
            return "nothing to check: it has no contracts"
        if against:
            return f"{len(against)} of {rows} {'speaks' if len(against) == 1 else 'speak'} against it"
        if not any(row.counterpart for row in self.rows):
            return "nothing to check: no counterpart of its contracts runs there"
        compatible = sum(row.answer is Answer.YES for row in self.rows)
        if compatible < len(self.rows):
            are = "is" if compatible == 1 else "are"
            return f"no row that counts speaks against it; {compatible} of {rows} {are} compatible"
        return f"all {rows} are compatible" if compatible > 1 else "its only row is compatible"

    def demand(self, row: Row) -> Answer:
        """What a row means under the requirements: `no schema` and unverified rows count where that is asked.

        A candidate without a schema has nothing to test; one whose counterpart has none was to be tested all the same.
        """
        has_schema = row.answer is not Answer.NO_SCHEMA
        is_testable = row.answer is Answer.YES or (not has_schema and row.counterpart is not None)
        if self.requirements.verified and is_testable and row.is_verified is not True:
            return Answer.NO
        if not has_schema:
            return Answer.NO if self.requirements.schemas else Answer.YES
        return row.answer
