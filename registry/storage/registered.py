"""Reading the part of the registry that a plan looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlmodel import col, or_, select

from contracts.canonical import definition_of_bytes
from contracts.model import ContractKey, ContractVersion, DocumentId, Kind, Role, Status
from contracts.registration import Registered, RegisteredContract, RegisteredParty
from registry.storage.json_columns import policy_of_json, provenance_of_json
from registry.storage.tables import ContractRow, ContractVersionRow, DocumentRow, PartyRow, SchemaRow, ServiceRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession

_CHUNK = 500  # values per IN list: SQLite and PostgreSQL both bound the parameters of a statement

Item = TypeVar("Item")


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items in runs that fit into one statement."""
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))


async def document_rows(session: AsyncSession, documents: Iterable[DocumentId]) -> dict[DocumentId, DocumentRow]:
    """The rows of those documents that are known."""
    found: dict[DocumentId, DocumentRow] = {}
    by_source: dict[str, list[str]] = {}
    for document in sorted(documents):
        by_source.setdefault(document.source, []).append(document.path)
    for source, paths in by_source.items():
        for some in chunks(paths):
            query = select(DocumentRow).where(DocumentRow.source == source, col(DocumentRow.path).in_(some))
            found |= {DocumentId(source=row.source, path=row.path): row for row in await session.exec(query)}
    return found


async def read_registered(
    session: AsyncSession, documents: Iterable[DocumentId], keys: Iterable[ContractKey], *, is_locking: bool = False
) -> Registered:
    """The contracts of these keys, and those that the documents own or declare parties of.

    `is_locking` holds their rows, in the order of kind and name, until the transaction ends: no version can then be
    added by anyone else.
    """
    ids = await _concerned(session, documents, keys)
    found: dict[UUID, tuple[ContractRow, DocumentId]] = {}
    for some in chunks(ids):
        query = (
            select(ContractRow, DocumentRow)
            .join(DocumentRow, col(DocumentRow.id) == ContractRow.owner_document_id)
            .where(col(ContractRow.id).in_(some))
            .order_by(col(ContractRow.kind), col(ContractRow.name))
            .execution_options(populate_existing=True)
        )
        for row, owner in await session.exec(query.with_for_update(of=ContractRow) if is_locking else query):
            found[row.id] = (row, DocumentId(source=owner.source, path=owner.path))
    versions = await _versions(session, found)
    parties = await _parties(session, ids)
    registered = (
        _contract(row, owner, versions.get(row.id, []), parties.get(row.id, [])) for row, owner in found.values()
    )
    return Registered(contracts={contract.key: contract for contract in registered})


async def _concerned(session: AsyncSession, documents: Iterable[DocumentId], keys: Iterable[ContractKey]) -> list[UUID]:
    """The ids of the contracts, in the order of kind and name: everybody who locks them does so in this order."""
    found: dict[tuple[str, str], UUID] = {}
    by_kind: dict[str, list[str]] = {}
    for key in keys:
        by_kind.setdefault(key.kind.value, []).append(key.name)
    conditions: list[ColumnElement[bool]] = [
        (col(ContractRow.kind) == kind) & col(ContractRow.name).in_(some)
        for kind, names in by_kind.items()
        for some in chunks(sorted(names))
    ]
    document_ids = [row.id for row in (await document_rows(session, documents)).values()]
    for some in chunks(document_ids):
        declared = select(PartyRow.contract_id).where(col(PartyRow.document_id).in_(some))
        owned = col(ContractRow.owner_document_id).in_(some)
        conditions.append(or_(owned, col(ContractRow.id).in_(declared)))
    for condition in conditions:
        rows = await session.exec(select(ContractRow.kind, ContractRow.name, ContractRow.id).where(condition))
        found |= {(kind, name): identity for kind, name, identity in rows}
    return [found[key] for key in sorted(found)]


async def _versions(
    session: AsyncSession, contracts: dict[UUID, tuple[ContractRow, DocumentId]]
) -> dict[UUID, list[ContractVersion]]:
    found: dict[UUID, list[ContractVersion]] = {}
    for some in chunks(list(contracts)):
        query = (
            select(ContractVersionRow, SchemaRow.body)
            .join(SchemaRow, col(SchemaRow.fingerprint) == ContractVersionRow.fingerprint)
            .where(col(ContractVersionRow.contract_id).in_(some))
            .order_by(col(ContractVersionRow.number))
        )
        for row, body in await session.exec(query):
            kind = Kind(contracts[row.contract_id][0].kind)
            found.setdefault(row.contract_id, []).append(_version(row, kind, body))
    return found


def _version(row: ContractVersionRow, kind: Kind, body: bytes) -> ContractVersion:
    return ContractVersion(
        number=row.number,
        fingerprint=row.fingerprint,
        definition=definition_of_bytes(kind, body),
        lines=row.lines,
        provenance=provenance_of_json(row.provenance),
        is_deprecated=row.is_deprecated,
        is_break=row.accepted_reason is not None,
    )


async def _parties(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[RegisteredParty]]:
    found: dict[UUID, list[RegisteredParty]] = {}
    for some in chunks(ids):
        query = (
            select(PartyRow.contract_id, ServiceRow.name, PartyRow.role, DocumentRow)
            .join(ServiceRow, col(ServiceRow.id) == PartyRow.service_id)
            .join(DocumentRow, col(DocumentRow.id) == PartyRow.document_id)
            .where(col(PartyRow.contract_id).in_(some))
        )
        for contract, service, role, document in await session.exec(query):
            declared = DocumentId(source=document.source, path=document.path)
            party = RegisteredParty(service=service, role=Role(role), document=declared)
            found.setdefault(contract, []).append(party)
    return found


def _contract(
    row: ContractRow, owner: DocumentId, versions: list[ContractVersion], parties: list[RegisteredParty]
) -> RegisteredContract:
    return RegisteredContract(
        key=ContractKey(kind=Kind(row.kind), name=row.name),
        owner=owner,
        policy=policy_of_json(row.policy),
        versions=tuple(versions),
        parties=tuple(sorted(parties)),
        status=Status(row.status),
        current_number=row.current_number,
        is_external=row.kind == Kind.OPERATION and row.declaration.get("visibility") == "external",
        is_deprecated_here=row.deprecated_at is not None,
    )
