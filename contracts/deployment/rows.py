"""The rows of a matrix: each contract of the candidate against each version that runs on its other side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contracts.canonical import fingerprint
from contracts.compatibility import check_contracts, check_schemas
from contracts.compatibility.verdict import Outcome
from contracts.deployment.matrix import Answer, Counterpart, Matrix, Requirements, Row
from contracts.keywords import without_formats
from contracts.model import ContentModel, Direction, Formats, Mode, Policy, Role

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from contracts.compatibility import Prove
    from contracts.compatibility.verdict import Check
    from contracts.deployment.matrix import Deployment, Verification
    from contracts.lock_file import LockedContract
    from contracts.model import ContractKey, Definition

OPPOSITE = {
    Role.PRODUCER: Role.CONSUMER,
    Role.CONSUMER: Role.PRODUCER,
    Role.PROVIDER: Role.CALLER,
    Role.CALLER: Role.PROVIDER,
}
# Who comes first in a comparison: under BACKWARD the first is the old counterpart, the second the new owner.
_FIRST = frozenset({Role.PRODUCER, Role.CALLER})
_ANSWERS = {
    Outcome.COMPATIBLE: Answer.YES,
    Outcome.INCOMPATIBLE: Answer.NO,
    Outcome.UNDECIDED: Answer.UNDECIDED,
    Outcome.COULD_NOT_CHECK: Answer.UNDECIDED,
}


def can_i_deploy(
    candidate: Deployment,
    active: Sequence[Deployment],
    *,
    requirements: Requirements | None = None,
    prove: Prove = check_schemas,
) -> Matrix:
    """The matrix of the candidate against what is active in one environment, the version that it replaces included.

    A caller needs its provider: without one the answer is no, and so it is for a provider that lacks an operation which
    somebody there calls. A consumer without a producer, and producers and providers without counterparts, may go. A
    contract that the lock file of the candidate lacks is undecided: whether the build writes or reads it is not known.
    """
    asked = requirements or Requirements()
    active = sorted(active, key=lambda item: (item.service, item.instance, item.version))
    dropped = list(_dropped(candidate, active))
    rows = [*_shaped(candidate, active, prove), *_unshaped(candidate, active), *dropped]
    rows += _unlocked(candidate, but={(row.key, row.role) for row in dropped})
    rows = [
        replace(
            row,
            is_named=(row.key, row.role) not in candidate.unnamed,
            is_ignored=row.key.name in asked.ignored,
        )
        for row in rows
    ]
    rows.sort(key=lambda row: (row.key.kind, row.key.name, row.role))
    return Matrix(service=candidate.service, version=candidate.version, rows=tuple(rows), requirements=asked)


def _shaped(candidate: Deployment, active: Sequence[Deployment], prove: Prove) -> Iterator[Row]:
    """The rows of the contracts that have a schema."""
    index = _by_side([candidate, *active])
    for own in candidate.contracts:
        met = index.get((own.key, OPPOSITE[own.role]), [])
        rows = [_row(own, side, prove) for side in met] + [
            _unproved(own, side) for side in _without_schema(own, active)
        ]
        yield from _with_tests(rows or [_alone(own)], own, candidate.verified.get((own.key, own.role)))


def _with_tests(rows: Sequence[Row], own: LockedContract, tests: Verification | None) -> Iterable[Row]:
    """The rows with what tests said of this version of the contract; tests of another one say nothing of it."""
    if tests is None:
        return rows
    if tests.fingerprint != fingerprint(own.definition):
        return [replace(row, has_tests_of_other_version=True) for row in rows]
    return [replace(row, is_verified=tests.has_passed) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """A contract as a deployment holds it."""

    deployment: Deployment
    locked: LockedContract

    def as_counterpart(self) -> Counterpart:
        """How a row names it."""
        return _counterpart(self.deployment, self.locked.role, self.locked.version)


def _counterpart(deployment: Deployment, role: Role, number: int | None) -> Counterpart:
    return Counterpart(
        service=deployment.service,
        version=deployment.version,
        instance=deployment.instance,
        role=role,
        number=number,
    )


def _by_side(deployments: Iterable[Deployment]) -> dict[tuple[ContractKey, Role], list[_Side]]:
    found: dict[tuple[ContractKey, Role], list[_Side]] = {}
    for deployment in deployments:
        for locked in deployment.contracts:
            found.setdefault((locked.key, locked.role), []).append(_Side(deployment=deployment, locked=locked))
    return found


def _row(own: LockedContract, side: _Side, prove: Prove) -> Row:
    checks = _checks(own, side.locked, prove)
    worst = _worst(checks)
    return Row(
        key=own.key,
        role=own.role,
        number=own.version,
        counterpart=side.as_counterpart(),
        answer=_ANSWERS[worst.verdict.outcome] if worst else Answer.YES,
        reason=_reason(worst),
        checks=checks,
    )


def _checks(own: LockedContract, other: LockedContract, prove: Prove) -> tuple[Check, ...]:
    """Every part, as its writer sends it and its reader takes it; none where both sides hold the same."""
    if own.policy == other.policy and _is_same(own.definition, other.definition):
        return ()
    first, second = (own, other) if own.role in _FIRST else (other, own)
    checks = _compared(first, second, Direction.BACKWARD, prove)
    is_upside_down = first.version and second.version and first.version > second.version
    return _told_forwards(checks, first, second, prove) if is_upside_down and _worst(checks) else checks


def _is_same(own: Definition, other: Definition) -> bool:
    """Whether both say the same in JSON; to Python alone, 1 equals true."""
    return own is other or (own == other and fingerprint(own) == fingerprint(other))


def _told_forwards(
    checks: tuple[Check, ...], first: LockedContract, second: LockedContract, prove: Prove
) -> tuple[Check, ...]:
    """The same answers, their changes told from the lower version to the higher: `removed`, not `added`.

    The verdicts stay those of the first comparison. What has no counterpart in the other one keeps its words.
    """
    told = {check.part: check.changes for check in _compared(second, first, Direction.FORWARD, prove)}
    return tuple(replace(check, changes=told.get(check.part) or check.changes) for check in checks)


def _compared(old: LockedContract, new: LockedContract, direction: Direction, prove: Prove) -> tuple[Check, ...]:
    comparison = check_contracts(
        _as_enforced(old),
        _as_enforced(new),
        _policy(old, new),
        old_number=old.version,
        prove=prove,
        key=old.key,
    )
    return tuple(check for check in comparison.checks if check.direction is direction)


def _policy(first: LockedContract, second: LockedContract) -> Policy:
    """How both sides are judged: a writer sends declared fields only where both sides say so."""
    models = {first.policy.content_model, second.policy.content_model}
    closed = models == {ContentModel.CLOSED_WRITER}
    return Policy(
        mode=Mode.BACKWARD,
        content_model=ContentModel.CLOSED_WRITER if closed else ContentModel.OPEN,
        formats=Formats.ASSERT,
    )


def _as_enforced(locked: LockedContract) -> Definition:
    """The definition without formats where this side takes them for descriptions only."""
    if locked.policy.formats is Formats.ASSERT:
        return locked.definition
    parts = (part.with_schema(without_formats(part.schema)) for part in locked.definition.parts)
    return replace(locked.definition, parts=tuple(parts))


def _worst(checks: Sequence[Check]) -> Check | None:
    order = (Outcome.INCOMPATIBLE, Outcome.COULD_NOT_CHECK, Outcome.UNDECIDED)
    return next((check for outcome in order for check in checks if check.verdict.outcome is outcome), None)


def _reason(worst: Check | None) -> str:
    if worst is None:
        return "compatible"
    verdict = worst.verdict
    if verdict.witness is not None:
        rejection = verdict.witness.rejection
        return f"{worst.part}: {rejection.message} (at {rejection.instance_pointer or 'the root'})"
    if verdict.reason is not None:
        return f"{worst.part}: {verdict.reason.sentence}"
    return " ".join(f"{worst.part}: {change.sentence}" for change in worst.changes[:1])


def _without_schema(own: LockedContract, active: Sequence[Deployment]) -> Iterator[Counterpart]:
    """Those on the other side that were built when the contract had no schema."""
    role = OPPOSITE[own.role]
    return (_counterpart(one, role, None) for one in active if (own.key, role) in one.unshaped)


def _unproved(own: LockedContract, counterpart: Counterpart) -> Row:
    return Row(
        key=own.key,
        role=own.role,
        number=own.version,
        counterpart=counterpart,
        answer=Answer.NO_SCHEMA,
        reason="it was built before a design document gave this a shape",
    )


def _alone(own: LockedContract) -> Row:
    """The row of a contract whose other side is not there."""
    missing = OPPOSITE[own.role]
    return Row(
        key=own.key,
        role=own.role,
        number=own.version,
        counterpart=None,
        answer=Answer.NO if own.role is Role.CALLER else Answer.YES,
        reason=f"no {missing} here",
    )


def _unshaped(candidate: Deployment, active: Sequence[Deployment]) -> Iterator[Row]:
    """The rows of contracts that have no schema; a caller needs its provider for these as well."""
    provided = {key for one in (candidate, *active) for key, role in _roles(one) if role is Role.PROVIDER}
    for key, role in candidate.unshaped:
        is_lonely = role is Role.CALLER and key not in provided
        yield Row(
            key=key,
            role=role,
            number=None,
            counterpart=None,
            answer=Answer.NO if is_lonely else Answer.NO_SCHEMA,
            reason=f"no {Role.PROVIDER} here" if is_lonely else "no design document gives it a shape",
        )


def _roles(deployment: Deployment) -> Iterator[tuple[ContractKey, Role]]:
    yield from ((locked.key, locked.role) for locked in deployment.contracts)
    yield from deployment.unshaped


def _unlocked(candidate: Deployment, *, but: Container[tuple[ContractKey, Role]]) -> Iterator[Row]:
    """The rows of contracts that a stale lock file lacks, though documents give the service a role in them."""
    for key, role in candidate.unlocked:
        if (key, role) not in but:
            yield Row(
                key=key,
                role=role,
                number=None,
                counterpart=None,
                answer=Answer.UNDECIDED,
                reason=f"documents make {candidate.service} a {role} of this, and the build's lock file holds no "
                "schema of it: pull it again, and build with that",
            )


def _dropped(candidate: Deployment, active: Sequence[Deployment]) -> Iterator[Row]:
    """The rows of operations that others or itself call and that the candidate, whose name they bear, lacks."""
    provided = {key for key, role, _ in _held(candidate) if role is Role.PROVIDER}
    others = (deployment for deployment in active if deployment.service != candidate.service)
    for deployment in (candidate, *others):
        for key, role, number in _held(deployment):
            is_own = role is Role.CALLER and key.name.startswith(f"{candidate.service}:")
            if is_own and key not in provided:
                yield _missing(key, _counterpart(deployment, role, number))


def _held(deployment: Deployment) -> Iterator[tuple[ContractKey, Role, int | None]]:
    """Every contract of a deployment, with a schema or without."""
    yield from ((locked.key, locked.role, locked.version) for locked in deployment.contracts)
    yield from ((key, role, None) for key, role in deployment.unshaped)


def _missing(key: ContractKey, caller: Counterpart) -> Row:
    return Row(
        key=key,
        role=Role.PROVIDER,
        number=None,
        counterpart=caller,
        answer=Answer.NO,
        reason="this build no longer provides it",
    )
