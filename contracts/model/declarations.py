"""What a design document holds: services, contracts with their parties and lines, problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contracts.model.words import Confidence, Kind, Policy, Role, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.keywords import Json
    from contracts.model.definition import Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where in a design document something stands: lines count from 1, `via` names the notation it was read from."""

    path: str
    line: int
    end_line: int = 0
    section: tuple[str, ...] = ()
    via: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A named party. `name` is the normalised name, `title` the spelling of the document."""

    name: str
    title: str
    responsibility: str = ""
    tech_stack: str = ""
    aliases: tuple[str, ...] = ()
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A service in a role of one contract, as one place of one document declares it."""

    service: str
    role: Role
    confidence: Confidence = Confidence.STATED
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractKey:
    """The identity of a contract."""

    kind: Kind
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract as one design document declares it.

    `definition` is None for a contract that is named without a shape (*no schema*). `lines` maps
    `PART#POINTER` (`message#/properties/data/properties/total`) to the document line that declares that place.
    `path` is the path of an operation as the document writes it, parameter names kept.
    `asserted_version` is what an annotation claims the registry's number to be; `labels` are version words of the
    document that mean nothing to the registry. `policy` is None where the document declares none.
    """

    kind: Kind
    name: str
    path: str = ""
    definition: Definition | None = None
    parties: tuple[Party, ...] = ()
    policy: Policy | None = None
    status: Status = Status.ACTIVE
    visibility: str = "internal"
    auth: str = ""
    description: str = ""
    confidence: Confidence = Confidence.STATED
    aliases: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    supersedes: str | None = None
    asserted_version: int | None = None
    examples: tuple[Json, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    provenance: Provenance

    @property
    def key(self) -> ContractKey:
        """The identity of the contract that this declaration speaks of."""
        return ContractKey(kind=self.kind, name=self.name)

    @property
    def method(self) -> str:
        """The HTTP method of an operation."""
        return self.name.split(":", 2)[1]

    def services(self, role: Role) -> tuple[str, ...]:
        """The services in this role, in the order in which the document names them."""
        return tuple(dict.fromkeys(party.service for party in self.parties if party.role is role))

    def line_of(self, part: str, json_pointer: str) -> int:
        """The line that declares a place of a part's schema, or the nearest place around it."""
        while json_pointer:
            line = self.lines.get(f"{part}#{json_pointer}")
            if line is not None:
                return line
            json_pointer = json_pointer.rpartition("/")[0]
        return self.lines.get(f"{part}#", self.provenance.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A dependency between two services that is not a contract: it only draws the graph."""

    from_service: str
    to_service: str
    protocol: str = ""
    pattern: str = ""
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A finding in a design document: stable code, place, one sentence, and what to do (often text to paste)."""

    code: str
    severity: Severity
    path: str
    line: int
    column: int = 1
    message: str
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A block that was looked at and not taken, with the reason; `line` and `end_line` count from 1."""

    line: int
    end_line: int
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignDocument:
    """What was read from one design document. `metadata` holds its header block: title, version, status, author."""

    path: str
    services: tuple[Service, ...] = ()
    contracts: tuple[Contract, ...] = ()
    edges: tuple[Edge, ...] = ()
    problems: tuple[Problem, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class DocumentId:
    """The identity of a design document: `source` names the repository, `path` the file in it."""

    source: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractVersion:
    """An immutable revision of a contract. `number` counts from 1 and is given by the registry only.

    `is_break`: it was accepted although it broke earlier versions.
    """

    number: int
    fingerprint: str
    definition: Definition
    lines: Mapping[str, int] = field(default_factory=dict)
    provenance: Provenance | None = None
    is_deprecated: bool = False
    is_break: bool = False
