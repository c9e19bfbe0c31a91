"""TypeScript declarations as values: what an interface or a type of a document says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.keywords import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeField:
    """A property of an interface: its type as tokens were read, `comment` is what follows on its line."""

    name: str
    type: TypeNode
    line: int
    is_optional: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeNode:
    """A type: `name`, `literal`, `object`, `array`, `record`, `union` or `all` (of several)."""

    kind: str
    line: int
    name: str = ""
    value: Json = None
    fields: tuple[TypeField, ...] = ()
    parts: tuple[TypeNode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A named type of a document."""

    name: str
    type: TypeNode
    bases: tuple[str, ...]
    line: int
