"""The values of a registration: what a registry holds, and the plan of what documents would do to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from contracts.model import ContractKey, Role, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.compatibility.verdict import Check
    from contracts.model import Contract, ContractVersion, DocumentId, Edge, Policy, Problem, Provenance, Service

WRITING_ROLES = frozenset({Role.PRODUCER, Role.PROVIDER})


class PlanOutcome(StrEnum):
    """What registering would do to one contract."""

    NEW = "new"
    UNCHANGED = "unchanged"
    COMPATIBLE = "compatible"
    INCOMPATIBLE = "incompatible"
    UNDECIDED = "undecided"
    COULD_NOT_CHECK = "could not check"
    CONTRACT_REMOVED = "contract-removed"
    PARTIES_CHANGED = "parties-changed"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RegisteredParty:
    """A service in a role of a contract, and the design document that declares it."""

    service: str
    role: Role
    document: DocumentId


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredContract:
    """A contract as the registry holds it; `versions` ascend by number and are empty while it has no schema.

    `current_number` is the version that its owner declares now: an earlier one where a document was taken back.
    `is_external`: an operation of an external API, whose callers nobody knows.
    `status` is what its owner says; `is_deprecated_here`: the registry was told so, whatever the owner says.
    """

    key: ContractKey
    owner: DocumentId
    policy: Policy
    versions: tuple[ContractVersion, ...] = ()
    parties: tuple[RegisteredParty, ...] = ()
    status: Status = Status.ACTIVE
    current_number: int | None = None
    is_external: bool = False
    is_deprecated_here: bool = False

    @property
    def is_deprecated(self) -> bool:
        """Whether its owner or the registry says that it should no longer be used."""
        return self.is_deprecated_here or self.status is Status.DEPRECATED

    @property
    def is_archived(self) -> bool:
        """Whether no document declares it any more."""
        return self.status is Status.ARCHIVED

    @property
    def dependents(self) -> tuple[str, ...]:
        """The services that read or call what others write or provide, by name."""
        writers = {party.service for party in self.parties if party.role in WRITING_ROLES}
        return tuple(sorted({party.service for party in self.parties} - writers))

    @property
    def may_end(self) -> bool:
        """Whether nobody depends on it, or everybody was told before that it would end."""
        is_used = bool(self.dependents) or self.is_external
        return not is_used or self.is_deprecated or self.is_archived

    @property
    def current(self) -> ContractVersion | None:
        """The version that the owner declares now; the latest where nothing else is known."""
        return next((version for version in self.versions if version.number == self.current_number), self.latest)

    @property
    def latest(self) -> ContractVersion | None:
        """The version with the highest number."""
        return self.versions[-1] if self.versions else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """The part of a registry that a plan looks at: contracts that the documents name, or that they own.

    `unreadable` are documents of a baseline that could not be read as a whole: what they held is not known.
    """

    contracts: Mapping[ContractKey, RegisteredContract] = field(default_factory=dict)
    unreadable: frozenset[DocumentId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedContract:
    """What would happen to one contract.

    `number` and `fingerprint` are of the version that it would be at afterwards (None: no schema). `new_version` is
    the version that would be added, `registered_number` the one that is registered now. `place` is where the request
    holds the contract (None: nowhere), `contract` the owner's declaration (None: removed, or owned elsewhere).
    `parties` are all parties afterwards. `is_blocking`: this contract refuses the request. `accepted_reason`: why a
    break of it is accepted. `problems` are those that only show against the registry.
    """

    key: ContractKey
    outcome: PlanOutcome
    owner: DocumentId
    policy: Policy
    contract: Contract | None = None
    status: Status = Status.ACTIVE
    number: int | None = None
    fingerprint: str | None = None
    new_version: ContractVersion | None = None
    registered_number: int | None = None
    place: Provenance | None = None
    parties: tuple[RegisteredParty, ...] = ()
    checks: tuple[Check, ...] = ()
    is_blocking: bool = False
    accepted_reason: str | None = None
    note: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What registering a set of design documents would do. All or nothing: see `refusal`."""

    documents: tuple[DocumentId, ...]
    contracts: tuple[PlannedContract, ...]
    services: tuple[Service, ...] = ()
    edges: tuple[Edge, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def refusal(self) -> str | None:
        """Why nothing would be registered: `document-problems`, `incompatible`, or None."""
        if any(problem.severity == "error" for problem in self.problems):
            return "document-problems"
        return "incompatible" if any(planned.is_blocking for planned in self.contracts) else None
