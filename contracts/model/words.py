"""The words of Bindery as enumerations, the policy that is made of them, and how names are spelt."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from contracts.errors import InvalidName


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
