"""The roles of those who ask a registry; those of services in contracts are `contracts.model.Role`."""

from __future__ import annotations

from enum import StrEnum


class AccessRole(StrEnum):
    """What somebody may do: `reader` reads and checks, `registrar` and `deployer` also write, `admin` does all."""

    READER = "reader"
    REGISTRAR = "registrar"
    DEPLOYER = "deployer"
    ADMIN = "admin"

    def includes(self, least: AccessRole) -> bool:
        """Whether this role may do what `least` may.

        >>> AccessRole.DEPLOYER.includes(AccessRole.READER), AccessRole.DEPLOYER.includes(AccessRole.REGISTRAR)
        (True, False)
        """
        return self in {least, AccessRole.ADMIN} or least is AccessRole.READER
