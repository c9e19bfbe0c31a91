"""Writing a plan down: everything that one registration changes, in few statements.

The tables are written in one order, and the rows of each table too: two who write at once never wait for each other in
a circle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import bindparam, delete, func, select, update

from contracts.canonical import stored_bytes
from contracts.registration import PlanOutcome
from registry.errors.conflicts import Raced
from registry.storage.described_services import record_services
from registry.storage.json_columns import declaration_to_json, policy_to_json
from registry.storage.plain_tables import (
    CONTRACT,
    CONTRACT_VERSION,
    DOCUMENT,
    DOCUMENT_REVISION,
    EDGE,
    PARTY,
    SCHEMA,
    SCHEMA_FIELD,
    SERVICE,
    add_missing,
    add_rows,
    count_added,
)
from registry.storage.recorded_rows import field_rows, revision_row, version_row
from registry.storage.registered import chunks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncConnection

    from contracts.keywords import Json
    from contracts.model import ContractKey, DocumentId
    from contracts.registration import Plan, PlannedContract
    from registry.storage.held_documents import HeldDocument
    from registry.storage.plain_tables import AnyRow
    from registry.storage.registered import Found
    from registry.storage.registrations import SentDocument


_HIGHEST = (
    select(func.max(DOCUMENT_REVISION.c.number))
    .where(DOCUMENT_REVISION.c.document_id == DOCUMENT.c.id)
    .correlate(DOCUMENT)
    .scalar_subquery()
)
_LATEST = (
    select(
        DOCUMENT_REVISION.c.id,
        DOCUMENT_REVISION.c.document_id,
        DOCUMENT_REVISION.c.number,
        DOCUMENT_REVISION.c.content_hash,
    )
    .join(DOCUMENT, DOCUMENT.c.id == DOCUMENT_REVISION.c.document_id)
    .where(DOCUMENT_REVISION.c.number == _HIGHEST)
)
_CHANGEABLE = ("owner_document_id", "status", "policy", "current_number", "declaration")
_CHANGE_CONTRACT = (
    update(CONTRACT)
    .where(CONTRACT.c.id == bindparam("new_id"))
    .values({name: bindparam(f"new_{name}", type_=CONTRACT.c[name].type) for name in _CHANGEABLE})
)
_DROP_PARTY = delete(PARTY).where(
    PARTY.c.contract_id == bindparam("contract"),
    PARTY.c.service_id.in_(select(SERVICE.c.id).where(SERVICE.c.name == bindparam("service"))),
    PARTY.c.role == bindparam("role"),
    PARTY.c.document_id == bindparam("document"),
)
_PARTY = ("contract", "service", "role", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One plan, the contracts that it was made from, and its documents; all of them are held."""

    connection: AsyncConnection
    plan: Plan
    found: Found
    documents: Mapping[DocumentId, HeldDocument]

    async def write(self, sent: Sequence[SentDocument], *, commit: str) -> None:
        """Write what the plan says of these documents.

        Raises:
            Raced: another document registered a contract that was new.
        """
        await self._record_gone(sent)
        services = await record_services(self.connection, self.plan)
        revisions = await self._record_revisions(sent, commit)
        contracts = await self._record_contracts()
        await self._record_versions(contracts, revisions)
        await self._record_parties(contracts, services)
        await self._record_edges()

    async def _record_gone(self, sent: Sequence[SentDocument]) -> None:
        changed = [
            {"document": self.documents[item.identity].id, "gone": item.is_gone}
            for item in sent
            if self.documents[item.identity].is_gone != item.is_gone
        ]
        if changed:
            setting = update(DOCUMENT).where(DOCUMENT.c.id == bindparam("document")).values(is_gone=bindparam("gone"))
            await self.connection.execute(setting, changed)

    async def _record_revisions(self, sent: Sequence[SentDocument], commit: str) -> dict[DocumentId, UUID]:
        """The revision with this content of each document: the latest one, if it has it, or a new one."""
        latest = await self._latest_revisions([self.documents[item.identity].id for item in sent])
        found: dict[DocumentId, UUID] = {}
        new: list[dict[str, Json]] = []
        for item in sent:
            document = self.documents[item.identity].id
            known = latest.get(document)
            if known is not None and known.content_hash == item.content_hash:
                found[item.identity] = known.id
                continue
            found[item.identity] = uuid4()
            number = known.number + 1 if known is not None else 1
            row = revision_row(item, commit)
            new.append(row | {"id": found[item.identity], "document_id": document, "number": number})
        await add_rows(self.connection, DOCUMENT_REVISION, new)
        return found

    async def _latest_revisions(self, documents: Sequence[UUID]) -> dict[UUID, AnyRow]:
        found: dict[UUID, AnyRow] = {}
        for some in chunks(documents):
            rows = await self.connection.execute(_LATEST.where(DOCUMENT_REVISION.c.document_id.in_(some)))
            found |= {row.document_id: row for row in rows}
        return found

    async def _record_contracts(self) -> dict[ContractKey, UUID]:
        """The ids of all contracts of the plan; what is owned elsewhere is only mentioned here."""
        ids = {planned.key: self.found.ids.get(planned.key) or uuid4() for planned in self.plan.contracts}
        owned = [planned for planned in self.plan.contracts if planned.owner in self.documents]
        new = [self._row(planned, ids) for planned in owned if planned.outcome is PlanOutcome.NEW]
        if await count_added(self.connection, CONTRACT, new) != len(new):
            raise Raced  # another document registered one of them: there was no row yet that could have been locked
        changed = [planned for planned in owned if planned.key in self.found.ids and self._differs(planned)]
        if changed:
            rows = [self._changed_row(planned, ids) for planned in changed]
            await self.connection.execute(_CHANGE_CONTRACT, rows)
        return ids

    def _row(self, planned: PlannedContract, ids: Mapping[ContractKey, UUID]) -> dict[str, Json]:
        return {
            "id": ids[planned.key],
            "kind": planned.key.kind.value,
            "name": planned.key.name,
            "owner_document_id": self.documents[planned.owner].id,
            "status": planned.status.value,
            "policy": policy_to_json(planned.policy),
            "current_number": planned.number,
            "declaration": self._declaration(planned),
        }

    def _changed_row(self, planned: PlannedContract, ids: Mapping[ContractKey, UUID]) -> dict[str, Json]:
        row = self._row(planned, ids)
        return {f"new_{name}": row[name] for name in ("id", *_CHANGEABLE)}

    def _declaration(self, planned: PlannedContract) -> Json:
        """What the owner says beside the schema; one that says nothing any more leaves what it said."""
        if planned.contract is not None:
            return declaration_to_json(planned.contract)
        return self.found.declarations[planned.key]

    def _differs(self, planned: PlannedContract) -> bool:
        before = self.found.registered.contracts[planned.key]
        now = (planned.owner, planned.status, planned.policy, planned.number)
        then = (before.owner, before.status, before.policy, before.current_number)
        return now != then or self._declaration(planned) != self.found.declarations[planned.key]

    async def _record_versions(
        self, contracts: Mapping[ContractKey, UUID], revisions: Mapping[DocumentId, UUID]
    ) -> None:
        """Add the new versions: nobody else can add to a contract that is held, so their numbers are free."""
        new = [(planned, planned.new_version) for planned in self.plan.contracts if planned.new_version is not None]
        bodies = {version.fingerprint: stored_bytes(version.definition) for _, version in new}
        rows = [{"fingerprint": mark, "body": body} for mark, body in sorted(bodies.items())]
        await add_missing(self.connection, SCHEMA, rows)
        await add_missing(self.connection, SCHEMA_FIELD, field_rows(version for _, version in new))
        versions = [
            version_row(planned, version) | {"contract_id": contracts[planned.key], "document_revision_id": revision}
            for planned, version in new
            for revision in (revisions[planned.owner],)
        ]
        await add_rows(self.connection, CONTRACT_VERSION, versions)

    async def _record_parties(self, contracts: Mapping[ContractKey, UUID], services: Mapping[str, UUID]) -> None:
        """Replace the parties that the documents declared by those that they declare now."""
        ids = {**self.found.ids, **contracts}
        before = {
            (ids[key], party.service, party.role.value, self.documents[party.document].id)
            for key, contract in self.found.registered.contracts.items()
            for party in contract.parties
            if party.document in self.documents
        }
        wanted = {
            (ids[planned.key], party.service, party.role.value, self.documents[party.document].id)
            for planned in self.plan.contracts
            for party in planned.parties
            if party.document in self.documents
        }
        if before - wanted:
            rows = [dict(zip(_PARTY, party, strict=True)) for party in sorted(before - wanted)]
            await self.connection.execute(_DROP_PARTY, rows)
        added = [
            {"contract_id": contract, "service_id": services[service], "role": role, "document_id": document}
            for contract, service, role, document in sorted(wanted - before)
        ]
        await add_rows(self.connection, PARTY, added)

    async def _record_edges(self) -> None:
        for some in chunks(sorted(document.id for document in self.documents.values())):
            await self.connection.execute(delete(EDGE).where(EDGE.c.document_id.in_(some)))
        by_path = {identity.path: document.id for identity, document in self.documents.items()}
        rows = [
            {
                "document_id": by_path[edge.provenance.path],
                "from_service": edge.from_service,
                "to_service": edge.to_service,
                "protocol": edge.protocol,
                "pattern": edge.pattern,
                "line": edge.provenance.line,
            }
            for edge in self.plan.edges
        ]
        await add_rows(self.connection, EDGE, rows)
