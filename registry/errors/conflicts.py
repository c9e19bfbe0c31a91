"""What is at odds with what is registered, or with itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.errors.root import ServiceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.model import ContractKey


class ContractInUse(ServiceError):
    """Services depend on the contract, and were not told that it ends."""

    code = "contract-in-use"
    status = 409
    title = "The contract is in use"

    def __init__(self, key: ContractKey, services: Sequence[str]) -> None:
        super().__init__(f"contract {key} is used by {', '.join(services)}: deprecate it first")
        self.key = key
        self.services = tuple(services)


class NotRegistered(ServiceError):
    """A lock file holds contracts that the registry does not know."""

    code = "not-registered"
    status = 409
    title = "Contracts that are not registered"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"not registered as the lock file has them: {', '.join(names)}; register them first")
        self.names = tuple(names)


class RoleNotRegistered(ServiceError):
    """A lock file says that its service writes what registered documents let others write."""

    code = "role-not-registered"
    status = 409
    title = "A role that no document gives"

    def __init__(self, service: str, names: Sequence[str]) -> None:
        super().__init__(
            f"the lock file says that {service} produces {', '.join(names)}, and no registered document does: "
            "register the document that says so, or pull the lock file again"
        )
        self.names = tuple(names)


class BuildChanged(ServiceError):
    """The version was recorded with another lock file."""

    code = "build-changed"
    status = 409
    title = "Another build of the same version"

    def __init__(self, service: str, version: str) -> None:
        super().__init__(
            f"version {version!r} of {service!r} was recorded with another lock file: give every build a version of "
            "its own"
        )


class BadLockFile(ServiceError):
    """What was sent as a lock file is none, or is that of another service."""

    code = "bad-lock-file"
    status = 409
    title = "Not the lock file of this service"


class DocumentRepeated(ServiceError):
    """One request holds the same path twice."""

    code = "document-repeated"
    status = 422
    title = "A document stands in the request twice"

    def __init__(self, path: str) -> None:
        super().__init__(f"the request holds {path!r} twice: send each document once")
        self.path = path


class Raced(Exception):
    """Another transaction came first: what was read before no longer holds. Nothing was stored."""
