"""The tables, one class each. Only `registry.storage` knows them; everybody else gets values.

Texts of enumerations are stored as words. Nothing here is ever deleted but what a document says about others
(parties and edges), which its next revision replaces.
"""

import uuid
from datetime import UTC, date, datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import registry
from sqlmodel import JSON, Field, MetaData, SQLModel, UniqueConstraint

from contracts.keywords import Json

METADATA = MetaData(
    # a constraint without a name cannot be changed by a later migration
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _now() -> datetime:
    return datetime.now(UTC)


class Row(SQLModel, registry=registry(metadata=METADATA)):
    """What every table has."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    created_at: datetime = Field(default_factory=_now)
    updated_at: datetime = Field(default_factory=_now, sa_column_kwargs={"onupdate": _now})


class ServiceRow(Row, table=True):
    """A named party."""

    __tablename__ = "service"

    name: str = Field(unique=True)
    title: str
    responsibility: str = ""
    tech_stack: str = ""
    aliases: Json = Field(default_factory=list, sa_type=JSON)


class DocumentRow(Row, table=True):
    """A design document by its identity; `is_gone` once it was handed in without contents."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("source", "path"),)

    source: str
    path: str
    is_gone: bool = False


class DocumentRevisionRow(Row, table=True):
    """One state of a design document: `excerpts` maps a contract to the lines that declare it.

    `problems` are those that the document has by itself.
    """

    __tablename__ = "document_revision"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    document_id: uuid.UUID = Field(foreign_key="document.id")
    number: int
    commit: str = ""
    content_hash: str
    header: Json = Field(default_factory=dict, sa_type=JSON)
    excerpts: Json = Field(default_factory=dict, sa_type=JSON)
    problems: Json = Field(default_factory=list, sa_type=JSON)


class SchemaRow(Row, table=True):
    """The stored bytes of a definition, once for all contracts that share them."""

    __tablename__ = "schema"

    fingerprint: str = Field(unique=True)
    body: bytes


class SchemaFieldRow(Row, table=True):
    """A name that a schema gives to a property, folded: what a search for a field looks at."""

    __tablename__ = "schema_field"
    __table_args__ = (UniqueConstraint("fingerprint", "name"),)

    fingerprint: str = Field(foreign_key="schema.fingerprint")
    name: str = Field(index=True)


class ContractRow(Row, table=True):
    """A contract: its owner, its policy, and what the owner's latest revision says beside the schema.

    `current_number` is the version that the owner declares now; an earlier one where a change was taken back.
    `status` is what the owner's document says; `deprecated_at` is set where the registry was told so itself.
    """

    __tablename__ = "contract"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    kind: str
    name: str = Field(index=True)
    owner_document_id: uuid.UUID = Field(foreign_key="document.id", index=True)
    status: str
    policy: Json = Field(default_factory=dict, sa_type=JSON)
    current_number: int | None = None
    declaration: Json = Field(default_factory=dict, sa_type=JSON)
    deprecated_at: datetime | None = None
    deprecation_reason: str = ""
    sunset_on: date | None = None


class ContractTagRow(Row, table=True):
    """A word that people find a contract by."""

    __tablename__ = "contract_tag"
    __table_args__ = (UniqueConstraint("contract_id", "tag"),)

    contract_id: uuid.UUID = Field(foreign_key="contract.id")
    tag: str = Field(index=True)


class ContractVersionRow(Row, table=True):
    """An immutable revision of a contract, numbered under the lock of its contract."""

    __tablename__ = "contract_version"
    __table_args__ = (
        UniqueConstraint("contract_id", "number"),
        UniqueConstraint("contract_id", "fingerprint"),
    )

    contract_id: uuid.UUID = Field(foreign_key="contract.id")
    number: int
    fingerprint: str = Field(foreign_key="schema.fingerprint")
    document_revision_id: uuid.UUID = Field(foreign_key="document_revision.id")
    lines: Json = Field(default_factory=dict, sa_type=JSON)
    provenance: Json = Field(default=None, sa_type=JSON, nullable=True)
    verdicts: Json = Field(default_factory=list, sa_type=JSON)
    accepted_reason: str | None = None
    is_deprecated: bool = False
    deprecation_reason: str = ""
    sunset_on: date | None = None


class PartyRow(Row, table=True):
    """A service in a role of a contract, as one document declares it."""

    __tablename__ = "party"
    __table_args__ = (
        UniqueConstraint("contract_id", "service_id", "role", "document_id"),
        Index(None, "service_id", "role", "contract_id"),
    )

    contract_id: uuid.UUID = Field(foreign_key="contract.id")
    service_id: uuid.UUID = Field(foreign_key="service.id")
    role: str
    document_id: uuid.UUID = Field(foreign_key="document.id", index=True)


class EdgeRow(Row, table=True):
    """A dependency between two services that is not a contract, as one document declares it."""

    __tablename__ = "edge"

    document_id: uuid.UUID = Field(foreign_key="document.id", index=True)
    from_service: str
    to_service: str
    protocol: str = ""
    pattern: str = ""
    line: int = 0


class EnvironmentRow(Row, table=True):
    """A place where services run."""

    __tablename__ = "environment"

    name: str = Field(unique=True)


class BuildRow(Row, table=True):
    """A version of a service, and the digest of its lock file: what a build writes and reads never changes."""

    __tablename__ = "build"
    __table_args__ = (UniqueConstraint("service", "version"),)

    service: str
    version: str
    digest: str


class BuildContractRow(Row, table=True):
    """A contract that a build was made against; `contract_version_id` is null where the contract has no schema."""

    __tablename__ = "build_contract"
    __table_args__ = (UniqueConstraint("build_id", "contract_id", "role"),)

    build_id: uuid.UUID = Field(foreign_key="build.id")
    contract_id: uuid.UUID = Field(foreign_key="contract.id", index=True)
    role: str
    contract_version_id: uuid.UUID | None = Field(foreign_key="contract_version.id", index=True)
    content_model: str
    formats: str


class DeploymentRow(Row, table=True):
    """The fact that a build runs, or ran, in an environment; `instance` tells several of one service apart."""

    __tablename__ = "deployment"

    build_id: uuid.UUID = Field(foreign_key="build.id", index=True)
    environment_id: uuid.UUID = Field(foreign_key="environment.id", index=True)
    instance: str = ""
    is_active: bool = True
    ended_at: datetime | None = Field(default=None)


class VerificationRow(Row, table=True):
    """What the contract tests of a build said of one contract in one role, as they were reported last.

    `fingerprint` is of the version that they were made with, None in rows of releases that did not keep it.
    """

    __tablename__ = "verification"
    __table_args__ = (UniqueConstraint("service", "version", "contract_id", "role"),)

    service: str
    version: str
    contract_id: uuid.UUID = Field(foreign_key="contract.id")
    role: str
    has_passed: bool
    tests: int
    fingerprint: str | None = None


class ApiKeyRow(Row, table=True):
    """An API key: `digest` is the SHA-256 of the key, which is not kept; `shown` is its beginning."""

    __tablename__ = "api_key"

    name: str
    shown: str = Field(unique=True)
    digest: str = Field(unique=True)
    role: str
    contract_prefix: str | None = None
    service: str | None = None
    created_by: str
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


class AuditRow(Row, table=True):
    """A write: who did what to what. Rows are only ever added."""

    __tablename__ = "audit_log"
    __table_args__ = (Index(None, "created_at", "id"),)

    actor: str
    action: str
    target: str
    detail: Json = Field(default_factory=dict, sa_type=JSON)


class SequenceRow(Row, table=True):
    """The last number that a sequence gave; its row is locked from there to the end of the transaction.

    So numbers are committed in their order and without a gap, which a sequence of PostgreSQL does not promise.
    """

    __tablename__ = "sequence"

    name: str = Field(unique=True)
    value: int = Field(default=0, sa_type=BigInteger)


class OutboxRow(Row, table=True):
    """An event, written in the transaction that it tells of; `delivered_at` once the broker has confirmed it."""

    __tablename__ = "outbox"

    sequence: int = Field(unique=True, sa_type=BigInteger)
    type: str
    subject: str
    payload: Json = Field(default_factory=dict, sa_type=JSON)
    delivered_at: datetime | None = Field(default=None, index=True)
