"""What other programs are told: the events of Bindery's own design document, `docs/design/bindery.design.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.model import Status
from contracts.registration import PlanOutcome
from registry.storage.outbox import NewEvent

if TYPE_CHECKING:
    from datetime import date

    from contracts.keywords import Json
    from contracts.model import ContractKey
    from contracts.registration import Plan, PlannedContract, Registered, RegisteredContract
    from registry.storage.outbox import Event

REGISTERED = "contract.registered"
DEPRECATED = "contract.deprecated"
DEPLOYED = "deployment.recorded"
SOURCE = "bindery"


def message_of(event: Event) -> dict[str, Json]:
    """The message that tells of an event, on the bus and in the change feed.

    `{"eventType": "contract.registered", "eventId": "...", "timestamp": "...", "source": "bindery", "sequence": 7,
    "subject": "event order.created", "data": {...}}`
    """
    return {
        "eventType": event.type,
        "eventId": str(event.id),
        "timestamp": event.happened_at.isoformat().replace("+00:00", "Z"),
        "source": SOURCE,
        "sequence": event.sequence,
        "subject": event.subject,
        "data": event.data,
    }


def registration_events(plan: Plan, registered: Registered, *, commit: str) -> list[NewEvent]:
    """One event for each contract that the plan changes, and one more for each that it deprecates or takes back."""
    events: list[NewEvent] = []
    for planned in plan.contracts:
        before = registered.contracts.get(planned.key)
        if _is_changed(planned, before):
            events.append(_registered(planned, commit))
        if before is not None and _is_told_otherwise(planned, before):
            events.append(deprecation_event(planned.key, is_deprecated=planned.status is Status.DEPRECATED))
    return events


def deprecation_event(
    key: ContractKey,
    *,
    is_deprecated: bool,
    version: int | None = None,
    reason: str = "",
    sunset_on: date | None = None,
) -> NewEvent:
    """The event that a contract, or one version of it, should no longer be used; or that it may be used again."""
    data = {
        "kind": key.kind.value,
        "name": key.name,
        "version": version,
        "deprecated": is_deprecated,
        "reason": reason,
        "sunsetOn": sunset_on and sunset_on.isoformat(),
    }
    return NewEvent(type=DEPRECATED, subject=str(key), data=data)


def deployment_event(*, service: str, version: str, environment: str, instance: str, is_active: bool) -> NewEvent:
    """The event that a version of a service runs in an environment, or no longer does."""
    data = {
        "service": service,
        "version": version,
        "environment": environment,
        "instance": instance,
        "active": is_active,
    }
    return NewEvent(type=DEPLOYED, subject=f"{service} in {environment}", data=data)


def archive_event(contract: RegisteredContract) -> NewEvent:
    """The event that a contract is archived without a document that drops it."""
    latest = contract.current
    data = {
        "kind": contract.key.kind.value,
        "name": contract.key.name,
        "outcome": PlanOutcome.CONTRACT_REMOVED.value,
        "status": Status.ARCHIVED.value,
        "version": latest and latest.number,
        "fingerprint": latest and latest.fingerprint,
        "owner": {"source": contract.owner.source, "path": contract.owner.path},
        "commit": "",
    }
    return NewEvent(type=REGISTERED, subject=str(contract.key), data=data)


def _registered(planned: PlannedContract, commit: str) -> NewEvent:
    data = {
        "kind": planned.key.kind.value,
        "name": planned.key.name,
        "outcome": planned.outcome.value,
        "status": planned.status.value,
        "version": planned.number,
        "fingerprint": planned.fingerprint,
        "owner": {"source": planned.owner.source, "path": planned.owner.path},
        "commit": commit,
    }
    return NewEvent(type=REGISTERED, subject=str(planned.key), data=data)


def _is_changed(planned: PlannedContract, before: RegisteredContract | None) -> bool:
    if before is None or planned.outcome is not PlanOutcome.UNCHANGED:
        return True
    return (planned.status, planned.policy, planned.owner) != (before.status, before.policy, before.owner)


def _is_told_otherwise(planned: PlannedContract, before: RegisteredContract) -> bool:
    """Whether the owner marks the contract as deprecated, or no longer does, and the registry was not told itself."""
    if before.is_deprecated_here or planned.status is Status.ARCHIVED:
        return False
    return (planned.status is Status.DEPRECATED) != before.is_deprecated
