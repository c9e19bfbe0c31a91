"""Checking a message against a registered version, as its writer or as its reader would."""

from __future__ import annotations

from asyncio import to_thread
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from contracts.canonical import definition_of_bytes
from contracts.compatibility.closing import close_writer
from contracts.errors import CouldNotCheck
from contracts.model import ContentModel
from contracts.validation import Validator
from registry.errors import PartNotFound, ValidationStopped
from registry.workers import Question

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema
    from contracts.model import ContractKey, Policy
    from contracts.validation import Rejection
    from registry.services.work import RequestWork
    from registry.storage import Database

MAX_VIOLATIONS = 100


class Side(StrEnum):
    """Who checks the message: a writer sends declared fields only where the content model says so."""

    WRITER = "writer"
    READER = "reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A message of one part of a contract (None: of its only part), seen from one side."""

    message: Json
    side: Side = Side.READER
    part: str | None = None


async def validate_message(
    database: Database, work: RequestWork, key: ContractKey, number: int, candidate: Candidate
) -> tuple[Rejection, ...]:
    """The first violations of the version, at most `MAX_VIOLATIONS`; none if the message is valid.

    Raises:
        ContractNotFound: there is no such contract.
        VersionNotFound: it has no such version.
        PartNotFound: it has no such part, or several and none was named.
        ValidationStopped: it took too much time or memory.
        RegistryBusy: there was no worker process free.
    """
    async with database.reading() as store:
        stored = await store.contracts.schema(key, number)
        policy = (await store.contracts.get(key)).policy
    definition = definition_of_bytes(key.kind, stored.body)
    parts = [part for part in definition.parts if candidate.part in (None, part.name)]
    if len(parts) != 1:
        raise PartNotFound(key, candidate.part, [part.name for part in definition.parts])
    question = Question(
        task=violations,
        arguments={"schema": parts[0].schema, "candidate": candidate, "policy": policy},
        seconds=work.proof_seconds,
        noun="the validation",
    )
    try:
        found: tuple[Rejection, ...] = await to_thread(work.reserved, lambda process: process.ask(question))
    except CouldNotCheck as error:
        raise ValidationStopped(error.reason) from error
    return found


def violations(schema: Schema, candidate: Candidate, policy: Policy) -> tuple[Rejection, ...]:
    """The first violations of a schema; to be called in a process of its own."""
    if candidate.side is Side.WRITER and policy.content_model is ContentModel.CLOSED_WRITER:
        schema = close_writer(schema, formats=policy.formats)
    return Validator(schema, formats=policy.formats).rejections(candidate.message)[:MAX_VIOLATIONS]
