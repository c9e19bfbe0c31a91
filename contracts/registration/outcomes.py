"""What happens to one contract: its owner declares it, its owner dropped it, or others only mention it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from contracts.compatibility import check_schemas
from contracts.model import ContractVersion, Policy, Problem, Severity, Status
from contracts.registration.judgement import demands_more, judge, judging_policy
from contracts.registration.plan import PlannedContract, PlanOutcome, RegisteredContract, RegisteredParty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.compatibility import Prove
    from contracts.model import DocumentId, Kind
    from contracts.registration.declarations import Declaration

UNREADABLE = "the earlier document has errors, so it is not known whether it held this contract"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of a plan.

    `source` names the repository of the documents, `policy` is the server-wide default, `accept_breaking` maps contract
    names to the reason why a break is intended, `prove` answers one question of compatibility (in a worker process,
    where a proof can be stopped).
    """

    source: str = "local"
    policy: Policy = field(default_factory=Policy)
    accept_breaking: Mapping[str, str] = field(default_factory=dict)
    prove: Prove = check_schemas


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One contract to plan: how it is registered (None: not yet), what the sent documents say of it."""

    request: Request
    registered: RegisteredContract | None
    declarations: list[Declaration]
    sent: frozenset[DocumentId]
    unreadable: frozenset[DocumentId]

    @property
    def versions(self) -> tuple[ContractVersion, ...]:
        """The registered versions, ascending."""
        return self.registered.versions if self.registered else ()

    @property
    def latest(self) -> ContractVersion | None:
        """The registered version with the highest number."""
        return self.registered.latest if self.registered else None

    def parties(self) -> tuple[RegisteredParty, ...]:
        """All parties afterwards: a document that was sent replaces the parties that it declared before."""
        before = self.registered.parties if self.registered else ()
        declared = {
            RegisteredParty(service=party.service, role=party.role, document=declaration.document)
            for declaration in self.declarations
            for party in declaration.contract.parties
        }
        return tuple(sorted({party for party in before if party.document not in self.sent} | declared))


def plan_declared(case: Case, owner: Declaration) -> PlannedContract:
    """The outcome of a contract that its owner declares."""
    contract = owner.contract
    planned = PlannedContract(
        key=contract.key,
        outcome=PlanOutcome.NEW,
        owner=owner.document,
        policy=contract.policy or case.request.policy,
        contract=contract,
        status=contract.status,
        parties=case.parties(),
    )
    same = next((version for version in case.versions if version.fingerprint == owner.fingerprint), None)
    new = owner.version((case.latest.number if case.latest else 0) + 1)
    if same is None and new is not None:
        planned = _refused_unless_accepted(_with_new_version(planned, case, new), case.request)
    elif case.registered is not None and same is not None and same != case.registered.current:
        planned = _refused_unless_accepted(_taken_back(planned, case.registered, same, case.request), case.request)
    else:
        planned = _with_known_version(planned, case, same or case.latest)
        if case.registered is not None and same is not None:
            planned = _refused_unless_accepted(
                _under_policy(planned, case.registered, same, case.request), case.request
            )
    notes = [note for note in (planned.note, _policy_note(planned, case.registered)) if note]
    return replace(planned, note="; ".join(notes), problems=(*_dropped_schema(case, owner), *_wrong_version(planned)))


def _policy_note(planned: PlannedContract, registered: RegisteredContract | None) -> str:
    """What the revision changes in its policy: from the next one on, only the new policy judges."""
    if registered is None:
        return ""
    before, after = (_policy_words(policy, planned.key.kind) for policy in (registered.policy, planned.policy))
    changes = [f"{name} {before[name]} -> {after[name]}" for name in before if before[name] != after[name]]
    return f"policy: {', '.join(changes)}" if changes else ""


def _policy_words(policy: Policy, kind: Kind) -> dict[str, str]:
    return {
        "mode": policy.mode_for(kind).value,
        "content model": policy.content_model.value,
        "formats": policy.formats.value,
        "undecided": "allowed" if policy.allow_undecided else "refused",
    }


def plan_mentioned(case: Case, registered: RegisteredContract) -> PlannedContract:
    """The outcome of a contract whose owner is elsewhere: only its parties can change."""
    planned = PlannedContract(
        key=registered.key,
        outcome=PlanOutcome.UNCHANGED,
        owner=registered.owner,
        policy=registered.policy,
        status=registered.status,
        parties=case.parties(),
    )
    return _with_known_version(planned, case, registered.current)


def plan_removed(case: Case, registered: RegisteredContract) -> PlannedContract:
    """The outcome of a contract that its owning document no longer holds: refused while somebody may depend on it."""
    users = ", ".join(registered.dependents) or _others(registered)
    planned = PlannedContract(
        key=registered.key,
        outcome=PlanOutcome.CONTRACT_REMOVED,
        owner=registered.owner,
        policy=registered.policy,
        status=Status.ARCHIVED,
        parties=case.parties(),
        number=case.latest.number if case.latest else None,
        fingerprint=case.latest.fingerprint if case.latest else None,
        note=f"{registered.owner.path} no longer holds it; used by {users}",
    )
    return planned if registered.may_end else _blocking_unless_accepted(planned, case.request)


def _others(registered: RegisteredContract) -> str:
    return "callers that nobody knows" if registered.is_external else "nobody"


def _with_known_version(planned: PlannedContract, case: Case, version: ContractVersion | None) -> PlannedContract:
    outcome = planned.outcome
    if case.registered is not None:
        same = case.registered.parties == planned.parties
        outcome = PlanOutcome.UNCHANGED if same else PlanOutcome.PARTIES_CHANGED
    if version is None:
        return replace(planned, outcome=outcome, note="no schema")
    return replace(planned, outcome=outcome, number=version.number, fingerprint=version.fingerprint)


def _taken_back(
    planned: PlannedContract, registered: RegisteredContract, earlier: ContractVersion, request: Request
) -> PlannedContract:
    """An earlier version that is declared again keeps its number, and must not break who relies on a later one."""
    policy = judging_policy(registered.policy, planned.policy, earlier.definition.kind)
    judgement = judge(earlier.definition, registered, policy, request.prove)
    return replace(
        planned,
        outcome=judgement.outcome,
        checks=judgement.checks,
        number=earlier.number,
        fingerprint=earlier.fingerprint,
        note=f"taken back to version {earlier.number}",
    )


def _under_policy(
    planned: PlannedContract, registered: RegisteredContract, same: ContractVersion, request: Request
) -> PlannedContract:
    """The version that stays, judged like a revision where the policy alone makes it one."""
    if not demands_more(registered.policy, planned.policy):
        return planned
    policy = judging_policy(registered.policy, planned.policy, same.definition.kind)
    judgement = judge(same.definition, registered, policy, request.prove)
    outcome = planned.outcome if judgement.outcome is PlanOutcome.COMPATIBLE else judgement.outcome
    return replace(planned, outcome=outcome, checks=judgement.checks)


def _with_new_version(planned: PlannedContract, case: Case, new: ContractVersion) -> PlannedContract:
    planned = replace(planned, number=new.number, fingerprint=new.fingerprint, new_version=new)
    if case.registered is not None and case.versions:
        policy = judging_policy(case.registered.policy, planned.policy, new.definition.kind)
        judgement = judge(new.definition, case.registered, policy, case.request.prove)
        return replace(planned, outcome=judgement.outcome, checks=judgement.checks)
    if planned.owner in case.unreadable:
        return replace(planned, outcome=PlanOutcome.COULD_NOT_CHECK, note=UNREADABLE)
    return replace(planned, outcome=PlanOutcome.COMPATIBLE) if case.registered else planned


def _refused_unless_accepted(planned: PlannedContract, request: Request) -> PlannedContract:
    is_refused = planned.outcome is PlanOutcome.COULD_NOT_CHECK or any(check.is_blocking for check in planned.checks)
    return _blocking_unless_accepted(planned, request) if is_refused else planned


def _blocking_unless_accepted(planned: PlannedContract, request: Request) -> PlannedContract:
    reason = request.accept_breaking.get(planned.key.name)
    version = planned.new_version and replace(planned.new_version, is_break=reason is not None)
    return replace(planned, is_blocking=reason is None, accepted_reason=reason, new_version=version)


def _dropped_schema(case: Case, owner: Declaration) -> list[Problem]:
    """A shape that stood in the document and is gone, or is no longer recognised, must not pass as unchanged."""
    if owner.fingerprint is not None or case.latest is None or owner.contract.status is Status.DEPRECATED:
        return []
    return [
        Problem(
            code="schema-dropped",
            severity=Severity.ERROR,
            path=owner.document.path,
            line=owner.contract.provenance.line,
            message=f"`{owner.contract.name}` has version {case.latest.number} already, but no schema here",
            fix="restore its example or schema, or mark the contract as deprecated",
        )
    ]


def _wrong_version(planned: PlannedContract) -> list[Problem]:
    contract = planned.contract
    if contract is None or contract.asserted_version in (None, planned.number):
        return []
    return [
        Problem(
            code="version-mismatch",
            severity=Severity.ERROR,
            path=planned.owner.path,
            line=contract.provenance.line,
            message=f"`{contract.name}` claims to be version {contract.asserted_version}, "
            f"but this schema is version {planned.number}",
            fix=f"write version={planned.number}, or leave the version to the registry",
        )
    ]
