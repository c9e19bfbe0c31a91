"""What one place of a document claims about an event or an operation; several claims make one contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from contracts.model import Confidence, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.documents.shapes.shape import Shape
    from contracts.documents.text.markdown import Block
    from contracts.documents.vocabulary.names import Route
    from contracts.model import Policy


class Placement(StrEnum):
    """Which part of a message a shape describes; `unknown` is decided by its fields."""

    BODY = "body"
    PAYLOAD = "payload"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyClaim:
    """A service named in a role, as the document spells it."""

    title: str
    line: int
    confidence: Confidence = Confidence.STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class EventClaim:
    """What one place says about an event. `type_path` leads to the type key whose value is the event's name."""

    name: str
    block: Block
    line: int
    via: str
    shape: Shape | None = None
    placement: Placement = Placement.UNKNOWN
    type_path: tuple[str, ...] = ()
    producers: tuple[PartyClaim, ...] = ()
    consumers: tuple[PartyClaim, ...] = ()
    topic: str = ""
    aliases: tuple[str, ...] = ()
    label: str = ""
    status: Status = Status.ACTIVE
    description: str = ""
    confidence: Confidence = Confidence.STATED
    version: int | None = None
    policy: Policy | None = None
    required: tuple[str, ...] | None = None
    optional: tuple[str, ...] = ()
    supersedes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationClaim:
    """What one place says about an operation; `responses` maps a status to a shape."""

    route: Route
    block: Block
    line: int
    via: str
    provider: PartyClaim | None = None
    callers: tuple[PartyClaim, ...] = ()
    request: tuple[Shape, ...] = ()
    responses: Mapping[str, tuple[Shape, ...]] = field(default_factory=dict)
    visibility: str = ""
    auth: str = ""
    description: str = ""
    status: Status = Status.ACTIVE
    confidence: Confidence = Confidence.STATED
    version: int | None = None
    policy: Policy | None = None
