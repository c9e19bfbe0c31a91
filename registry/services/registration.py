"""Registering design documents: read, plan, and commit the plan if nothing came between."""

from __future__ import annotations

import hashlib
from asyncio import to_thread
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from contracts.model import DocumentId, Policy
from contracts.registration import PlanOutcome, Request, plan_registration
from contracts.reports import problem_report
from registry.auth.actors import LOCAL, Actor
from registry.errors import RegistrationContended
from registry.services.events import registration_events
from registry.services.permissions import least_role, require_scope
from registry.services.remembered_proofs import RememberedProofs
from registry.storage import Raced
from registry.storage.registrations import SentDocument

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.keywords import Json
    from contracts.model import Contract, ContractKey, DesignDocument
    from contracts.registration import Plan, Registered
    from registry.services.work import Work
    from registry.storage import Database, Store
    from registry.storage.registrations import Held

_ATTEMPTS = 10
_FREE_ATTEMPTS = 1
_EXCERPT_LINES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What is asked for: `texts` maps paths to documents (an empty one is gone), `commit` names the revision of all.

    `actor` is who asks, and stands in the audit log. `accept_breaking` maps the names of contracts to the reason why
    their break is intended.
    """

    source: str
    texts: Mapping[str, str]
    commit: str = ""
    actor: Actor = LOCAL
    is_dry_run: bool = False
    accept_breaking: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Documents as they were read, and what registering them would do."""

    documents: tuple[DesignDocument, ...]
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The documents of a request, read, and what they concern."""

    documents: tuple[DesignDocument, ...]
    identities: tuple[DocumentId, ...]
    keys: frozenset[ContractKey]
    sent: tuple[SentDocument, ...]


async def register_documents(
    database: Database, work: Work, registration: Registration, *, policy: Policy | None = None
) -> Plan:
    """The plan, committed unless it has a refusal or only a dry run was asked for. All of it, or nothing.

    The plan is computed outside of any transaction. Inside it the contracts are locked and compared with what the plan
    was made from; if another registration came first, everything is planned again. Who was overtaken plans again
    with the contracts locked: what was proved before is not proved again, so they are not kept for long.

    Raises:
        RoleTooLow: the actor may not register, or not accept a break.
        ScopeTooNarrow: the documents shape contracts that the actor's key is not for.
        ReadingStopped: the documents take too long to be read.
        RegistryBusy: there was no worker process free.
        RegistrationContended: others came first too often.
        DatabaseUnavailable: the database does not answer or refused the commit; nothing is stored.
    """
    attempt = await _attempt(database, work, registration, policy)
    for number in range(_ATTEMPTS):
        with suppress(Raced):
            return await (attempt.planned_first() if number < _FREE_ATTEMPTS else attempt.locked_first())
    raise RegistrationContended(_ATTEMPTS)


async def preview_documents(
    database: Database, work: Work, registration: Registration, *, policy: Policy | None = None
) -> Preview:
    """The documents as they are read, and the plan of what `register_documents` would do. Nothing is registered.

    Raises:
        RoleTooLow: the actor may not even read.
        ReadingStopped: the documents take too long to be read.
        RegistryBusy: there was no worker process free.
        DatabaseUnavailable: the database does not answer.
    """
    attempt = await _attempt(database, work, replace(registration, is_dry_run=True), policy)
    return Preview(documents=attempt.reading.documents, plan=await attempt.planned_first())


async def _attempt(database: Database, work: Work, registration: Registration, policy: Policy | None) -> _Attempt:
    breaks = bool(registration.accept_breaking)
    registration.actor.require(least_role(is_dry_run=registration.is_dry_run, accepts_breaking=breaks))
    return _Attempt(
        database=database,
        work=work,
        registration=registration,
        policy=policy or Policy(),
        reading=await to_thread(_read, registration, work),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """What is needed to plan and commit one registration, as often as it takes."""

    database: Database
    work: Work
    registration: Registration
    policy: Policy
    reading: _Reading
    proofs: RememberedProofs = field(default_factory=RememberedProofs)

    async def planned_first(self) -> Plan:
        """Plan with nothing locked, then commit if nothing has changed since.

        Raises:
            Raced: something has.
        """
        async with self.database.reading() as store:
            registered = await store.registrations.registered(self.reading.identities, self.reading.keys)
        plan = await self._plan(registered)
        if self._is_committed(plan):
            require_scope(plan, registered, self.registration.actor)
            async with self.database.writing() as store:
                held = await store.registrations.locked(self.reading.identities, self.reading.keys, known=registered)
                if held.registered != registered:
                    raise Raced
                await self._record(store, plan, held)
        return plan

    async def locked_first(self) -> Plan:
        """Plan and commit with the contracts locked.

        Raises:
            Raced: another registration added a contract, which could not be locked before it was there.
        """
        async with self.database.writing() as store:
            held = await store.registrations.locked(self.reading.identities, self.reading.keys)
            plan = await self._plan(held.registered)
            if self._is_committed(plan):
                require_scope(plan, held.registered, self.registration.actor)
                await self._record(store, plan, held)
                return plan
            await store.discard()
        return plan

    def _is_committed(self, plan: Plan) -> bool:
        return plan.refusal is None and not self.registration.is_dry_run

    async def _plan(self, registered: Registered) -> Plan:
        request = Request(
            source=self.registration.source,
            policy=self.policy,
            accept_breaking=self.registration.accept_breaking,
            prove=self.proofs.before(self.work.prover()),
        )
        return await to_thread(plan_registration, self.reading.documents, registered, request)

    async def _record(self, store: Store, plan: Plan, held: Held) -> None:
        commit = self.registration.commit
        await store.registrations.record(plan, self.reading.sent, held=held, commit=commit)
        await store.outbox.append(registration_events(plan, held.registered, commit=commit))
        _audit(store, plan, self.registration)


def _audit(store: Store, plan: Plan, registration: Registration) -> None:
    """Tell who registered what: one entry for the request, and one for each break that was accepted."""
    changed = [planned for planned in plan.contracts if planned.outcome is not PlanOutcome.UNCHANGED]
    detail = {
        "commit": registration.commit,
        "documents": len(plan.documents),
        "contracts": {str(planned.key): planned.outcome.value for planned in changed},
    }
    store.audit.record("documents.registered", registration.source, actor=registration.actor.name, detail=detail)
    for planned in changed:
        if planned.accepted_reason is not None:
            reason = {"reason": planned.accepted_reason, "version": planned.number}
            store.audit.record("break.accepted", str(planned.key), actor=registration.actor.name, detail=reason)


def _read(registration: Registration, work: Work) -> _Reading:
    documents = work.read(registration.texts)
    sent = tuple(
        _sent(document, registration.source, registration.texts[document.path])
        for document in sorted(documents, key=lambda item: item.path)
    )
    return _Reading(
        documents=documents,
        identities=tuple(item.identity for item in sent),
        keys=frozenset(contract.key for document in documents for contract in document.contracts),
        sent=sent,
    )


def _sent(document: DesignDocument, source: str, text: str) -> SentDocument:
    lines = text.splitlines()
    return SentDocument(
        identity=DocumentId(source=source, path=document.path),
        content_hash="sha256:" + hashlib.sha256(text.encode()).hexdigest(),
        is_gone=not text.strip(),
        header=dict(document.metadata),
        excerpts={str(contract.key): _excerpt(contract, lines) for contract in document.contracts},
        problems=[problem_report(problem) for problem in document.problems],
    )


def _excerpt(contract: Contract, lines: list[str]) -> Json:
    """The lines that declare a contract, `{"line": 12, "text": "..."}`, for pages that show where it comes from."""
    first = contract.provenance.line
    last = min(max(contract.provenance.end_line, first), first + _EXCERPT_LINES - 1)
    return {"line": first, "text": "\n".join(lines[first - 1 : last])}
