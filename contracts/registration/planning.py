"""The plan: every contract that the documents name or own, with its outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.model import DocumentId, Problem, Severity, Status
from contracts.registration.declarations import Declaration, collect_declarations, disagreements, owning_declaration
from contracts.registration.outcomes import Case, Request, plan_declared, plan_mentioned, plan_removed
from contracts.registration.plan import Plan, PlannedContract, Registered, RegisteredContract

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from contracts.model import ContractKey, DesignDocument


def plan_registration(
    documents: Sequence[DesignDocument], registered: Registered, request: Request | None = None
) -> Plan:
    """What registering the documents would do to what is registered.

    A document that is gone is handed in without contents: its contracts are then planned as removed.
    """
    request = request or Request()
    sent = frozenset(DocumentId(source=request.source, path=document.path) for document in documents)
    declarations = collect_declarations(documents, request.source)
    concerned = {key for key, contract in registered.contracts.items() if _is_concerned(contract, sent)}
    found: list[Problem] = []
    contracts: list[PlannedContract] = []
    for key in sorted(concerned | declarations.keys(), key=_reading_order):
        case = Case(
            request=request,
            registered=registered.contracts.get(key),
            declarations=declarations.get(key, []),
            sent=sent,
            unreadable=registered.unreadable,
        )
        owner = owning_declaration(case.declarations, case.registered, sent)
        found += disagreements(case.declarations, owner, case.registered)
        contracts += [_placed(planned, case, owner) for planned in _planned(case, owner)]
    return Plan(
        documents=tuple(sorted(sent)),
        contracts=tuple(contracts),
        services=tuple(service for document in documents for service in document.services),
        edges=tuple(edge for document in documents for edge in document.edges),
        problems=(
            *(problem for document in documents for problem in document.problems),
            *found,
            *(problem for planned in contracts for problem in planned.problems),
            *_needless_acceptances(request, contracts),
        ),
    )


def _is_concerned(contract: RegisteredContract, sent: frozenset[DocumentId]) -> bool:
    """Whether the documents own the contract, or declared parties of it, which they may have dropped since."""
    return contract.owner in sent or any(party.document in sent for party in contract.parties)


def _reading_order(key: ContractKey) -> tuple[str, str]:
    return key.kind.value, key.name


def _planned(case: Case, owner: Declaration | None) -> list[PlannedContract]:
    if owner is not None:
        return [plan_declared(case, owner)]
    registered = case.registered
    if registered is None:
        return []
    if registered.owner not in case.sent:
        return [plan_mentioned(case, registered)]
    return [] if _is_long_gone(registered, case) else [plan_removed(case, registered)]


def _placed(planned: PlannedContract, case: Case, owner: Declaration | None) -> PlannedContract:
    """The planned contract with the version that is registered now, and the line that holds it in the request."""
    current = case.registered.current if case.registered else None
    said = owner or next(iter(case.declarations), None)
    return replace(
        planned,
        registered_number=current.number if current else None,
        place=said.contract.provenance if said else None,
    )


def _is_long_gone(registered: RegisteredContract, case: Case) -> bool:
    return registered.status is Status.ARCHIVED and not case.declarations


def _needless_acceptances(request: Request, contracts: Iterable[PlannedContract]) -> list[Problem]:
    """An acceptance that fits no contract is a slip of the pen: the break that was meant would be refused anyway."""
    names = {planned.key.name for planned in contracts}
    return [
        Problem(
            code="unknown-contract",
            severity=Severity.ERROR,
            path="",
            line=0,
            message=f"a break of `{name}` is accepted, but the documents hold no contract of that name",
            fix="spell the name as `bindery extract` prints it",
        )
        for name in sorted(request.accept_breaking)
        if name not in names
    ]
