"""Design documents that one registration holds: nobody else adds a revision to them meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from contracts.model import DocumentId
from registry.storage.plain_tables import DOCUMENT, add_missing
from registry.storage.registered import paths_by_source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDocument:
    """A document as it was before this registration; `is_gone`: it was handed in without contents."""

    id: UUID
    is_gone: bool


async def hold_documents(
    connection: AsyncConnection, documents: Iterable[DocumentId]
) -> dict[DocumentId, HeldDocument]:
    """The documents, held until the transaction ends; they become known if they were not.

    Who looks first adds nothing where all are known, and holds nothing yet: whoever adds must not keep others waiting.
    """
    wanted = sorted(set(documents))
    found = await _known(connection, wanted)
    missing = [{"source": item.source, "path": item.path} for item in wanted if item not in found]
    await add_missing(connection, DOCUMENT, missing)
    if missing or connection.dialect.name != "sqlite":  # which has one writer, who holds everything
        found = await _known(connection, wanted, is_locking=True)
    return found


async def _known(
    connection: AsyncConnection, documents: Iterable[DocumentId], *, is_locking: bool = False
) -> dict[DocumentId, HeldDocument]:
    found: dict[DocumentId, HeldDocument] = {}
    for source, paths in paths_by_source(documents):
        query = _DOCUMENTS.where(DOCUMENT.c.source == source, DOCUMENT.c.path.in_(paths)).order_by(DOCUMENT.c.path)
        for row in await connection.execute(query.with_for_update() if is_locking else query):
            found[DocumentId(source=source, path=row.path)] = HeldDocument(id=row.id, is_gone=row.is_gone)
    return found


_DOCUMENTS = select(DOCUMENT.c.id, DOCUMENT.c.path, DOCUMENT.c.is_gone)
