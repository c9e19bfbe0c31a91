"""What the graph of services is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.model import ContractKey, Kind, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleView:
    """A service in a role of a contract, whoever declares it."""

    key: ContractKey
    role: Role
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeView:
    """A dependency between two services that is no contract."""

    from_service: str
    to_service: str
    protocol: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphView:
    """Everything that the graph of services is drawn from."""

    services: tuple[str, ...]
    roles: tuple[RoleView, ...]
    edges: tuple[EdgeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphFilter:
    """Which part of the graph: contracts of a kind, with a tag, between services that run in an environment."""

    kind: Kind | None = None
    tag: str | None = None
    environment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """That one service writes what another reads, or calls what it provides, in so many contracts of a kind.

    `kind` is None for dependencies that are no contracts: then `contracts` is 0, and `protocols` says what they are.
    `named` are the first of the contracts, by name.
    """

    source: str
    target: str
    kind: Kind | None
    contracts: int
    named: tuple[ContractKey, ...] = ()
    protocols: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleView:
    """Contracts of a kind with the same parties, by name."""

    kind: Kind
    parties: frozenset[tuple[Role, str]]
    names: tuple[str, ...]
