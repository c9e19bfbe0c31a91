"""The JSON of environments, deployments and verifications, as pydantic models."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from contracts.keywords import Json
from contracts.lock_file import ROLES
from contracts.model import Kind, Role
from registry.api.bodies import Answer, Asked, Body, ListQuery, Place
from registry.entrance.places import DeploymentCursor
from registry.storage.build_views import DeploymentView, VerificationView

# part of URLs: what any shell and any path takes as it is
Label = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$")]
OptionalLabel = Annotated[str, StringConstraints(max_length=100, pattern=r"^([A-Za-z0-9][A-Za-z0-9._+-]*)?$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]+$")]  # in a URL
FewNames = Annotated[list[Name], Field(max_length=20, description="contracts whose rows decide nothing")]
LockJson = Annotated[dict[str, Json], Field(description="a lock file, as `bindery pull` writes it")]
Fingerprint = Annotated[
    str,
    StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$"),
    Field(description="of the version that the tests were made with, as the lock file has it"),
]
IgnoredNames = Annotated[list[Place], Field(max_length=1000, description="contracts whose rows decide nothing")]


def _whole(value: Json) -> Json:
    """JSON knows one kind of number: 12.0 is an integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Count = Annotated[
    int,
    Field(ge=1, le=1_000_000),
    BeforeValidator(_whole),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 1_000_000}),
]


class EnvironmentAnswer(Answer):
    """A place where services run."""

    name: str


class DeploymentBody(Body):
    """A build in an environment; `lock` may be left out once the build was recorded anywhere."""

    service: Place
    version: Label
    environment: Label
    instance: OptionalLabel = ""
    lock: LockJson | None = None


class RecordedAnswer(Answer):
    """What runs there now, and what ran there until now."""

    service: str
    version: str
    environment: str
    instance: str
    replaced_version: str | None


class EndedAnswer(Answer):
    """What no longer runs there."""

    service: str
    version: str
    environment: str
    instance: str


class DeploymentQuery(ListQuery):
    """Which deployments to list: those of an environment, of a service, or all."""

    environment: Label | SkipJsonSchema[None] = None
    service: Place | SkipJsonSchema[None] = None
    cursor: DeploymentCursor = None


class DeploymentAnswer(Answer):
    """A version of a service that runs in an environment."""

    environment: str
    service: str
    version: str
    instance: str
    since: datetime

    @classmethod
    def of(cls, view: DeploymentView) -> Self:
        """The answer that shows this deployment."""
        return cls(
            environment=view.environment,
            service=view.service,
            version=view.version,
            instance=view.instance,
            since=view.since,
        )


class UsersAnswer(Answer):
    """Who runs builds that were made against a version; nobody: it is safe to deprecate it."""

    users: list[DeploymentAnswer]
    safe_to_deprecate: bool


class CandidateBody(Body):
    """A build and the environment that it is meant for; `lock` tells the contracts of one that is not recorded."""

    service: Place
    version: Label
    environment: Label
    lock: LockJson | None = None
    ignore: IgnoredNames = Field(default=[])
    require_schemas: bool = False
    require_verified: bool = False


class CandidateQuery(Asked):
    """The same about a build that is recorded; `ignore` may stand several times."""

    service: Place
    version: Label
    environment: Label
    ignore: FewNames = Field(default=[])
    require_schemas: bool = False
    require_verified: bool = False


class VerificationResult(Body):
    """What the contract tests of a build said of one contract in one role."""

    kind: Annotated[Kind, Field(strict=False)]
    name: Place
    role: Annotated[Role, Field(strict=False)]
    passed: bool
    tests: Count
    fingerprint: Fingerprint


def _clear(results: list[VerificationResult]) -> list[VerificationResult]:
    """One result for each contract and role, in a role that contracts of its kind have."""
    seen: set[tuple[Kind, str, Role]] = set()
    for item in results:
        if item.role not in ROLES[item.kind]:
            raise ValueError(f"{item.role} is no role in an {item.kind}: {item.name}")
        if (item.kind, item.name, item.role) in seen:
            raise ValueError(f"{item.name} stands there twice as {item.role}: send one result")
        seen.add((item.kind, item.name, item.role))
    return results


class VerificationBody(Body):
    """The results of one run of contract tests, one for each contract and role."""

    service: Place
    version: Label
    results: Annotated[list[VerificationResult], Field(min_length=1, max_length=5000), AfterValidator(_clear)]


class VerificationQuery(Asked):
    """Which build is meant."""

    service: Place
    version: Label


class VerificationAnswer(Answer):
    """What was reported last; `contract_version` is null where no registered version has the fingerprint."""

    kind: Kind
    name: str
    role: Role
    passed: bool
    tests: int
    fingerprint: str | None
    contract_version: int | None
    reported_at: datetime | None

    @classmethod
    def of(cls, view: VerificationView) -> Self:
        """The answer that shows this result."""
        return cls(
            kind=view.key.kind,
            name=view.key.name,
            role=view.role,
            passed=view.has_passed,
            tests=view.tests,
            fingerprint=view.fingerprint,
            contract_version=view.number,
            reported_at=view.reported_at,
        )
