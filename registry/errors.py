"""What the service refuses, each with a stable code and the HTTP status it is answered with.

BinderyError (contracts.errors)
└── ServiceError
    ├── ContractNotFound         404 contract-not-found
    ├── VersionNotFound          404 version-not-found
    ├── ServiceNotFound          404 service-not-found
    ├── DocumentNotFound         404 document-not-found
    ├── NoSchema                 404 no-schema
    ├── EnvironmentNotFound      404 environment-not-found
    ├── BuildNotFound            404 build-not-found
    ├── DeploymentNotFound       404 deployment-not-found
    ├── NotRegistered            409 not-registered
    ├── BuildChanged             409 build-changed
    ├── BadLockFile              409 bad-lock-file
    ├── PartNotFound             404 part-not-found
    ├── ContractInUse            409 contract-in-use
    ├── BadCursor                400 bad-cursor
    ├── UnknownKind              404 unknown-kind
    ├── KeyNotFound              404 key-not-found
    ├── CredentialsMissing       401 credentials-missing
    ├── CredentialsInvalid       401 credentials-invalid
    ├── RoleTooLow               403 role-too-low
    ├── ScopeTooNarrow           403 scope-too-narrow
    ├── TooManyRequests          429 too-many-requests
    ├── IdentityProviderSilent   503 identity-provider-silent
    ├── DocumentRepeated         422 document-repeated
    ├── ReadingStopped           422 reading-stopped
    ├── CasesStopped             422 cases-stopped
    ├── ValidationStopped        422 validation-stopped
    ├── RegistryBusy             503 registry-busy
    ├── RegistrationContended    503 registration-contended
    ├── DatabaseUnavailable      503 database-unavailable
    ├── DatabaseBehind           503 database-behind
    ├── NoExport                 (of `bindery import` only)
    ├── NotEmpty                 (of `bindery import` only)
    └── CannotServe              (at start only)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from contracts.errors import BinderyError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contracts.model import ContractKey, DocumentId


_UNAVAILABLE = 503


class ServiceError(BinderyError):
    """The root of what the service refuses: `code` never changes, `status` is an HTTP status, `title` one phrase."""

    code: ClassVar[str] = "internal-error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "The registry failed"

    @property
    def headers(self) -> Mapping[str, str]:
        """What the answer says beside its body."""
        return {"retry-after": "1"} if self.status == _UNAVAILABLE else {}


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


class ContractInUse(ServiceError):
    """Services depend on the contract, and were not told that it ends."""

    code = "contract-in-use"
    status = 409
    title = "The contract is in use"

    def __init__(self, key: ContractKey, services: Sequence[str]) -> None:
        super().__init__(f"contract {key} is used by {', '.join(services)}: deprecate it first")
        self.key = key
        self.services = tuple(services)


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
            f"version {version!r} of {service!r} was never recorded: send its lock file, which says what it writes "
            "and reads"
        )


class DeploymentNotFound(ServiceError):
    """The service does not run in the environment."""

    code = "deployment-not-found"
    status = 404
    title = "No such deployment"

    def __init__(self, service: str, environment: str, instance: str) -> None:
        label = f" as instance {instance!r}" if instance else ""
        super().__init__(f"{service!r} does not run in {environment!r}{label}")


class NotRegistered(ServiceError):
    """A lock file holds contracts that the registry does not know."""

    code = "not-registered"
    status = 409
    title = "Contracts that are not registered"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"not registered as the lock file has them: {', '.join(names)}; register them first")
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


class BadCursor(ServiceError):
    """A cursor that no answer of this registry contained."""

    code = "bad-cursor"
    status = 400
    title = "Unreadable cursor"

    def __init__(self) -> None:
        super().__init__("take `cursor` from the `next_cursor` of the page before, unchanged")


class UnknownKind(ServiceError):
    """A kind of contract that is neither event nor operation."""

    code = "unknown-kind"
    status = 404
    title = "No such kind of contract"

    def __init__(self, kind: str) -> None:
        super().__init__(f"{kind!r} is no kind of contract: write 'event' or 'operation'")


class KeyNotFound(ServiceError):
    """No API key of this id or beginning exists."""

    code = "key-not-found"
    status = 404
    title = "No such API key"

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no API key {name}: `bindery keys list` shows all of them")
        self.name = name


class CredentialsMissing(ServiceError):
    """The request does not show who sends it."""

    code = "credentials-missing"
    status = 401
    title = "Credentials are missing"

    def __init__(self) -> None:
        super().__init__("this registry answers to API keys and tokens only: send `Authorization: Bearer ...`")

    @property
    def headers(self) -> Mapping[str, str]:
        """The challenge of RFC 6750; without an error, because nothing was shown."""
        return {"www-authenticate": 'Bearer realm="bindery"'}


class CredentialsInvalid(ServiceError):
    """The key or token is none that this registry accepts. `reason` never repeats it."""

    code = "credentials-invalid"
    status = 401
    title = "The credentials are not accepted"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def headers(self) -> Mapping[str, str]:
        """The challenge of RFC 6750."""
        return {"www-authenticate": 'Bearer realm="bindery", error="invalid_token"'}


class RoleTooLow(ServiceError):
    """It is known who asks, and this is not for them."""

    code = "role-too-low"
    status = 403
    title = "The role does not allow this"

    def __init__(self, actor: str, *, least: str, roles: Sequence[str]) -> None:
        has = f"the role {' and '.join(roles)}" if roles else "no role"
        super().__init__(f"this needs the role {least}; {actor} has {has}")
        self.least = least


class ScopeTooNarrow(ServiceError):
    """A registration would shape contracts that the caller's key is not for; nothing was registered."""

    code = "scope-too-narrow"
    status = 403
    title = "The key is for other contracts"

    def __init__(self, actor: str, scope: str, *, contracts: Sequence[str]) -> None:
        named = ", ".join(contracts)
        super().__init__(f"{actor} is limited to {scope}, and the documents shape {named}; nothing was registered")
        self.contracts = tuple(contracts)


class TooManyRequests(ServiceError):
    """The caller's limit is used up for now."""

    code = "too-many-requests"
    status = 429
    title = "Too many requests"

    def __init__(self, limit: str, *, retry_after_seconds: int) -> None:
        super().__init__(f"more than {limit}: send it again in {retry_after_seconds} seconds")
        self.retry_after_seconds = retry_after_seconds

    @property
    def headers(self) -> Mapping[str, str]:
        """When to come again."""
        return {"retry-after": str(self.retry_after_seconds)}


class IdentityProviderSilent(ServiceError):
    """Tokens cannot be checked: the keys of their issuer were never obtained."""

    code = "identity-provider-silent"
    status = 503
    title = "The identity provider does not answer"

    def __init__(self) -> None:
        super().__init__("tokens cannot be checked, for their issuer does not show its keys: send it again")


class DocumentRepeated(ServiceError):
    """One request holds the same path twice."""

    code = "document-repeated"
    status = 422
    title = "A document stands in the request twice"

    def __init__(self, path: str) -> None:
        super().__init__(f"the request holds {path!r} twice: send each document once")
        self.path = path


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


class DatabaseUnavailable(ServiceError):
    """The database does not answer, or did not take the commit; nothing was stored."""

    code = "database-unavailable"
    status = 503
    title = "The database is not available"

    def __init__(self, reason: str) -> None:
        super().__init__("the database did not take the request; nothing was stored: send it again")
        self.reason = reason


class DatabaseBehind(ServiceError):
    """The tables are not those of this release."""

    code = "database-behind"
    status = 503
    title = "The database is not migrated"

    def __init__(self) -> None:
        super().__init__("the database has the tables of another release: run `bindery migrate`")


class NoExport(ServiceError):
    """What was to be imported is no export of this release; nothing was stored."""

    title = "Not an export"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}; nothing was imported")
        self.reason = reason


class NotEmpty(ServiceError):
    """A registry that holds something takes no import; nothing was stored."""

    title = "The registry is not empty"

    def __init__(self, table: str, count: int) -> None:
        super().__init__(f"the registry is not empty (table {table} has {count} rows): import into a new database")
        self.table = table
        self.count = count


class CannotServe(ServiceError):
    """The service was asked to start where it must not or cannot."""

    title = "The service cannot start"
