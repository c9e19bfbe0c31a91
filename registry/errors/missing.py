"""What was asked for and is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.errors.root import ServiceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.model import ContractKey, DocumentId


class ContractNotFound(ServiceError):
    """No contract of this key is registered."""

    code = "contract-not-found"
    status = 404
    title = "No such contract"

    def __init__(self, key: ContractKey) -> None:
        super().__init__(f"no contract {key} is registered here")
        self.key = key


class VersionNotFound(ServiceError):
    """The contract is registered, the version is not."""

    code = "version-not-found"
    status = 404
    title = "No such version"

    def __init__(self, key: ContractKey, number: int | str) -> None:
        super().__init__(f"contract {key} has no version {number}")
        self.key = key
        self.number = number


class DocumentNotFound(ServiceError):
    """No document of this source and path was ever registered."""

    code = "document-not-found"
    status = 404
    title = "No such document"

    def __init__(self, document: DocumentId) -> None:
        super().__init__(f"no document {document.path} of {document.source} was ever registered")
        self.document = document


class NoSchema(ServiceError):
    """The contract is named by documents, but none gives it a shape."""

    code = "no-schema"
    status = 404
    title = "The contract has no schema"

    def __init__(self, key: ContractKey) -> None:
        super().__init__(f"contract {key} has no schema yet: no design document gives it a shape")
        self.key = key


class PartNotFound(ServiceError):
    """The version has no part of this name, or several of which none was named."""

    code = "part-not-found"
    status = 404
    title = "No such part"

    def __init__(self, key: ContractKey, part: str | None, parts: Sequence[str]) -> None:
        asked = "must be named" if part is None else f"is not {part!r}"
        super().__init__(f"the part of contract {key} {asked}: it has {', '.join(map(repr, parts)) or 'none'}")
        self.key = key
        self.part = part


class ServiceNotFound(ServiceError):
    """No design document names this service."""

    code = "service-not-found"
    status = 404
    title = "No such service"

    def __init__(self, name: str) -> None:
        super().__init__(f"no registered document names a service {name!r}")
        self.name = name


class EnvironmentNotFound(ServiceError):
    """No environment of this name exists."""

    code = "environment-not-found"
    status = 404
    title = "No such environment"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"there is no environment {name!r}: it is one of {', '.join(known)}, or must be created")
        self.name = name


class BuildNotFound(ServiceError):
    """Nobody recorded this version of the service."""

    code = "build-not-found"
    status = 404
    title = "No such build"

    def __init__(self, service: str, version: str) -> None:
        super().__init__(
            f"version {version!r} of {service!r} was never recorded: send its lock file (`--lock`), which says what "
            "it writes and reads"
        )


class DeploymentNotFound(ServiceError):
    """The service does not run in the environment."""

    code = "deployment-not-found"
    status = 404
    title = "No such deployment"

    def __init__(self, service: str, environment: str, instance: str) -> None:
        label = f" as instance {instance!r}" if instance else ""
        super().__init__(f"{service!r} does not run in {environment!r}{label}")


class KeyNotFound(ServiceError):
    """No API key of this id or beginning exists."""

    code = "key-not-found"
    status = 404
    title = "No such API key"

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no API key {name}: `bindery keys list` shows all of them")
        self.name = name


class UnknownKind(ServiceError):
    """A kind of contract that is neither event nor operation."""

    code = "unknown-kind"
    status = 404
    title = "No such kind of contract"

    def __init__(self, kind: str) -> None:
        super().__init__(f"{kind!r} is no kind of contract: write 'event' or 'operation'")


class BadCursor(ServiceError):
    """A cursor that no answer of this registry contained."""

    code = "bad-cursor"
    status = 400
    title = "Unreadable cursor"

    def __init__(self) -> None:
        super().__init__("take `cursor` from the `next_cursor` of the page before, unchanged")
