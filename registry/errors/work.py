"""What takes too long, or has to wait for others."""

from __future__ import annotations

from registry.errors.root import ServiceError


class ReadingStopped(ServiceError):
    """The documents take more time or memory to be read than the registry gives; nothing was registered."""

    code = "reading-stopped"
    status = 422
    title = "The documents could not be read"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}; nothing was registered: split the document, or leave out what is no contract")
        self.reason = reason


class CasesStopped(ServiceError):
    """The test cases of a version take more time or memory than the registry gives."""

    code = "cases-stopped"
    status = 422
    title = "The test cases could not be generated"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}: the schema is too large or too intricate")
        self.reason = reason


class ValidationStopped(ServiceError):
    """The message takes more time or memory to be checked than the registry gives."""

    code = "validation-stopped"
    status = 422
    title = "The message could not be checked"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}: the message is too large, or the schema too intricate")
        self.reason = reason


class RegistryBusy(ServiceError):
    """There was no worker process free, or no processor time for it; nothing was stored."""

    code = "registry-busy"
    status = 503
    title = "The registry is busy"

    def __init__(self, reason: str) -> None:
        super().__init__("the registry has too much to do; nothing was stored: send it again")
        self.reason = reason


class RegistrationContended(ServiceError):
    """Other registrations of the same contracts kept coming first; nothing was registered."""

    code = "registration-contended"
    status = 503
    title = "Too many registrations of the same contracts at once"

    def __init__(self, attempts: int) -> None:
        super().__init__(f"gave way to other registrations {attempts} times; nothing was registered: send it again")
