"""Whether somebody may register, or tell of builds, what they ask to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.model import Role
from contracts.registration import PlanOutcome
from registry.auth.actors import Scope
from registry.auth.roles import AccessRole
from registry.errors import ScopeTooNarrow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.registration import Plan, PlannedContract, Registered, RegisteredContract, RegisteredParty
    from registry.auth.actors import Actor

_WRITING = frozenset({Role.PRODUCER, Role.PROVIDER})


def least_role(*, is_dry_run: bool, accepts_breaking: bool) -> AccessRole:
    """The role that a registration needs: an accepted break binds everybody who relied on the contract."""
    if is_dry_run:
        return AccessRole.READER
    return AccessRole.ADMIN if accepts_breaking else AccessRole.REGISTRAR


def require_scope(plan: Plan, registered: Registered, actor: Actor) -> None:
    """Return if the contracts that the plan shapes are all of those that the actor's key is for.

    To name the parties of somebody else's contract is not to shape it: a consumer registers what it consumes.

    Raises:
        ScopeTooNarrow: some are not.
    """
    outside = [
        str(planned.key)
        for planned in plan.contracts
        if _is_shaped(planned, plan) and not actor.scope.covers(planned.key.name, _writers(planned, registered))
    ]
    if outside:
        raise ScopeTooNarrow(actor.name, str(actor.scope), outside=outside)


def require_contract(contract: RegisteredContract, actor: Actor) -> None:
    """Return if the contract is one of those that the actor's key is for.

    Raises:
        ScopeTooNarrow: it is not.
    """
    if not actor.scope.covers(contract.key.name, _in_writing_roles(contract.parties)):
        raise ScopeTooNarrow(actor.name, str(actor.scope), outside=[str(contract.key)])


def require_service(service: str, actor: Actor) -> None:
    """Return if the actor's key is for the builds of this service; a prefix of contracts says nothing of them.

    Raises:
        ScopeTooNarrow: it is for another service.
    """
    if actor.scope.service not in {None, service}:
        raise ScopeTooNarrow(actor.name, str(actor.scope), outside=[f"builds of {service}"])


def require_no_limit(what: str, actor: Actor) -> None:
    """Return if the actor's key is for everything: what is changed concerns all services.

    Raises:
        ScopeTooNarrow: it is limited.
    """
    if actor.scope != Scope():
        raise ScopeTooNarrow(actor.name, str(actor.scope), outside=[what])


def _is_shaped(planned: PlannedContract, plan: Plan) -> bool:
    """Whether the contract belongs to the documents and has a schema: nobody owns one that is only named."""
    has_schema = planned.number is not None
    return planned.owner in plan.documents and (has_schema or planned.outcome is PlanOutcome.CONTRACT_REMOVED)


def _writers(planned: PlannedContract, registered: Registered) -> set[str]:
    """Who writes the contract: as it was registered, where it has a schema already; a document can claim anything."""
    known = registered.contracts.get(planned.key)
    return _in_writing_roles(known.parties if known is not None and known.versions else planned.parties)


def _in_writing_roles(parties: Iterable[RegisteredParty]) -> set[str]:
    return {party.service for party in parties if party.role in _WRITING}
