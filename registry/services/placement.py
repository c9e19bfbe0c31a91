"""A version of a service in an environment: what is recorded, and what is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.keywords import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A version of a service in an environment; `lock` is the lock file of the build, None if it is recorded already.

    `instance` tells several deployments of one service in one environment apart.
    """

    service: str
    version: str = ""
    environment: str
    instance: str = ""
    lock: Json = None

    @property
    def target(self) -> str:
        """What the audit log calls it."""
        label = f" ({self.instance})" if self.instance else ""
        return f"{self.service}{label} in {self.environment}"
