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
    ├── RoleNotRegistered        409 role-not-registered
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
    ├── LimitWithoutEffect       422 limit-without-effect
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

from registry.errors.access import (
    CredentialsInvalid,
    CredentialsMissing,
    IdentityProviderSilent,
    LimitWithoutEffect,
    RoleTooLow,
    ScopeTooNarrow,
    TooManyRequests,
)
from registry.errors.conflicts import (
    BadLockFile,
    BuildChanged,
    ContractInUse,
    DocumentRepeated,
    NotRegistered,
    RoleNotRegistered,
)
from registry.errors.missing import (
    BadCursor,
    BuildNotFound,
    ContractNotFound,
    DeploymentNotFound,
    DocumentNotFound,
    EnvironmentNotFound,
    KeyNotFound,
    NoSchema,
    PartNotFound,
    ServiceNotFound,
    UnknownKind,
    VersionNotFound,
)
from registry.errors.operation import CannotServe, DatabaseBehind, DatabaseUnavailable, NoExport, NotEmpty
from registry.errors.root import ServiceError
from registry.errors.work import CasesStopped, ReadingStopped, RegistrationContended, RegistryBusy, ValidationStopped

__all__ = [
    "BadCursor",
    "BadLockFile",
    "BuildChanged",
    "BuildNotFound",
    "CannotServe",
    "CasesStopped",
    "ContractInUse",
    "ContractNotFound",
    "CredentialsInvalid",
    "CredentialsMissing",
    "DatabaseBehind",
    "DatabaseUnavailable",
    "DeploymentNotFound",
    "DocumentNotFound",
    "DocumentRepeated",
    "EnvironmentNotFound",
    "IdentityProviderSilent",
    "KeyNotFound",
    "LimitWithoutEffect",
    "NoExport",
    "NoSchema",
    "NotEmpty",
    "NotRegistered",
    "PartNotFound",
    "ReadingStopped",
    "RegistrationContended",
    "RegistryBusy",
    "RoleNotRegistered",
    "RoleTooLow",
    "ScopeTooNarrow",
    "ServiceError",
    "ServiceNotFound",
    "TooManyRequests",
    "UnknownKind",
    "ValidationStopped",
    "VersionNotFound",
]
