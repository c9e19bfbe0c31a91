"""The nouns of Bindery as values: contracts, their parts, parties, policies, and what a design document holds."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from contracts.errors import InvalidName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.keywords import Json, Schema


class Kind(StrEnum):
    """What a contract governs: a message on a bus, or one method and path of a service's HTTP API."""

    EVENT = "event"
    OPERATION = "operation"


class Role(StrEnum):
    """What a service does in a contract."""

    PRODUCER = "producer"
    CONSUMER = "consumer"
    PROVIDER = "provider"
    CALLER = "caller"


class Confidence(StrEnum):
    """How a fact was found: annotated, written in a table or metadata line, or inferred from example values."""

    EXPLICIT = "explicit"
    STATED = "stated"
    INFERRED = "inferred"


class Severity(StrEnum):
    """What a problem does: an error blocks the registration, a warning is flagged, an info is only said."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Status(StrEnum):
    """Where a contract stands in its life."""

    ACTIVE = "active"
    PLANNED = "planned"
    DEPRECATED = "deprecated"
    ARCHIVED = "archived"


class Direction(StrEnum):
    """Which side is old: BACKWARD is the new reader (or provider) with the old counterpart, FORWARD the reverse."""

    BACKWARD = "BACKWARD"
    FORWARD = "FORWARD"


class Mode(StrEnum):
    """Which directions block a registration, and against which versions."""

    BACKWARD = "BACKWARD"
    FORWARD = "FORWARD"
    FULL = "FULL"
    BACKWARD_TRANSITIVE = "BACKWARD_TRANSITIVE"
    FORWARD_TRANSITIVE = "FORWARD_TRANSITIVE"
    FULL_TRANSITIVE = "FULL_TRANSITIVE"
    NONE = "NONE"

    def blocks(self, direction: Direction) -> bool:
        """Whether an incompatible verdict in this direction refuses the registration."""
        return self.value.startswith((direction.value, "FULL"))

    @property
    def is_transitive(self) -> bool:
        """Whether all versions that are not deprecated are judged, not only the latest."""
        return self.value.endswith("_TRANSITIVE")

    def joined_with(self, other: Mode) -> Mode:
        """The loosest mode that refuses whatever one of the two refuses.

        >>> Mode.BACKWARD.joined_with(Mode.FORWARD_TRANSITIVE)
        <Mode.FULL_TRANSITIVE: 'FULL_TRANSITIVE'>
        """
        blocked = [direction.value for direction in Direction if self.blocks(direction) or other.blocks(direction)]
        if not blocked:
            return Mode.NONE
        suffix = "_TRANSITIVE" if self.is_transitive or other.is_transitive else ""
        return Mode(("FULL" if len(blocked) > 1 else blocked[0]) + suffix)


class ContentModel(StrEnum):
    """`closed-writer`: a writer sends declared fields only. `open`: pure set semantics."""

    CLOSED_WRITER = "closed-writer"
    OPEN = "open"


class Formats(StrEnum):
    """Whether `format` rejects a message (`assert`) or only describes it (`annotate`)."""

    ASSERT = "assert"
    ANNOTATE = "annotate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How the versions of a contract are judged. `mode=None` means the default of the contract's kind."""

    mode: Mode | None = None
    content_model: ContentModel = ContentModel.CLOSED_WRITER
    formats: Formats = Formats.ASSERT
    allow_undecided: bool = False

    def mode_for(self, kind: Kind) -> Mode:
        """The mode in force: by default existing counterparts keep working when the owner deploys."""
        default = Mode.FORWARD_TRANSITIVE if kind is Kind.EVENT else Mode.BACKWARD_TRANSITIVE
        return self.mode or default


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
class Part:
    """One schema of a definition and who writes the JSON that it describes.

    `name` is `message`, `request`, or `response 201 application/json`.
    """

    name: str
    schema: Schema
    writer: Role

    def with_schema(self, schema: Schema) -> Part:
        """The same part with another schema."""
        return replace(self, schema=schema)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What one version of a contract fixes: the schema of each of its parts.

    As JSON, an event is its schema; an operation is
    `{"request": SCHEMA, "responses": {"201": {"application/json": SCHEMA}}}` with what it has of these.
    """

    kind: Kind
    parts: tuple[Part, ...]

    @classmethod
    def of_event(cls, schema: Schema) -> Definition:
        """The definition of an event whose whole JSON body has this schema."""
        return cls(kind=Kind.EVENT, parts=(Part(name="message", schema=schema, writer=Role.PRODUCER),))

    @classmethod
    def of_operation(
        cls, *, request: Schema | None = None, responses: Mapping[str, Mapping[str, Schema]] | None = None
    ) -> Definition:
        """The definition of an operation; `responses` is status -> media type -> schema."""
        parts = [] if request is None else [Part(name="request", schema=request, writer=Role.CALLER)]
        for status, media_types in sorted((responses or {}).items()):
            for media_type, schema in sorted(media_types.items()):
                parts.append(Part(name=f"response {status} {media_type}", schema=schema, writer=Role.PROVIDER))
        return cls(kind=Kind.OPERATION, parts=tuple(parts))

    @classmethod
    def from_json(cls, kind: Kind, value: Json) -> Definition:
        """The definition that `to_json` wrote."""
        if kind is Kind.EVENT:
            return cls.of_event(value)
        return cls.of_operation(request=value.get("request"), responses=value.get("responses"))

    def part(self, name: str) -> Part | None:
        """The part of this name, if the definition has it."""
        return next((part for part in self.parts if part.name == name), None)

    def to_json(self) -> Json:
        """The JSON form described above."""
        if self.kind is Kind.EVENT:
            return self.parts[0].schema
        written: dict[str, Json] = {}
        for part in self.parts:
            if part.name == "request":
                written["request"] = part.schema
            else:
                _, status, media_type = part.name.split(" ", 2)
                written.setdefault("responses", {}).setdefault(status, {})[media_type] = part.schema
        return written


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


def service_name(text: str) -> str:
    """The normalised name of a service: NFKC, casefold, spaces and underscores to `-`, nothing stripped.

    >>> service_name("Order_Service")
    'order-service'

    Raises:
        InvalidName: nothing is left of the text.
    """
    name = re.sub(r"[\s_]+", "-", unicodedata.normalize("NFKC", text).strip().casefold())
    if not name or ":" in name:
        raise InvalidName(f"{text!r} is no service name: write a word without ':'")
    return name


def operation_name(provider: str, method: str, path: str) -> str:
    """The name of an operation, parameter names erased.

    >>> operation_name("inventory", "get", "/internal/items/{itemId}")
    'inventory:GET:/internal/items/{}'
    """
    erased = re.sub(r"\{[^{}/]*\}", "{}", path)
    return f"{provider}:{method.upper()}:{erased}"
