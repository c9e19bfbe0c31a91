"""What the client raises: one class per reason, all of them a `BinderyClientError`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bindery_client.violations import Side, Violation

_SHOWN_VIOLATIONS = 10


class BinderyClientError(Exception):
    """Anything that the client refuses to do."""


class UnknownContract(BinderyClientError):
    """A name that is in no contract of this service."""


class NotAWriter(BinderyClientError):
    """A message was to be written under a contract in which the service only reads."""


class InvalidLockFile(BinderyClientError):
    """A lock document that cannot be trusted: damaged, of another version, or not what its fingerprints say."""


class ContractsUnavailable(BinderyClientError):
    """No source of contracts answered; `tried` says which ones were asked, and why each one failed."""

    def __init__(self, service: str, tried: tuple[str, ...]) -> None:
        self.service = service
        self.tried = tried
        super().__init__(service, tried)

    def __str__(self) -> str:
        lines = "".join(f"\n  - {attempt}" for attempt in self.tried)
        return (
            f"no contracts for the service {self.service!r}. Tried:{lines}\n"
            "Commit a lock file (`bindery pull`) to start without the registry."
        )


class InvalidMessage(BinderyClientError):
    """A message that breaks its contract.

    `contract` and `version` name it, `side` says whether it was written or read, `origin` where the contract came from,
    `part` which of its schemas was broken, and `violations` every rule with its place (at most 50).
    """

    def __init__(  # noqa: PLR0913 - all of them are what a reader of the error needs
        self,
        *,
        contract: str,
        version: int | None,
        side: Side,
        origin: str,
        violations: tuple[Violation, ...],
        part: str = "message",
    ) -> None:
        self.contract = contract
        self.version = version
        self.side = side
        self.origin = origin
        self.violations = violations
        self.part = part
        super().__init__(contract)

    def __str__(self) -> str:
        version = "not registered yet" if self.version is None else f"version {self.version}"
        part = "" if self.part == "message" else f", {self.part}"
        count = len(self.violations)
        head = (
            f"{self.contract} ({version}, as {self.side}{part}; from {self.origin}): "
            f"{count} violation{'' if count == 1 else 's'}"
        )
        lines = [f"  {violation}" for violation in self.violations[:_SHOWN_VIOLATIONS]]
        rest = [f"  ... and {count - _SHOWN_VIOLATIONS} more"] if count > _SHOWN_VIOLATIONS else []
        return "\n".join([head, *lines, *rest])

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions are pickled as the class and its positional arguments; this one has none, and still has to
        # travel from worker processes.
        return InvalidMessage.__new__, (InvalidMessage, self.contract), self.__dict__
