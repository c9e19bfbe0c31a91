"""Reading the part of the registry that a plan looks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select, union_all

from contracts.canonical import definition_of_bytes
from contracts.model import ContractKey, ContractVersion, DocumentId, Kind, Role, Status
from contracts.registration import Registered, RegisteredContract, RegisteredParty
from registry.storage.json_columns import policy_of_json, provenance_of_json
from registry.storage.plain_tables import CONTRACT, CONTRACT_VERSION, DOCUMENT, PARTY, SCHEMA, SERVICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncConnection

    from contracts.keywords import Json
    from contracts.model import Definition
    from registry.storage.plain_tables import AnyRow, AnySelect

_CHUNK = 500  # values per IN list: SQLite and PostgreSQL both bound the parameters of a statement
_SELECTS = 8  # per statement: SQLite bounds those as well

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a plan looks at, and what is needed to write a plan of it down: the ids of its contracts.

    `declarations` is what their owners say beside the schemas.
    """

    registered: Registered
    ids: Mapping[ContractKey, UUID] = field(default_factory=dict)
    declarations: Mapping[ContractKey, Json] = field(default_factory=dict)


def chunks(items: Sequence[Item], size: int = _CHUNK) -> Iterator[Sequence[Item]]:
    """The items in runs that fit into one statement."""
    return (items[start : start + size] for start in range(0, len(items), size))


def paths_by_source(documents: Iterable[DocumentId]) -> list[tuple[str, Sequence[str]]]:
    """The documents as sources with runs of paths that fit into one statement, all sorted."""
    found: dict[str, list[str]] = {}
    for document in sorted(set(documents)):
        found.setdefault(document.source, []).append(document.path)
    return [(source, some) for source, paths in found.items() for some in chunks(paths)]


async def find_registered(
    connection: AsyncConnection,
    documents: Iterable[DocumentId],
    keys: Iterable[ContractKey],
    *,
    known: Registered | None = None,
    is_locking: bool = False,
) -> Found:
    """The contracts of these keys, and those that the documents own or declare parties of.

    `is_locking` holds their rows, in the order of kind and name, until the transaction ends: no version can then be
    added by anyone else. Definitions that are `known` are not read again.
    """
    rows: dict[UUID, AnyRow] = {}
    for some in chunks(await _concerned(connection, documents, keys)):
        query = _CONTRACTS.where(CONTRACT.c.id.in_(some)).order_by(CONTRACT.c.kind, CONTRACT.c.name)
        found = await connection.execute(query.with_for_update(of=CONTRACT) if is_locking else query)
        rows |= {row.id: row for row in found}
    versions = await _versions(connection, rows, _definitions(known))
    parties = await _parties(connection, list(rows))
    contracts = {_key(row): _contract(row, versions.get(row.id, []), parties.get(row.id, [])) for row in rows.values()}
    return Found(
        registered=Registered(contracts=contracts),
        ids={_key(row): row.id for row in rows.values()},
        declarations={_key(row): row.declaration for row in rows.values()},
    )


_CONTRACTS = select(
    CONTRACT.c.id,
    CONTRACT.c.kind,
    CONTRACT.c.name,
    CONTRACT.c.policy,
    CONTRACT.c.status,
    CONTRACT.c.current_number,
    CONTRACT.c.declaration,
    CONTRACT.c.deprecated_at,
    DOCUMENT.c.source,
    DOCUMENT.c.path,
).join(DOCUMENT, DOCUMENT.c.id == CONTRACT.c.owner_document_id)


async def _concerned(
    connection: AsyncConnection, documents: Iterable[DocumentId], keys: Iterable[ContractKey]
) -> list[UUID]:
    """The ids of the contracts, in the order of kind and name: everybody who locks them does so in this order."""
    queries = [*_named(keys), *_declared_by(documents)]
    found: dict[tuple[str, str], UUID] = {}
    for some in chunks(queries, _SELECTS):
        found |= {(row.kind, row.name): row.id for row in await connection.execute(union_all(*some))}
    return [found[place] for place in sorted(found)]


def _named(keys: Iterable[ContractKey]) -> Iterator[AnySelect]:
    by_kind: dict[str, list[str]] = {}
    for key in keys:
        by_kind.setdefault(key.kind.value, []).append(key.name)
    for kind, names in by_kind.items():
        for some in chunks(sorted(names)):
            yield _PLACES.where(CONTRACT.c.kind == kind, CONTRACT.c.name.in_(some))


def _declared_by(documents: Iterable[DocumentId]) -> Iterator[AnySelect]:
    """What the documents own, and what they declare parties of."""
    for source, paths in paths_by_source(documents):
        theirs = (DOCUMENT.c.source == source) & DOCUMENT.c.path.in_(paths)
        yield _PLACES.join(DOCUMENT, DOCUMENT.c.id == CONTRACT.c.owner_document_id).where(theirs)
        party = _PLACES.join(PARTY, PARTY.c.contract_id == CONTRACT.c.id)
        yield party.join(DOCUMENT, DOCUMENT.c.id == PARTY.c.document_id).where(theirs)


_PLACES = select(CONTRACT.c.kind, CONTRACT.c.name, CONTRACT.c.id)


def _definitions(known: Registered | None) -> dict[tuple[Kind, str], Definition]:
    """The definitions by kind and fingerprint: the same bytes are the same definition, of whatever contract."""
    return {
        (contract.key.kind, version.fingerprint): version.definition
        for contract in (known.contracts.values() if known is not None else ())
        for version in contract.versions
    }


async def _versions(
    connection: AsyncConnection, contracts: Mapping[UUID, AnyRow], known: dict[tuple[Kind, str], Definition]
) -> dict[UUID, list[ContractVersion]]:
    found: dict[UUID, list[ContractVersion]] = {}
    for some in chunks(list(contracts)):
        query = _VERSIONS.where(CONTRACT_VERSION.c.contract_id.in_(some)).order_by(CONTRACT_VERSION.c.number)
        for row in await connection.execute(query):
            mark = Kind(contracts[row.contract_id].kind), row.fingerprint
            if mark not in known:
                known[mark] = definition_of_bytes(mark[0], row.body)
            found.setdefault(row.contract_id, []).append(_version(row, known[mark]))
    return found


_VERSIONS = select(
    CONTRACT_VERSION.c.contract_id,
    CONTRACT_VERSION.c.number,
    CONTRACT_VERSION.c.fingerprint,
    CONTRACT_VERSION.c.lines,
    CONTRACT_VERSION.c.provenance,
    CONTRACT_VERSION.c.is_deprecated,
    CONTRACT_VERSION.c.accepted_reason,
    SCHEMA.c.body,
).join(SCHEMA, SCHEMA.c.fingerprint == CONTRACT_VERSION.c.fingerprint)


def _version(row: AnyRow, definition: Definition) -> ContractVersion:
    return ContractVersion(
        number=row.number,
        fingerprint=row.fingerprint,
        definition=definition,
        lines=row.lines,
        provenance=provenance_of_json(row.provenance),
        is_deprecated=row.is_deprecated,
        is_break=row.accepted_reason is not None,
    )


async def _parties(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, list[RegisteredParty]]:
    found: dict[UUID, list[RegisteredParty]] = {}
    for some in chunks(ids):
        for row in await connection.execute(_PARTIES.where(PARTY.c.contract_id.in_(some))):
            declared = DocumentId(source=row.source, path=row.path)
            party = RegisteredParty(service=row.name, role=Role(row.role), document=declared)
            found.setdefault(row.contract_id, []).append(party)
    return found


_PARTIES = (
    select(PARTY.c.contract_id, SERVICE.c.name, PARTY.c.role, DOCUMENT.c.source, DOCUMENT.c.path)
    .join(SERVICE, SERVICE.c.id == PARTY.c.service_id)
    .join(DOCUMENT, DOCUMENT.c.id == PARTY.c.document_id)
)


def _key(row: AnyRow) -> ContractKey:
    return ContractKey(kind=Kind(row.kind), name=row.name)


def _contract(row: AnyRow, versions: list[ContractVersion], parties: list[RegisteredParty]) -> RegisteredContract:
    return RegisteredContract(
        key=_key(row),
        owner=DocumentId(source=row.source, path=row.path),
        policy=policy_of_json(row.policy),
        versions=tuple(versions),
        parties=tuple(sorted(parties)),
        status=Status(row.status),
        current_number=row.current_number,
        is_external=row.kind == Kind.OPERATION and row.declaration.get("visibility") == "external",
        is_deprecated_here=row.deprecated_at is not None,
    )
