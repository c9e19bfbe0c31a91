"""The JSON that routes take and give, as pydantic models: the only place that knows its spelling."""

from datetime import date, datetime
from typing import Annotated, Generic, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import SkipJsonSchema

from contracts.keywords import Json
from contracts.model import DocumentId, Kind, Status
from registry.entrance.document_paths import DOCUMENT_PATH, MAX_PATH_CHARACTERS, document_path
from registry.entrance.places import ContractCursor, DocumentCursor, Limit, ServiceCursor, VersionCursor
from registry.storage.contracts import MAX_NUMBER
from registry.storage.lifecycle import Deprecation
from registry.storage.views import ContractView, DocumentView, ServiceView, VersionView

Item = TypeVar("Item")
# control characters have no place in a name, and PostgreSQL cannot store the zero byte
Place = Annotated[str, StringConstraints(min_length=1, max_length=1024, pattern=r"^[^\x00-\x1f\x7f]+$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\x00]*\S[^\x00]*$")]


Number = Annotated[int, Field(ge=1, le=MAX_NUMBER)]


DocumentPath = Annotated[
    str,
    Field(min_length=1, max_length=MAX_PATH_CHARACTERS, json_schema_extra={"pattern": DOCUMENT_PATH}),
    AfterValidator(document_path),
]


def _schema(value: Json) -> Json:
    if isinstance(value, bool | dict):
        return value
    raise ValueError("a JSON Schema is an object or a boolean")


# not a union: pydantic would take 1 and "yes" for booleans
SchemaJson = Annotated[Json, PlainValidator(_schema), WithJsonSchema({"type": ["object", "boolean"]})]


class Body(BaseModel):
    """What is sent: unknown members are refused, a slip of the pen must not be ignored; and nothing is converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Asked(BaseModel):
    """What stands in a query: texts, which are converted, and unknown ones refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ListQuery(Asked):
    """What is asked of a list."""

    limit: Limit = 50


class Answer(BaseModel):
    """What is given back."""

    model_config = ConfigDict(frozen=True)


class DocumentBody(Body):
    """One design document; an empty text says that the file is gone."""

    path: DocumentPath
    text: str


class AcceptedBreak(Body):
    """The reason why the break of one contract is intended."""

    name: Words
    reason: Words


class RegistrationBody(Body):
    """The documents of one repository, and what to do with them."""

    source: Place
    commit: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] | None = None
    documents: list[DocumentBody] = Field(min_length=1, max_length=5000)
    dry_run: bool = False
    accept_breaking: list[AcceptedBreak] = Field(default=[], max_length=1000)


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


class DocumentQuery(ListQuery):
    """Which documents to list: those of one repository, as registrations named it, or all."""

    source: Place | SkipJsonSchema[None] = None
    cursor: DocumentCursor = None


class RevisionQuery(ListQuery):
    """Which document's revisions to list; those after a number, by default from the first on."""

    source: Place
    path: DocumentPath
    after: Annotated[int, Field(ge=0, le=MAX_NUMBER)] = 0


class ServiceQuery(ListQuery):
    """Which services to list."""

    cursor: ServiceCursor = None


class PageAnswer(Answer, Generic[Item]):
    """A page of a list; `next_cursor` is null on the last one."""

    items: list[Item]
    next_cursor: str | None = None


class DocumentPlace(Answer):
    """The identity of a design document."""

    source: str
    path: str

    @classmethod
    def of(cls, identity: DocumentId) -> Self:
        """The place of this document."""
        return cls(source=identity.source, path=identity.path)


class DocumentAnswer(DocumentPlace):
    """A design document and a revision of it; `problems` are those that it has by itself."""

    revision: int
    commit: str
    content_hash: str
    header: dict[str, Json]
    problems: list[Json]
    registered_at: datetime

    @classmethod
    def of_view(cls, view: DocumentView) -> Self:
        """The answer that shows this document."""
        return cls(
            source=view.identity.source,
            path=view.identity.path,
            revision=view.revision,
            commit=view.commit,
            content_hash=view.content_hash,
            header=view.header,
            problems=view.problems,
            registered_at=view.created_at,
        )


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


class ServiceAnswer(Answer):
    """A service; `roles` counts the contracts in which it has a role."""

    name: str
    title: str
    responsibility: str
    tech_stack: str
    aliases: list[str]
    roles: dict[str, int]

    @classmethod
    def of(cls, view: ServiceView) -> Self:
        """The answer that shows this service."""
        return cls(
            name=view.name,
            title=view.title,
            responsibility=view.responsibility,
            tech_stack=view.tech_stack,
            aliases=list(view.aliases),
            roles=view.roles,
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
