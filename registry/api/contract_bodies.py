"""The JSON of contracts, their versions and test cases."""

from datetime import date, datetime
from typing import Self

from pydantic import (
    BaseModel,
    ConfigDict,
)
from pydantic.json_schema import SkipJsonSchema

from contracts.keywords import Json
from contracts.model import Kind, Status
from registry.api.bodies import Answer, DocumentPlace, ListQuery, Number, Place
from registry.entrance.places import ContractCursor, VersionCursor
from registry.storage.lifecycle import Deprecation
from registry.storage.views import ContractView, VersionView


class ContractQuery(ListQuery):
    """Which contracts to list.

    `q` is a text in the name, `field` the name of a property of the current schema, `has_schema` whether there is one.
    """

    kind: Kind | SkipJsonSchema[None] = None
    service: Place | SkipJsonSchema[None] = None
    q: Place | SkipJsonSchema[None] = None
    field: Place | SkipJsonSchema[None] = None
    tag: Place | SkipJsonSchema[None] = None
    status: Status | SkipJsonSchema[None] = None
    has_schema: bool | SkipJsonSchema[None] = None
    cursor: ContractCursor = None


class VersionQuery(ListQuery):
    """Which versions of a contract to list."""

    cursor: VersionCursor = None


class ComparisonQuery(BaseModel):
    """Two versions of one contract."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    old: Number
    new: Number


class PolicyAnswer(Answer):
    """How the versions of a contract are judged."""

    mode: str
    content_model: str
    formats: str
    allow_undecided: bool


class PartyAnswer(Answer):
    """A service in a role of a contract, and the document that says so."""

    service: str
    role: str
    document: DocumentPlace


class DeprecationAnswer(Answer):
    """What the registry was told: why something should no longer be used, and from which day nobody may."""

    reason: str
    sunset_on: date | None

    @classmethod
    def of(cls, deprecation: Deprecation | None) -> Self | None:
        """The answer that shows this deprecation, if it is one."""
        if deprecation is None:
            return None
        return cls(reason=deprecation.reason, sunset_on=deprecation.sunset_on)


class ContractAnswer(Answer):
    """A contract; `version` is null while it has no schema, `declaration` is what its owner says beside the schema."""

    kind: Kind
    name: str
    status: str
    version: int | None
    owner: DocumentPlace
    policy: PolicyAnswer
    parties: list[PartyAnswer]
    declaration: dict[str, Json]
    tags: list[str]
    deprecation: DeprecationAnswer | None
    updated_at: datetime

    @classmethod
    def of(cls, view: ContractView) -> Self:
        """The answer that shows this contract."""
        return cls(
            kind=view.key.kind,
            name=view.key.name,
            status=view.status.value,
            version=view.number,
            owner=DocumentPlace.of(view.owner),
            policy=PolicyAnswer(
                mode=view.policy.mode_for(view.key.kind).value,
                content_model=view.policy.content_model.value,
                formats=view.policy.formats.value,
                allow_undecided=view.policy.allow_undecided,
            ),
            parties=[
                PartyAnswer(service=party.service, role=party.role.value, document=DocumentPlace.of(party.document))
                for party in view.parties
            ],
            declaration=view.declaration,
            tags=list(view.tags),
            deprecation=DeprecationAnswer.of(view.deprecation),
            updated_at=view.updated_at,
        )


class VersionAnswer(Answer):
    """A version without its bytes; `checks` are the answers that were given when it was registered."""

    number: int
    fingerprint: str
    registered_at: datetime
    commit: str
    document: DocumentPlace
    provenance: dict[str, Json] | None
    lines: dict[str, int]
    checks: list[Json]
    accepted_reason: str | None
    deprecated: bool
    deprecation: DeprecationAnswer | None

    @classmethod
    def of(cls, view: VersionView) -> Self:
        """The answer that shows this version."""
        return cls(
            number=view.number,
            fingerprint=view.fingerprint,
            registered_at=view.created_at,
            commit=view.commit,
            document=DocumentPlace.of(view.document),
            provenance=view.provenance,
            lines=view.lines,
            checks=view.verdicts,
            accepted_reason=view.accepted_reason,
            deprecated=view.is_deprecated,
            deprecation=DeprecationAnswer.of(view.deprecation),
        )


class CaseAnswer(Answer):
    """A test message; `rule` is the keyword that an invalid one breaks."""

    id: str
    valid: bool
    rule: str | None
    message: Json


class PartCasesAnswer(Answer):
    """The test messages of one part of a contract."""

    part: str
    cases: list[CaseAnswer]
