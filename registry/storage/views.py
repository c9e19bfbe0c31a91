"""What the stores give back to those who only read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from contracts.keywords import Json
    from contracts.model import ContractKey, DocumentId, Kind, Policy, Role, Status
    from registry.storage.lifecycle import Deprecation


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFilter:
    """Which contracts to list.

    Of a kind, with a service as party, with a text in the name, with a field of this name in the current schema, with a
    tag, of a status, with or without a schema, owned by a document: all of what is given.
    """

    kind: Kind | None = None
    service: str | None = None
    text: str | None = None
    field: str | None = None
    tag: str | None = None
    status: Status | None = None
    has_schema: bool | None = None
    owner: DocumentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """At most `limit` items, those after the key `after`."""

    limit: int
    after: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """A service in a role, and the document that declares it."""

    service: str
    role: Role
    document: DocumentId


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractView:
    """A contract as it is listed; `number` is None while it has no schema, `declaration` is what its owner says.

    `deprecation` is what the registry was told; `status` counts it, and what the owner says.
    """

    key: ContractKey
    status: Status
    number: int | None
    owner: DocumentId
    policy: Policy
    parties: tuple[PartyView, ...]
    declaration: Json
    tags: tuple[str, ...]
    deprecation: Deprecation | None
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A version of a contract without its bytes; `commit` is that of the revision that brought it."""

    number: int
    fingerprint: str
    created_at: datetime
    commit: str
    document: DocumentId
    provenance: Json
    lines: Json
    verdicts: Json
    accepted_reason: str | None
    is_deprecated: bool
    deprecation: Deprecation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """A service, and in how many contracts it has which role."""

    name: str
    title: str
    responsibility: str
    tech_stack: str
    aliases: tuple[str, ...]
    roles: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRole:
    """A role that documents give a service; `is_shaped`: the contract has a schema."""

    key: ContractKey
    role: Role
    status: Status
    is_shaped: bool
    is_external: bool

    @property
    def place(self) -> tuple[ContractKey, Role]:
        """What a build may hold once."""
        return self.key, self.role


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A design document and one revision of it; `header` is its header block, `problems` are as they are reported."""

    identity: DocumentId
    revision: int
    commit: str
    content_hash: str
    header: Json
    problems: Json
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """The lines of a design document that declare a contract; `line` is the number of the first."""

    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSchema:
    """The bytes of a version, exactly as they were stored."""

    fingerprint: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """A write: who did what to what, and when."""

    id: UUID
    at: datetime
    actor: str
    action: str
    target: str
    detail: Json
