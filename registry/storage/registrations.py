"""What a registration reads, holds and writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from registry.storage.held_documents import hold_documents
from registry.storage.recording import Recording
from registry.storage.registered import find_registered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlmodel.ext.asyncio.session import AsyncSession

    from contracts.keywords import Json
    from contracts.model import ContractKey, DocumentId
    from contracts.registration import Plan, Registered
    from registry.storage.held_documents import HeldDocument
    from registry.storage.registered import Found


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Documents and contracts that nobody else changes until the unit of work ends."""

    documents: Mapping[DocumentId, HeldDocument]
    found: Found

    @property
    def registered(self) -> Registered:
        """The contracts as a plan looks at them."""
        return self.found.registered


class RegistrationStore:
    """What a registration reads and writes."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def registered(self, documents: Iterable[DocumentId], keys: Iterable[ContractKey]) -> Registered:
        """The contracts of these keys, and those that the documents own or declare parties of."""
        found = await find_registered(await self._session.connection(), documents, keys)
        return found.registered

    async def locked(
        self, documents: Sequence[DocumentId], keys: Iterable[ContractKey], *, known: Registered | None = None
    ) -> Held:
        """The same, held until the unit of work ends; the documents become known if they were not.

        Definitions that are `known` are not read again.
        """
        connection = await self._session.connection()
        held = await hold_documents(connection, documents)
        found = await find_registered(connection, documents, keys, known=known, is_locking=True)
        return Held(documents=held, found=found)

    async def record(self, plan: Plan, sent: Sequence[SentDocument], *, held: Held, commit: str) -> None:
        """Write what the plan says, which was made from what is held.

        Raises:
            Raced: another document registered a contract that was new.
        """
        connection = await self._session.connection()
        recording = Recording(connection=connection, plan=plan, found=held.found, documents=held.documents)
        await recording.write(sent, commit=commit)
