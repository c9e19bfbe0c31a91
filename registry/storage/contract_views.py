"""Contracts as they are listed, with owner, parties and tags.

This is what is asked for most but for bytes. So the statements are made once and read columns: objects of the tables'
classes, and statements made for each question, took more time than the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import bindparam, select

from contracts.model import ContractKey, DocumentId, Kind, Role, Status
from registry.storage.json_columns import policy_of_json
from registry.storage.lifecycle import Deprecation
from registry.storage.tables import METADATA
from registry.storage.views import ContractView, PartyView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import BindParameter, Row, Select
    from sqlmodel.ext.asyncio.session import AsyncSession

    from contracts.keywords import Json
    from registry.storage.tables import ContractRow, ContractVersionRow

    AnySelect: TypeAlias = Select[*tuple[Json, ...]]  # of columns that SQLAlchemy knows and mypy does not
    AnyRow: TypeAlias = Row[*tuple[Json, ...]]  # the same

_IDS: BindParameter[Json] = bindparam("ids", expanding=True)
_DOCUMENT, _SERVICE, _PARTY, _TAG = (METADATA.tables[name] for name in ("document", "service", "party", "contract_tag"))
CONTRACT = METADATA.tables["contract"].c

CONTRACTS = select(*CONTRACT, _DOCUMENT.c.source, _DOCUMENT.c.path).where(_DOCUMENT.c.id == CONTRACT.owner_document_id)
CONTRACT_OF_KEY = CONTRACTS.where(CONTRACT.kind == bindparam("kind"), CONTRACT.name == bindparam("name"))
_PARTIES = (
    select(_PARTY.c.contract_id, _PARTY.c.role, _SERVICE.c.name, _DOCUMENT.c.source, _DOCUMENT.c.path)
    .where(_PARTY.c.contract_id.in_(_IDS))
    .where(_SERVICE.c.id == _PARTY.c.service_id, _DOCUMENT.c.id == _PARTY.c.document_id)
    .order_by(_PARTY.c.role, _SERVICE.c.name, _DOCUMENT.c.source, _DOCUMENT.c.path)
)
_TAGS = select(_TAG.c.contract_id, _TAG.c.tag).where(_TAG.c.contract_id.in_(_IDS)).order_by(_TAG.c.tag)


async def read_views(
    session: AsyncSession, query: AnySelect, values: dict[str, Json] | None = None
) -> list[ContractView]:
    """The contracts that a query of the columns of `CONTRACTS` finds, in its order."""
    if session.new or session.dirty:
        await session.flush()
    connection = await session.connection()  # below the session, which looks for objects to make of what it reads
    rows = (await connection.execute(query, values)).all()
    if not rows:
        return []
    ids = {"ids": [row.id for row in rows]}
    parties: dict[UUID, list[PartyView]] = {}
    for contract, role, service, source, path in await connection.execute(_PARTIES, ids):
        party = PartyView(service=service, role=Role(role), document=DocumentId(source=source, path=path))
        parties.setdefault(contract, []).append(party)
    tags: dict[UUID, list[str]] = {}
    for contract, tag in await connection.execute(_TAGS, ids):
        tags.setdefault(contract, []).append(tag)
    return [_view(row, parties.get(row.id, ()), tags.get(row.id, ())) for row in rows]


def _view(row: AnyRow, parties: Sequence[PartyView], tags: Sequence[str]) -> ContractView:
    is_deprecated_here = row.deprecated_at is not None
    status = Status(row.status)
    return ContractView(
        key=ContractKey(kind=Kind(row.kind), name=row.name),
        status=Status.DEPRECATED if is_deprecated_here and status is not Status.ARCHIVED else status,
        number=row.current_number,
        owner=DocumentId(source=row.source, path=row.path),
        policy=policy_of_json(row.policy),
        parties=tuple(parties),
        declaration=row.declaration,
        tags=tuple(tags),
        deprecation=deprecation_of(row, is_told=is_deprecated_here),
        updated_at=row.updated_at,
    )


def deprecation_of(row: ContractRow | ContractVersionRow | AnyRow, *, is_told: bool) -> Deprecation | None:
    """What the registry was told of a contract or a version, None if it was told nothing."""
    return Deprecation(reason=row.deprecation_reason, sunset_on=row.sunset_on) if is_told else None
