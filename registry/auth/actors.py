"""Those who ask, once it is known who they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from registry.auth.roles import AccessRole
from registry.errors import RoleTooLow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The contracts that somebody may change the shape of; None is no limit.

    `contract_prefix` begins their names; `service` is their producer or provider.
    """

    contract_prefix: str | None = None
    service: str | None = None

    def covers(self, name: str, writers: Iterable[str]) -> bool:
        """Whether a contract of this name, written or provided by these services, is one of them."""
        has_prefix = self.contract_prefix is None or name.startswith(self.contract_prefix)
        return has_prefix and (self.service is None or self.service in set(writers))

    def __str__(self) -> str:
        limits = []
        if self.contract_prefix is not None:
            limits.append(f"contracts whose name begins with {self.contract_prefix!r}")
        if self.service is not None:
            limits.append(f"contracts that {self.service} produces or provides")
        return " and ".join(limits) or "all contracts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who asks: `name` stands in the audit log and counts against the rate limit; None expires never."""

    name: str
    roles: frozenset[AccessRole]
    scope: Scope = field(default_factory=Scope)
    expires_at: datetime | None = None

    def may(self, least: AccessRole) -> bool:
        """Whether one of the roles is at least this one."""
        return any(role.includes(least) for role in self.roles)

    def require(self, least: AccessRole) -> None:
        """Return if one of the roles is at least this one.

        Raises:
            RoleTooLow: none is.
        """
        if not self.may(least):
            raise RoleTooLow(self.name, least=least.value, roles=sorted(self.roles))


NOBODY = Actor(name="nobody", roles=frozenset())
LOCAL = Actor(name="local", roles=frozenset({AccessRole.ADMIN}))
FIRST_START = Actor(name="first start", roles=frozenset({AccessRole.ADMIN}))
COMMAND_LINE = Actor(name="command line", roles=frozenset({AccessRole.ADMIN}))
