"""The JSON of API keys and of the audit log."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from contracts.errors import InvalidName
from contracts.keywords import Json
from contracts.model import service_name
from registry.api.bodies import Answer, Body, ListQuery, Place
from registry.auth.actors import Scope
from registry.auth.roles import AccessRole
from registry.entrance.places import AuditCursor, KeyCursor
from registry.services.keys import CreatedKey, WantedKey
from registry.storage.key_views import ApiKeyView
from registry.storage.views import AuditView

MAX_DAYS = 3650


def _service(value: str) -> str:
    try:
        return service_name(value)
    except InvalidName as error:
        raise ValueError(str(error)) from error


_IN_SERVICE = r"[^\x00-\x1f\x7f:]"
ServiceName = Annotated[
    str,
    StringConstraints(max_length=200, pattern=rf"^{_IN_SERVICE}*[^\x00-\x1f\x7f:\s]{_IN_SERVICE}*$"),
    AfterValidator(_service),
]


class KeyQuery(ListQuery):
    """Which page of the keys."""

    cursor: KeyCursor = None


class AuditQuery(ListQuery):
    """Which page of the audit log."""

    cursor: AuditCursor = None


_PREFIXED_DEPLOYER: Json = {
    "properties": {"role": {"const": "deployer"}, "contract_prefix": {"type": "string"}},
    "required": ["role", "contract_prefix"],
}


class KeyBody(Body):
    """The key that is wanted; without `expires_in_days` it is good until it is revoked.

    A `contract_prefix` limits nothing for the role `deployer`, so both together are refused.
    """

    model_config = ConfigDict(json_schema_extra={"not": _PREFIXED_DEPLOYER})

    name: Place
    role: Annotated[AccessRole, Field(strict=False)]
    contract_prefix: Place | None = None
    service: ServiceName | None = None
    expires_in_days: Annotated[int, Field(ge=1, le=MAX_DAYS)] | None = None

    def wanted(self) -> WantedKey:
        """The key that the service is asked for."""
        days = self.expires_in_days
        return WantedKey(
            name=self.name,
            role=self.role,
            scope=Scope(contract_prefix=self.contract_prefix, service=self.service),
            expires_at=None if days is None else datetime.now(UTC) + timedelta(days=days),
        )


class ApiKeyAnswer(Answer):
    """A key as it is listed; `prefix` is its beginning."""

    id: UUID
    name: str
    prefix: str
    role: AccessRole
    contract_prefix: str | None
    service: str | None
    created_by: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, view: ApiKeyView) -> Self:
        """The answer that shows this key."""
        return cls(
            id=view.id,
            name=view.name,
            prefix=view.shown,
            role=AccessRole(view.role),
            contract_prefix=view.contract_prefix,
            service=view.service,
            created_by=view.created_by,
            created_at=view.created_at,
            expires_at=view.expires_at,
            revoked_at=view.revoked_at,
        )


class CreatedKeyAnswer(Answer):
    """A new key: `key` is shown this once."""

    key: str
    listed: ApiKeyAnswer

    @classmethod
    def of_created(cls, created: CreatedKey) -> Self:
        """The answer that shows this new key."""
        return cls(key=created.key, listed=ApiKeyAnswer.of(created.view))


class AuditAnswer(Answer):
    """A write: who did what to what, and when."""

    at: datetime
    actor: str
    action: str
    target: str
    detail: dict[str, Json]

    @classmethod
    def of(cls, view: AuditView) -> Self:
        """The answer that shows this entry."""
        return cls(at=view.at, actor=view.actor, action=view.action, target=view.target, detail=view.detail)
