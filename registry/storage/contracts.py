"""Reading contracts and their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, func, select, tuple_

from contracts.model import ContractKey, DocumentId, Kind, Role, Status
from registry.errors import ContractNotFound, VersionNotFound
from registry.storage.json_columns import policy_of_json
from registry.storage.lifecycle import Deprecation
from registry.storage.registered import chunks
from registry.storage.tables import (
    ContractRow,
    ContractTagRow,
    ContractVersionRow,
    DocumentRevisionRow,
    DocumentRow,
    PartyRow,
    SchemaFieldRow,
    SchemaRow,
    ServiceRow,
)
from registry.storage.views import ContractView, PartyView, StoredSchema, VersionView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession
    from sqlmodel.sql.expression import Select, SelectOfScalar

    from registry.storage.views import ContractFilter, Page


MAX_NUMBER = 2**31 - 1  # what a column of integers holds


class ContractStore:
    """What can be asked of contracts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, wanted: ContractFilter, page: Page) -> list[ContractView]:
        """The contracts that the filter lets through, by name, then kind."""
        query = _filtered(select(ContractRow), wanted)
        if page.after is not None:
            query = query.where(tuple_(col(ContractRow.name), col(ContractRow.kind)) > tuple_(*page.after))
        query = query.order_by(col(ContractRow.name), col(ContractRow.kind)).limit(page.limit)
        return await self._views(list(await self._session.exec(query)))

    async def count(self, wanted: ContractFilter) -> int:
        """How many contracts the filter lets through."""
        found = _filtered(select(ContractRow), wanted).subquery()
        return (await self._session.exec(select(func.count()).select_from(found))).one()

    async def provided_by(self, service: str) -> list[ContractView]:
        """The operations that a service provides now, by name: the name of an operation begins with its provider."""
        query = select(ContractRow).where(
            ContractRow.kind == Kind.OPERATION.value,
            ContractRow.status != Status.ARCHIVED.value,
            col(ContractRow.name).startswith(f"{service}:", autoescape=True),
        )
        return await self._views(list(await self._session.exec(query.order_by(col(ContractRow.name)))))

    async def current_of(self, service: str) -> list[tuple[ContractView, StoredSchema]]:
        """The contracts in which a service has a role, with the schema that is current; those without one left out."""
        rows = list(await self._session.exec(select(ContractRow).where(_has_party(service))))
        query = (
            select(ContractRow.kind, ContractRow.name, SchemaRow.fingerprint, SchemaRow.body)
            .where(_has_party(service))
            .where(ContractVersionRow.contract_id == ContractRow.id)
            .where(ContractVersionRow.number == ContractRow.current_number)
            .where(SchemaRow.fingerprint == ContractVersionRow.fingerprint)
        )
        schemas = {
            ContractKey(kind=Kind(kind), name=name): StoredSchema(fingerprint=fingerprint, body=body)
            for kind, name, fingerprint, body in await self._session.exec(query)
        }
        return [(view, schemas[view.key]) for view in await self._views(rows) if view.key in schemas]

    async def unshaped_of(self, service: str) -> list[ContractView]:
        """The contracts without a schema in which a service has a role, by name."""
        query = select(ContractRow).where(_has_party(service), col(ContractRow.current_number).is_(None))
        return await self._views(list(await self._session.exec(query.order_by(col(ContractRow.name)))))

    async def external(self, keys: Iterable[ContractKey]) -> set[ContractKey]:
        """Those of these contracts whose callers nobody knows."""
        names = sorted({key.name for key in keys if key.kind is Kind.OPERATION})
        found: set[ContractKey] = set()
        for some in chunks(names):
            query = select(ContractRow).where(ContractRow.kind == Kind.OPERATION.value, col(ContractRow.name).in_(some))
            found |= {
                ContractKey(kind=Kind.OPERATION, name=row.name)
                for row in await self._session.exec(query)
                if row.declaration.get("visibility") == "external"
            }
        return found

    async def known(self, keys: Iterable[ContractKey]) -> set[ContractKey]:
        """Those of these contracts that are registered."""
        names = sorted({key.name for key in keys})
        found: set[ContractKey] = set()
        for some in chunks(names):
            query = select(ContractRow.kind, ContractRow.name).where(col(ContractRow.name).in_(some))
            found |= {ContractKey(kind=Kind(kind), name=name) for kind, name in await self._session.exec(query)}
        return found

    async def bodies(self, fingerprints: Iterable[str]) -> dict[str, bytes]:
        """The stored bytes of definitions by their fingerprint."""
        found: dict[str, bytes] = {}
        for some in chunks(sorted(fingerprints)):
            query = select(SchemaRow.fingerprint, SchemaRow.body).where(col(SchemaRow.fingerprint).in_(some))
            found |= dict(list(await self._session.exec(query)))
        return found

    async def events_of(self, service: str) -> list[tuple[ContractView, StoredSchema | None]]:
        """The events in which a service has a role, by name, with the schema that is current."""
        schemas = {view.key: schema for view, schema in await self.current_of(service)}
        query = select(ContractRow).where(_has_party(service), ContractRow.kind == Kind.EVENT.value)
        views = await self._views(list(await self._session.exec(query.order_by(col(ContractRow.name)))))
        return [(view, schemas.get(view.key)) for view in views if view.status is not Status.ARCHIVED]

    async def get(self, key: ContractKey) -> ContractView:
        """The contract of this key.

        Raises:
            ContractNotFound: there is none.
        """
        return (await self._views([await self._row(key)]))[0]

    async def versions(self, key: ContractKey, *, limit: int = MAX_NUMBER, after: int = 0) -> list[VersionView]:
        """At most `limit` versions of a contract, those after a number, ascending.

        Raises:
            ContractNotFound: there is no such contract.
        """
        row = await self._row(key)
        query = _versions_of(row.id).where(ContractVersionRow.number > after).limit(limit)
        return [_version_view(*found) for found in await self._session.exec(query)]

    async def latest_versions(self, key: ContractKey, *, limit: int) -> list[VersionView]:
        """At most `limit` versions of a contract, the latest first.

        Raises:
            ContractNotFound: there is no such contract.
        """
        newest_first = _versions_of((await self._row(key)).id).order_by(None)
        query = newest_first.order_by(col(ContractVersionRow.number).desc()).limit(limit)
        return [_version_view(*found) for found in await self._session.exec(query)]

    async def version(self, key: ContractKey, number: int) -> VersionView:
        """One version of a contract.

        Raises:
            ContractNotFound: there is no such contract.
            VersionNotFound: it has no such version.
        """
        row = await self._row(key)
        found = (await self._session.exec(_versions_of(row.id).where(ContractVersionRow.number == number))).first()
        if found is None:
            raise VersionNotFound(key, number)
        return _version_view(*found)

    async def schema(self, key: ContractKey, number: int) -> StoredSchema:
        """The stored bytes of a version.

        Raises:
            ContractNotFound: there is no such contract.
            VersionNotFound: it has no such version.
        """
        query = (
            select(SchemaRow.fingerprint, SchemaRow.body)
            .where(ContractRow.kind == key.kind.value, ContractRow.name == key.name)
            .where(ContractVersionRow.contract_id == ContractRow.id, ContractVersionRow.number == number)
            .where(SchemaRow.fingerprint == ContractVersionRow.fingerprint)
        )
        found = (await self._session.exec(query)).first()
        if found is None:
            await self._row(key)
            raise VersionNotFound(key, number)
        return StoredSchema(fingerprint=found[0], body=found[1])

    async def _row(self, key: ContractKey) -> ContractRow:
        query = select(ContractRow).where(ContractRow.kind == key.kind.value, ContractRow.name == key.name)
        row = (await self._session.exec(query)).first()
        if row is None:
            raise ContractNotFound(key)
        return row

    async def _views(self, rows: Sequence[ContractRow]) -> list[ContractView]:
        parties = await self._parties([row.id for row in rows])
        owners = await self._documents({row.owner_document_id for row in rows})
        tags = await self._tags([row.id for row in rows])
        return [
            ContractView(
                key=ContractKey(kind=Kind(row.kind), name=row.name),
                status=_status(row),
                number=row.current_number,
                owner=owners[row.owner_document_id],
                policy=policy_of_json(row.policy),
                parties=tuple(parties.get(row.id, ())),
                declaration=row.declaration,
                tags=tuple(tags.get(row.id, ())),
                deprecation=_deprecation(row, is_told=row.deprecated_at is not None),
                updated_at=row.updated_at,
            )
            for row in rows
        ]

    async def _documents(self, ids: set[UUID]) -> dict[UUID, DocumentId]:
        rows = await self._session.exec(select(DocumentRow).where(col(DocumentRow.id).in_(ids)))
        return {row.id: DocumentId(source=row.source, path=row.path) for row in rows}

    async def _tags(self, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
        query = select(ContractTagRow.contract_id, ContractTagRow.tag).where(col(ContractTagRow.contract_id).in_(ids))
        found: dict[UUID, list[str]] = {}
        for contract, tag in await self._session.exec(query.order_by(col(ContractTagRow.tag))):
            found.setdefault(contract, []).append(tag)
        return found

    async def _parties(self, ids: Sequence[UUID]) -> dict[UUID, list[PartyView]]:
        query = (
            select(PartyRow.contract_id, PartyRow.role, ServiceRow.name, DocumentRow)
            .where(col(PartyRow.contract_id).in_(ids))
            .where(ServiceRow.id == PartyRow.service_id, DocumentRow.id == PartyRow.document_id)
            .order_by(col(PartyRow.role), col(ServiceRow.name), col(DocumentRow.source), col(DocumentRow.path))
        )
        found: dict[UUID, list[PartyView]] = {}
        for contract, role, service, document in await self._session.exec(query):
            declared = DocumentId(source=document.source, path=document.path)
            found.setdefault(contract, []).append(PartyView(service=service, role=Role(role), document=declared))
        return found


def _versions_of(contract: UUID) -> Select[ContractVersionRow, str, DocumentRow]:
    return (
        select(ContractVersionRow, DocumentRevisionRow.commit, DocumentRow)
        .where(ContractVersionRow.contract_id == contract)
        .where(DocumentRevisionRow.id == ContractVersionRow.document_revision_id)
        .where(DocumentRow.id == DocumentRevisionRow.document_id)
        .order_by(col(ContractVersionRow.number))
    )


def _has_party(service: str) -> bool:
    declared = select(PartyRow.contract_id).where(PartyRow.service_id == ServiceRow.id, ServiceRow.name == service)
    is_party: bool = col(ContractRow.id).in_(declared)  # type: ignore[assignment]  # a clause, which SQLModel types as bool
    return is_party


def _has_field(name: str) -> bool:
    """Whether the current version gives this name to a property, in whatever case."""
    with_field = (
        select(ContractVersionRow.contract_id)
        .join(SchemaFieldRow, col(SchemaFieldRow.fingerprint) == ContractVersionRow.fingerprint)
        .where(SchemaFieldRow.name == name.casefold(), ContractVersionRow.number == ContractRow.current_number)
        .correlate(ContractRow)
    )
    has_field: bool = col(ContractRow.id).in_(with_field)  # type: ignore[assignment]  # a clause, which SQLModel types as bool
    return has_field


def _filtered(query: SelectOfScalar[ContractRow], wanted: ContractFilter) -> SelectOfScalar[ContractRow]:
    if wanted.kind is not None:
        query = query.where(ContractRow.kind == wanted.kind.value)
    if wanted.service is not None:
        query = query.where(_has_party(wanted.service))
    if wanted.text:
        query = query.where(col(ContractRow.name).icontains(wanted.text, autoescape=True))
    if wanted.tag is not None:
        tagged = select(ContractTagRow.contract_id).where(ContractTagRow.tag == wanted.tag)
        query = query.where(col(ContractRow.id).in_(tagged))
    if wanted.field is not None:
        query = query.where(_has_field(wanted.field))
    if wanted.status is not None:
        query = query.where(_has_status(wanted.status))
    if wanted.owner is not None:
        owned = (DocumentRow.source == wanted.owner.source) & (DocumentRow.path == wanted.owner.path)
        query = query.join(DocumentRow, col(DocumentRow.id) == ContractRow.owner_document_id).where(owned)
    if wanted.has_schema is not None:
        query = query.where(col(ContractRow.current_number).is_not(None) == wanted.has_schema)
    return query


def _has_status(status: Status) -> ColumnElement[bool]:
    """Whether `_status` of a row is this one."""
    said, is_told = col(ContractRow.status), col(ContractRow.deprecated_at).is_not(None)
    if status is Status.DEPRECATED:
        return (said == status.value) | (is_told & (said != Status.ARCHIVED.value))
    return (said == status.value) if status is Status.ARCHIVED else (said == status.value) & ~is_told


def _version_view(row: ContractVersionRow, commit: str, document: DocumentRow) -> VersionView:
    return VersionView(
        number=row.number,
        fingerprint=row.fingerprint,
        created_at=row.created_at,
        commit=commit,
        document=DocumentId(source=document.source, path=document.path),
        provenance=row.provenance,
        lines=row.lines,
        verdicts=row.verdicts,
        accepted_reason=row.accepted_reason,
        is_deprecated=row.is_deprecated,
        deprecation=_deprecation(row, is_told=row.is_deprecated),
    )


def _status(row: ContractRow) -> Status:
    said = Status(row.status)
    return Status.DEPRECATED if row.deprecated_at is not None and said is not Status.ARCHIVED else said


def _deprecation(row: ContractRow | ContractVersionRow, *, is_told: bool) -> Deprecation | None:
    return Deprecation(reason=row.deprecation_reason, sunset_on=row.sunset_on) if is_told else None
