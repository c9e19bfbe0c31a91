"""Reading contracts and their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Integer, String, bindparam
from sqlalchemy import select as plain_select
from sqlmodel import col, func, select, tuple_

from contracts.model import ContractKey, DocumentId, Kind, Status
from registry.errors import ContractNotFound, VersionNotFound
from registry.storage.contract_views import CONTRACT, CONTRACT_OF_KEY, CONTRACTS, deprecation_of, read_views
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
from registry.storage.views import ContractView, StoredSchema, VersionView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession

    from registry.storage.contract_views import AnySelect
    from registry.storage.views import ContractFilter, Page


_COUNT: AnySelect = plain_select(func.count()).select_from(CONTRACT.id.table)
MAX_NUMBER = 2**31 - 1  # what a column of integers holds


class ContractStore:
    """What can be asked of contracts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def _is_sqlite(self) -> bool:
        return self._session.get_bind().dialect.name == "sqlite"

    async def page(self, wanted: ContractFilter, page: Page) -> list[ContractView]:
        """The contracts that the filter lets through, by name, then kind."""
        query = _filtered(CONTRACTS, wanted, is_sqlite=self._is_sqlite)
        if page.after is not None:
            query = query.where(tuple_(CONTRACT.name, CONTRACT.kind) > tuple_(*page.after))
        return await read_views(self._session, query.order_by(CONTRACT.name, CONTRACT.kind).limit(page.limit))

    async def count(self, wanted: ContractFilter) -> int:
        """How many contracts the filter lets through."""
        query = _filtered(_COUNT, wanted, is_sqlite=self._is_sqlite)
        connection = await self._session.connection()  # SQLModel's session wants statements that it knows the types of
        found: int = (await connection.execute(query)).scalar_one()
        return found

    async def provided_by(self, service: str) -> list[ContractView]:
        """The operations that a service provides now, by name: the name of an operation begins with its provider."""
        query = CONTRACTS.where(
            CONTRACT.kind == Kind.OPERATION.value,
            CONTRACT.status != Status.ARCHIVED.value,
            CONTRACT.name.startswith(f"{service}:", autoescape=True),
        )
        return await read_views(self._session, query.order_by(CONTRACT.name))

    async def current_of(self, service: str) -> list[tuple[ContractView, StoredSchema]]:
        """The contracts in which a service has a role, with the schema that is current; those without one left out."""
        views = await read_views(self._session, CONTRACTS.where(_has_party(service)))
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
        return [(view, schemas[view.key]) for view in views if view.key in schemas]

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
        query = CONTRACTS.where(_has_party(service), CONTRACT.kind == Kind.EVENT.value)
        views = await read_views(self._session, query.order_by(CONTRACT.name))
        return [(view, schemas.get(view.key)) for view in views if view.status is not Status.ARCHIVED]

    async def get(self, key: ContractKey) -> ContractView:
        """The contract of this key.

        Raises:
            ContractNotFound: there is none.
        """
        found = await read_views(self._session, CONTRACT_OF_KEY, {"kind": key.kind.value, "name": key.name})
        if not found:
            raise ContractNotFound(key)
        return found[0]

    async def versions(self, key: ContractKey, *, limit: int = MAX_NUMBER, after: int = 0) -> list[VersionView]:
        """At most `limit` versions of a contract, those after a number, ascending.

        Raises:
            ContractNotFound: there is no such contract.
        """
        row = await self._row(key)
        query = _VERSIONS.where(ContractVersionRow.contract_id == row.id, ContractVersionRow.number > after).limit(
            limit
        )
        return [_version_view(*found) for found in await self._session.exec(query)]

    async def latest_versions(self, key: ContractKey, *, limit: int) -> list[VersionView]:
        """At most `limit` versions of a contract, the latest first.

        Raises:
            ContractNotFound: there is no such contract.
        """
        row = await self._row(key)
        query = _VERSIONS.where(ContractVersionRow.contract_id == row.id).order_by(None)
        newest_first = query.order_by(col(ContractVersionRow.number).desc()).limit(limit)
        return [_version_view(*found) for found in await self._session.exec(newest_first)]

    async def version(self, key: ContractKey, number: int) -> VersionView:
        """One version of a contract.

        Raises:
            ContractNotFound: there is no such contract.
            VersionNotFound: it has no such version.
        """
        asked = {"kind": key.kind.value, "name": key.name, "number": number}
        found = (await self._session.exec(_VERSION, params=asked)).first()
        if found is None:
            await self._row(key)
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


_VERSIONS = (
    select(ContractVersionRow, DocumentRevisionRow.commit, DocumentRow)
    .where(DocumentRevisionRow.id == ContractVersionRow.document_revision_id)
    .where(DocumentRow.id == DocumentRevisionRow.document_id)
    .order_by(col(ContractVersionRow.number))
)
_VERSION = _VERSIONS.where(
    ContractRow.kind == bindparam("kind", type_=String),
    ContractRow.name == bindparam("name", type_=String),
    ContractVersionRow.contract_id == ContractRow.id,
    ContractVersionRow.number == bindparam("number", type_=Integer),
)


def _has_party(service: str) -> ColumnElement[bool]:
    declared = select(PartyRow.contract_id).where(PartyRow.service_id == ServiceRow.id, ServiceRow.name == service)
    return CONTRACT.id.in_(declared)


def _has_field(name: str) -> ColumnElement[bool]:
    """Whether the current version gives this name to a property, in whatever case."""
    current = (
        select(ContractVersionRow.id)
        .join(SchemaFieldRow, col(SchemaFieldRow.fingerprint) == ContractVersionRow.fingerprint)
        .where(ContractVersionRow.contract_id == CONTRACT.id, ContractVersionRow.number == CONTRACT.current_number)
        .where(SchemaFieldRow.name == name.casefold())
        .correlate(CONTRACT.id.table)
    )
    return current.exists()  # one row of each index per contract, where a list of all that have it would be made anew


def _has_in_name(text: str, *, is_sqlite: bool) -> ColumnElement[bool]:
    """Whether the text stands in the name, in whatever case; SQLite's LIKE folds what its `lower` does, and sooner."""
    return (CONTRACT.name.contains if is_sqlite else CONTRACT.name.icontains)(text, autoescape=True)


def _filtered(query: AnySelect, wanted: ContractFilter, *, is_sqlite: bool) -> AnySelect:
    if wanted.kind is not None:
        query = query.where(CONTRACT.kind == wanted.kind.value)
    if wanted.service is not None:
        query = query.where(_has_party(wanted.service))
    if wanted.text:
        query = query.where(_has_in_name(wanted.text, is_sqlite=is_sqlite))
    if wanted.tag is not None:
        tagged = select(ContractTagRow.contract_id).where(ContractTagRow.tag == wanted.tag)
        query = query.where(CONTRACT.id.in_(tagged))
    if wanted.field is not None:
        query = query.where(_has_field(wanted.field))
    if wanted.status is not None:
        query = query.where(_has_status(wanted.status))
    if wanted.owner is not None:
        source, path = wanted.owner.source, wanted.owner.path
        owner = select(DocumentRow.id).where(DocumentRow.source == source, DocumentRow.path == path)
        query = query.where(CONTRACT.owner_document_id.in_(owner))
    if wanted.has_schema is not None:
        query = query.where(CONTRACT.current_number.is_not(None) == wanted.has_schema)
    return query


def _has_status(status: Status) -> ColumnElement[bool]:
    """Whether `_status` of a row is this one."""
    said, is_told = CONTRACT.status, CONTRACT.deprecated_at.is_not(None)
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
        deprecation=deprecation_of(row, is_told=row.is_deprecated),
    )
