"""A design document as people review it: its lines, what was found on them, what it means to what is registered."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from contracts.registration import PlanOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from contracts.compatibility.verdict import Check
    from contracts.model import Contract, DesignDocument, Ignored, Problem
    from contracts.registration import Plan, PlannedContract

TONES = 6  # colours of the stylesheet, given out in turn
MAX_LINES = 3000  # of a document that are shown; all of it is read
_BRIDGED = 6  # lines between two of one contract that belong to it as well: blank lines, braces, sentences
_ORDER = (
    PlanOutcome.INCOMPATIBLE,
    PlanOutcome.UNDECIDED,
    PlanOutcome.COULD_NOT_CHECK,
    PlanOutcome.CONTRACT_REMOVED,
    PlanOutcome.COMPATIBLE,
    PlanOutcome.NEW,
    PlanOutcome.PARTIES_CHANGED,
    PlanOutcome.UNCHANGED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A contract of a document; `number` counts from 1 in the order of the lines, `tone` is the number of its colour.

    `declared` is what this document says of it, None for one that it says nothing of any more. `planned` is None for
    a contract of a document that was not planned.
    """

    number: int
    declared: Contract | None
    planned: PlannedContract | None

    @property
    def tone(self) -> int:
        """The number of its colour."""
        return (self.number - 1) % TONES

    @property
    def refusals(self) -> tuple[Check, ...]:
        """The answers that are not yes, those that refuse the registration first."""
        checks = self.planned.checks if self.planned else ()
        doubtful = (check for check in checks if check.verdict.outcome != "compatible")
        return tuple(sorted(doubtful, key=lambda check: not check.is_blocking))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One line of a document: the contract that it belongs to, whether that begins here, and what is to be said of it.

    `ignored` is the reason why the line was looked at and not taken, said where the block begins.
    """

    number: int
    text: str
    found: Found | None = None
    begins: tuple[Found, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_ignored: bool = False
    ignored: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One document under review; `total` counts its lines, of which the first `MAX_LINES` are here."""

    path: str
    lines: tuple[SourceLine, ...]
    total: int
    found: tuple[Found, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[Ignored, ...]

    @property
    def by_urgency(self) -> list[Found]:
        """What was found, first what needs somebody's attention."""
        return sorted(self.found, key=lambda found: _urgency(found.planned))


def review_of(document: DesignDocument, text: str, plan: Plan) -> Review:
    """The review of a document that a plan was made of, with the problems that only the plan shows."""
    found = _found(document, plan)
    problems = tuple(problem for problem in plan.problems if problem.path in {document.path, ""})
    lines = text.splitlines()
    return Review(
        path=document.path,
        lines=tuple(_lines(lines[:MAX_LINES], found, problems, document.ignored)),
        total=len(lines),
        found=found,
        problems=problems,
        ignored=document.ignored,
    )


def in_order(contracts: Iterable[PlannedContract]) -> list[PlannedContract]:
    """Planned contracts, those that need somebody's attention first."""
    return sorted(contracts, key=_urgency)


def _urgency(planned: PlannedContract | None) -> tuple[bool, int]:
    return (not planned.is_blocking, _ORDER.index(planned.outcome)) if planned else (True, len(_ORDER))


def _stated(contract: Contract) -> list[int]:
    """The lines of its document that speak of a contract, ascending."""
    parties = {party.provenance.line for party in contract.parties if party.provenance.path == contract.provenance.path}
    return sorted({contract.provenance.line, *contract.lines.values(), *parties})


def _between(stated: Sequence[int]) -> Iterable[int]:
    """The few lines between two of one contract."""
    for first, second in pairwise(stated):
        if second - first <= _BRIDGED:
            yield from range(first + 1, second)


def _found(document: DesignDocument, plan: Plan) -> tuple[Found, ...]:
    """What the document declares, by line; then what it no longer does."""
    planned = {item.key: item for item in plan.contracts}
    declared = {contract.key: contract for contract in reversed(document.contracts)}  # the first of a name counts
    by_line = sorted(declared.values(), key=lambda contract: (contract.provenance.line, contract.key.name))
    dropped = [
        item
        for item in in_order(plan.contracts)
        if item.key not in declared and item.owner.path == document.path and item.contract is None
    ]
    return (
        *(
            Found(number=number, declared=contract, planned=planned.get(contract.key))
            for number, contract in enumerate(by_line, 1)
        ),
        *(Found(number=len(by_line) + number, declared=None, planned=item) for number, item in enumerate(dropped, 1)),
    )


def _lines(
    texts: Sequence[str], found: Sequence[Found], problems: Sequence[Problem], ignored: Sequence[Ignored]
) -> Iterable[SourceLine]:
    declared = [(item, _stated(item.declared)) for item in reversed(found) if item.declared]
    belongs = {line: item for item, stated in declared for line in _between(stated)}
    belongs |= {line: item for item, stated in declared for line in stated}  # what is said counts more
    begins: dict[int, list[Found]] = {}
    for item in found:
        if item.declared:
            begins.setdefault(item.declared.provenance.line, []).append(item)
            belongs[item.declared.provenance.line] = item
    told: dict[int, list[Problem]] = {}
    for problem in problems:
        told.setdefault(problem.line, []).append(problem)
    left_out = {line: block for block in ignored for line in range(block.line, block.end_line + 1)}
    for number, text in enumerate(texts, 1):
        block = left_out.get(number)
        yield SourceLine(
            number=number,
            text=text,
            found=belongs.get(number),
            begins=tuple(begins.get(number, ())),
            problems=tuple(told.get(number, ())),
            is_ignored=block is not None,
            ignored=f"{block.what}: {block.reason}" if block and block.line == number else "",
        )
