"""Writing a plan: everything that one registration changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete, select

from contracts.canonical import stored_bytes
from contracts.keywords import property_names
from contracts.registration import PlanOutcome
from contracts.reports import checks_report
from registry.errors.conflicts import Raced
from registry.storage.json_columns import declaration_to_json, policy_to_json, provenance_to_json
from registry.storage.registered import chunks, document_rows, read_registered
from registry.storage.tables import (
    METADATA,
    ContractRow,
    ContractVersionRow,
    DocumentRevisionRow,
    DocumentRow,
    EdgeRow,
    PartyRow,
    SchemaFieldRow,
    SchemaRow,
    ServiceRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from contracts.keywords import Json
    from contracts.model import ContractKey, ContractVersion, DocumentId, Service
    from contracts.registration import Plan, PlannedContract, Registered
    from registry.storage.tables import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDocument:
    """One document of a registration: `content_hash` of its bytes, `excerpts` maps a contract to its lines.

    `problems` are those that the document has by itself, as they are reported.

    `is_gone`: it was handed in without contents, because its file is no longer there.
    """

    identity: DocumentId
    content_hash: str
    is_gone: bool = False
    header: Mapping[str, str] = field(default_factory=dict)
    excerpts: Mapping[str, Json] = field(default_factory=dict)
    problems: Sequence[Json] = ()


class RegistrationStore:
    """What a registration reads and writes."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def registered(self, documents: Iterable[DocumentId], keys: Iterable[ContractKey]) -> Registered:
        """The contracts of these keys, and those that the documents own or declare parties of."""
        return await read_registered(self._session, documents, keys)

    async def locked(self, documents: Sequence[DocumentId], keys: Iterable[ContractKey]) -> Registered:
        """The same, held until the unit of work ends; the documents become known if they were not."""
        rows = [{"source": item.source, "path": item.path} for item in sorted(set(documents))]
        await self._add_missing(DocumentRow, rows)
        for source in sorted({item.source for item in documents}):
            paths = sorted({item.path for item in documents if item.source == source})
            for some in chunks(paths):
                query = select(DocumentRow.id).where(DocumentRow.source == source, col(DocumentRow.path).in_(some))
                await self._session.exec(query.order_by(col(DocumentRow.path)).with_for_update())
        return await read_registered(self._session, documents, keys, is_locking=True)

    async def record(self, plan: Plan, sent: Sequence[SentDocument], *, commit: str) -> None:
        """Write what the plan says; its contracts must be locked and be as they were when it was made."""
        rows = await document_rows(self._session, plan.documents)
        for item in sent:
            rows[item.identity].is_gone = item.is_gone
        documents = {identity: row.id for identity, row in rows.items()}
        services = await self._record_services(plan)
        revisions = {item.identity: await self._record_revision(documents, item, commit) for item in sent}
        contracts = await self._record_contracts(plan, documents)
        await self._record_versions(plan, contracts, revisions)
        await self._record_parties(plan, documents, contracts, services)
        await self._record_edges(plan, documents)

    async def _record_services(self, plan: Plan) -> dict[str, UUID]:
        """Every service that the documents name."""
        described = {service.name: service for service in plan.services}
        parties = {party.service for planned in plan.contracts for party in planned.parties}
        names = sorted(described.keys() | parties)
        rows = [{"name": name, "title": name} for name in names]
        await self._add_missing(ServiceRow, rows)
        found: dict[str, UUID] = {}
        for some in chunks(names):
            for row in await self._session.exec(select(ServiceRow).where(col(ServiceRow.name).in_(some))):
                found[row.name] = row.id
                _describe(row, described.get(row.name))
        return found

    async def _record_revision(self, documents: Mapping[DocumentId, UUID], sent: SentDocument, commit: str) -> UUID:
        """The revision with this content: the latest one, if it has it, or a new one."""
        document = documents[sent.identity]
        query = select(DocumentRevisionRow).where(DocumentRevisionRow.document_id == document)
        latest = (await self._session.exec(query.order_by(col(DocumentRevisionRow.number).desc()).limit(1))).first()
        if latest is not None and latest.content_hash == sent.content_hash:
            return latest.id
        row = DocumentRevisionRow(
            document_id=document,
            number=latest.number + 1 if latest else 1,
            commit=commit,
            content_hash=sent.content_hash,
            header=dict(sent.header),
            excerpts=dict(sent.excerpts),
            problems=list(sent.problems),
        )
        self._session.add(row)
        await self._session.flush()  # versions refer to it, and nothing else tells the session so
        return row.id

    async def _record_contracts(self, plan: Plan, documents: dict[DocumentId, UUID]) -> dict[ContractKey, ContractRow]:
        owners = documents | {
            identity: row.id
            for identity, row in (
                await document_rows(self._session, {planned.owner for planned in plan.contracts} - documents.keys())
            ).items()
        }
        rows = [_contract_values(planned, owners[planned.owner]) for planned in plan.contracts]
        new = [row for planned, row in zip(plan.contracts, rows, strict=True) if planned.outcome is PlanOutcome.NEW]
        if await self._add_missing(ContractRow, new) != len(new):
            raise Raced  # another document registered one of them: there was no row yet that could have been locked
        found = await self._contract_rows(planned.key for planned in plan.contracts)
        for planned, values in zip(plan.contracts, rows, strict=True):
            row = found[planned.key]
            if planned.owner in documents:  # what is owned elsewhere is only mentioned here
                for name, value in values.items():
                    setattr(row, name, value)
            if planned.contract is not None and planned.owner in documents:
                row.declaration = declaration_to_json(planned.contract)
        return found

    async def _contract_rows(self, keys: Iterable[ContractKey]) -> dict[ContractKey, ContractRow]:
        found: dict[ContractKey, ContractRow] = {}
        by_kind: dict[str, dict[str, ContractKey]] = {}
        for key in keys:
            by_kind.setdefault(key.kind.value, {})[key.name] = key
        for kind, names in by_kind.items():
            for some in chunks(sorted(names)):
                query = select(ContractRow).where(ContractRow.kind == kind, col(ContractRow.name).in_(some))
                found |= {names[row.name]: row for row in await self._session.exec(query)}
        return found

    async def _record_versions(
        self, plan: Plan, contracts: Mapping[ContractKey, ContractRow], revisions: Mapping[DocumentId, UUID]
    ) -> None:
        new = [(planned, planned.new_version) for planned in plan.contracts if planned.new_version is not None]
        bodies = {version.fingerprint: stored_bytes(version.definition) for _, version in new}
        await self._add_missing(
            SchemaRow, [{"fingerprint": mark, "body": body} for mark, body in sorted(bodies.items())]
        )
        await self._add_missing(SchemaFieldRow, _field_rows(version for _, version in new))
        highest = await self._highest_numbers([contracts[planned.key].id for planned, _ in new])
        for planned, version in new:
            contract = contracts[planned.key].id
            number = highest.get(contract, 0) + 1
            if version.number != number:
                raise AssertionError(f"{planned.key} would get number {number}, planned was {version.number}")
            self._session.add(_version_row(planned, version, contract, revisions[planned.owner]))

    async def _highest_numbers(self, contracts: Sequence[UUID]) -> dict[UUID, int]:
        """The highest number of each contract that has one; nobody else can add to it while the contract is locked."""
        number, contract = col(ContractVersionRow.number), col(ContractVersionRow.contract_id)
        found: dict[UUID, int] = {}
        for some in chunks(contracts):
            query = select(contract, func.max(number)).where(contract.in_(some)).group_by(contract)
            found |= dict(list(await self._session.exec(query)))
        return found

    async def _record_parties(
        self,
        plan: Plan,
        documents: Mapping[DocumentId, UUID],
        contracts: Mapping[ContractKey, ContractRow],
        services: Mapping[str, UUID],
    ) -> None:
        """Replace the parties that the documents declared by those that they declare now."""
        wanted = {
            (contracts[planned.key].id, services[party.service], party.role.value, documents[party.document])
            for planned in plan.contracts
            for party in planned.parties
            if party.document in documents
        }
        for some in chunks(sorted(documents.values())):
            for row in await self._session.exec(select(PartyRow).where(col(PartyRow.document_id).in_(some))):
                declared = (row.contract_id, row.service_id, row.role, row.document_id)
                if declared in wanted:
                    wanted.discard(declared)
                else:
                    await self._session.delete(row)
        for contract, service, role, document in sorted(wanted):
            self._session.add(PartyRow(contract_id=contract, service_id=service, role=role, document_id=document))

    async def _record_edges(self, plan: Plan, documents: Mapping[DocumentId, UUID]) -> None:
        for some in chunks(sorted(documents.values())):
            await self._session.exec(delete(EdgeRow).where(col(EdgeRow.document_id).in_(some)))
        by_path = {identity.path: row for identity, row in documents.items()}
        self._session.add_all(
            EdgeRow(
                document_id=by_path[edge.provenance.path],
                from_service=edge.from_service,
                to_service=edge.to_service,
                protocol=edge.protocol,
                pattern=edge.pattern,
                line=edge.provenance.line,
            )
            for edge in plan.edges
        )

    async def _add_missing(self, table: type[Row], rows: Sequence[Mapping[str, Json]]) -> int:
        """Add the rows that are not there yet, and count them; they come sorted, so that two who add never deadlock."""
        if not rows:
            return 0
        insert = sqlite.insert if self._session.get_bind().dialect.name == "sqlite" else postgresql.insert
        columns = METADATA.tables[
            str(table.__tablename__)
        ]  # not the class: an object per row would cost more than the rest
        adding = insert(columns).on_conflict_do_nothing().returning(columns.c.id)
        return len((await self._session.exec(adding, params=rows)).all())


def _describe(row: ServiceRow, service: Service | None) -> None:
    """Take what a document says of a service; one that only names it takes nothing away."""
    if service is not None:
        row.title = service.title
        row.responsibility = service.responsibility or row.responsibility
        row.tech_stack = service.tech_stack or row.tech_stack
        row.aliases = sorted({*row.aliases, *service.aliases})


def _field_rows(versions: Iterable[ContractVersion]) -> list[dict[str, Json]]:
    """The rows of all fields of these versions, each once."""
    found = {
        (version.fingerprint, name.casefold())
        for version in versions
        for part in version.definition.parts
        for name in property_names(part.schema)
    }
    return [{"fingerprint": mark, "name": name} for mark, name in sorted(found)]


def _contract_values(planned: PlannedContract, owner: UUID) -> dict[str, Json]:
    return {
        "kind": planned.key.kind.value,
        "name": planned.key.name,
        "owner_document_id": owner,
        "status": planned.status.value,
        "policy": policy_to_json(planned.policy),
        "current_number": planned.number,
    }


def _version_row(
    planned: PlannedContract, version: ContractVersion, contract: UUID, revision: UUID
) -> ContractVersionRow:
    return ContractVersionRow(
        contract_id=contract,
        number=version.number,
        fingerprint=version.fingerprint,
        document_revision_id=revision,
        lines=dict(version.lines),
        provenance=provenance_to_json(version.provenance),
        verdicts=checks_report(planned),
        accepted_reason=planned.accepted_reason,
    )
