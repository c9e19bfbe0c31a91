"""What a registry holds after a plan: the pure counterpart of the transaction that commits it.

A baseline without a server (a git reference, a directory) is the registry that its documents would have made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.model import DocumentId, Kind, Severity
from contracts.registration.outcomes import Request
from contracts.registration.plan import Plan, PlannedContract, Registered, RegisteredContract
from contracts.registration.planning import plan_registration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.model import DesignDocument


def registered_after(plan: Plan, registered: Registered) -> Registered:
    """What is registered once the plan is carried out; refusals are the caller's to heed."""
    contracts = dict(registered.contracts)
    for planned in plan.contracts:
        contracts[planned.key] = _contract_after(planned, contracts.get(planned.key))
    return Registered(contracts=contracts, unreadable=registered.unreadable)


def _contract_after(planned: PlannedContract, before: RegisteredContract | None) -> RegisteredContract:
    versions = before.versions if before else ()
    return RegisteredContract(
        key=planned.key,
        owner=planned.owner,
        policy=planned.policy,
        versions=(*versions, planned.new_version) if planned.new_version else versions,
        parties=planned.parties,
        status=planned.status,
        current_number=planned.number,
        is_external=_is_external(planned, before),
    )


def _is_external(planned: PlannedContract, before: RegisteredContract | None) -> bool:
    contract = planned.contract
    if contract is None:
        return before is not None and before.is_external
    return contract.kind is Kind.OPERATION and contract.visibility == "external"


def registered_baseline(documents: Sequence[DesignDocument], *, source: str = "local") -> Registered:
    """The registry that these documents alone would have made; those with errors are remembered as unreadable."""
    plan = plan_registration(documents, Registered(), Request(source=source))
    unreadable = frozenset(
        DocumentId(source=source, path=document.path)
        for document in documents
        if any(problem.severity is Severity.ERROR for problem in document.problems)
    )
    return registered_after(plan, Registered(unreadable=unreadable))
