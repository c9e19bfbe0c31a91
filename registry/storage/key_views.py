"""API keys as they are stored and listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApiKey:
    """An API key that is to be kept: `digest` stands for it, `shown` is its beginning."""

    name: str
    shown: str
    digest: str
    role: str
    created_by: str
    contract_prefix: str | None = None
    service: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyView:
    """An API key as it is listed: nobody can read it again."""

    id: UUID
    name: str
    shown: str
    role: str
    contract_prefix: str | None
    service: str | None
    created_by: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
