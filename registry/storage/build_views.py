"""Builds, where they run, and what their tests said, as the stores give them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from contracts.model import ContractKey, Policy, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentFilter:
    """Which deployments to list: those of an environment, of a service, or all."""

    environment: str | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentView:
    """A version of a service that runs in an environment, or ran there `until` some time."""

    id: UUID
    environment: str
    service: str
    version: str
    instance: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildView:
    """A version of a service that was recorded once."""

    service: str
    version: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildContract:
    """A contract as a build holds it; `number` and `fingerprint` are None where it has no schema.

    `instance` is that of the deployment that was asked about.
    """

    service: str
    version: str
    instance: str = ""
    key: ContractKey
    role: Role
    number: int | None
    fingerprint: str | None
    policy: Policy
    is_external: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationView:
    """What the contract tests of a build said of one contract in one role; `tests` is how many there were.

    `fingerprint` is of the version that they were made with, and `number` what the registry calls it; None where that
    was not kept, or is not registered.
    """

    key: ContractKey
    role: Role
    has_passed: bool
    tests: int
    fingerprint: str | None
    number: int | None = None
    reported_at: datetime | None = None
