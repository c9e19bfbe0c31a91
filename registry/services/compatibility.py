"""Answering what two schemas, or a candidate and a contract, mean to each other. Nothing is stored."""

from __future__ import annotations

from asyncio import to_thread
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from contracts.canonical import definition_of_bytes
from contracts.compatibility import check_contracts
from contracts.compatibility.verdict import Comparison, Outcome, Reason, Verdict
from contracts.errors import CouldNotCheck
from contracts.model import ContentModel, Formats
from contracts.registration import compare_with_versions
from registry.errors import ContractNotFound, NoSchema

if TYPE_CHECKING:
    from contracts.compatibility import Prove
    from contracts.keywords import Schema
    from contracts.model import ContractKey, Definition, Policy
    from contracts.registration import RegisteredContract
    from registry.storage import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaPair:
    """One question: is every message that the writer may send accepted by the reader?"""

    writer: Schema
    reader: Schema
    content_model: ContentModel = ContentModel.CLOSED_WRITER
    formats: Formats = Formats.ASSERT


async def compare_schemas(prove: Prove, pair: SchemaPair) -> Verdict:
    """The verdict on two schemas; a proof that was stopped is `could not check`.

    Raises:
        InvalidSchema: one of them is none.
        UnsupportedSchema: one of them cannot be judged.
    """
    question = partial(
        prove, writer=pair.writer, reader=pair.reader, content_model=pair.content_model, formats=pair.formats
    )
    try:
        return await to_thread(question)
    except CouldNotCheck as error:
        return Verdict(outcome=Outcome.COULD_NOT_CHECK, reason=Reason(pointer="", keyword="", sentence=error.reason))


async def judge_candidate(database: Database, prove: Prove, key: ContractKey, candidate: Definition) -> Comparison:
    """What a definition would mean to the versions of a contract that its policy looks at, newest first.

    Raises:
        ContractNotFound: there is no such contract.
        NoSchema: it has no version to compare with.
        InvalidSchema: a part of the candidate is no JSON Schema.
        UnsupportedSchema: a part of the candidate cannot be judged.
        RegistryBusy: there was no worker process free.
    """
    async with database.reading() as store:
        registered = (await store.registrations.registered((), (key,))).contracts.get(key)
    if registered is None:
        raise ContractNotFound(key)
    if not registered.versions:
        raise NoSchema(key)
    return await to_thread(_judged, registered, candidate, prove)


async def compare_versions(database: Database, prove: Prove, key: ContractKey, *, old: int, new: int) -> Comparison:
    """What one version of a contract would mean to those who rely on another one, in both directions.

    Raises:
        ContractNotFound: there is no such contract.
        VersionNotFound: it has no such version.
        RegistryBusy: there was no worker process free.
    """
    async with database.reading() as store:
        policy = (await store.contracts.get(key)).policy
        bodies = [(await store.contracts.schema(key, number)).body for number in (old, new)]
    before, after = (definition_of_bytes(key.kind, body) for body in bodies)
    return await to_thread(check_contracts, before, after, policy, old_number=old, prove=prove)


def _judged(registered: RegisteredContract, candidate: Definition, prove: Prove) -> Comparison:
    for part in candidate.parts:
        _check_part(part.schema, prove, registered.policy)
    comparisons = compare_with_versions(candidate, registered, registered.policy, prove)
    return Comparison(
        checks=tuple(check for comparison in comparisons for check in comparison.checks),
        changes=tuple(change for comparison in comparisons for change in comparison.changes),
    )


def _check_part(schema: Schema, prove: Prove, policy: Policy) -> None:
    """Let a schema be read as a pair would be: the comparison of versions takes one that is none for `could not check`.

    Raises:
        InvalidSchema: it is no JSON Schema.
        UnsupportedSchema: it cannot be judged.
    """
    with suppress(CouldNotCheck):  # the comparison comes to the same end, and says so
        prove(writer=schema, reader=schema, content_model=policy.content_model, formats=policy.formats)
