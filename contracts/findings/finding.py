"""Findings, the cases that they belong to, and the summary of a whole command."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from contracts.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Json

WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


class Standing(StrEnum):
    """What becomes of a case: `not known` was not decided or not checked, and never counts as passed."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_KNOWN = "not known"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Why a finding does not count, and the last day (`2026-12-31`) that it does not; None: for good."""

    reason: str
    until: str | None = None

    def __str__(self) -> str:
        return f"ignored{f' until {self.until}' if self.until else ''} because {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem of a document, or an answer that refuses a contract.

    `line` and `column` count from 1; 0 is not known. `question` says what was asked (`FORWARD message against version
    1`), `pointer` where in the schema the first change is, `further` what else explains the answer. `witness` is as the
    report holds it. `is_known` is false where the answer is undecided or could not be had.
    """

    rule: str
    severity: Severity
    sentence: str
    fix: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    contract: str = ""
    question: str = ""
    pointer: str = ""
    further: tuple[str, ...] = ()
    witness: Json = None
    is_known: bool = True
    ignored: Ignored | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it makes the command fail."""
        return self.severity is Severity.ERROR and self.ignored is None

    @property
    def place(self) -> str:
        """`path:line`, as far as it is known."""
        return f"{self.path}:{self.line}" if self.path and self.line else self.path

    @property
    def title(self) -> str:
        """What it is about, in a few words."""
        return f"{self.contract}: {self.rule}" if self.contract else self.rule

    def explanation(self) -> Iterator[str]:
        """What follows the sentence: what else changed, the witness, why not, what to do."""
        if self.question:
            yield self.question
        yield from self.further
        if self.witness:
            error = self.witness["error"]
            yield f"Witness, accepted by {self.witness['accepted_by']}, rejected by {self.witness['rejected_by']}:"
            yield self.witness_text
            yield f"Rejected because: {error['message']} ({error['keyword']} at {error['instance_pointer'] or '/'})"
        if self.fix:
            yield f"Fix: {self.fix}"
        if self.ignored:
            yield str(self.ignored)

    @property
    def witness_text(self) -> str:
        """The witness as JSON on one line; of an operation, the complete exchange."""
        return json.dumps(self.witness["exchange"] or self.witness["message"], ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One thing that was looked at: a document, a contract, or a contract against a counterpart.

    `kind` is the word for it (`document`, `event`, `consumer against orders 1.0`), `outcome` is what the report says.
    """

    kind: str
    name: str
    outcome: str
    note: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def standing(self) -> Standing:
        """What its findings make of it."""
        counted = [finding for finding in self.findings if finding.is_counted]
        if counted:
            return Standing.FAILED if any(finding.is_known for finding in counted) else Standing.NOT_KNOWN
        is_ignored = any(finding.ignored and finding.severity is Severity.ERROR for finding in self.findings)
        return Standing.IGNORED if is_ignored else Standing.PASSED

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell: it is as it was, and nothing was found."""
        return self.outcome in {"unchanged", "no problems"} and not self.findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What one run of a command found: `title` says what was done, `conclusion` what came of it."""

    title: str
    conclusion: str
    cases: tuple[Case, ...] = field(default=())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them, worst first, those that count before those that are ignored."""
        found = (finding for case in self.cases for finding in case.findings)
        return tuple(sorted(found, key=lambda one: (one.ignored is not None, WORST_FIRST.index(one.severity))))

    @property
    def standing(self) -> Standing:
        """The worst of its cases; a failure is certain, so it goes before what is not known."""
        found = {case.standing for case in self.cases}
        order = (Standing.FAILED, Standing.NOT_KNOWN)
        return next((standing for standing in order if standing in found), Standing.PASSED)
