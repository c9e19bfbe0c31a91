"""Reading design documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select, tuple_

from contracts.model import DocumentId
from registry.storage.tables import DocumentRevisionRow, DocumentRow
from registry.storage.views import DocumentView, Excerpt

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession
    from sqlmodel.sql.expression import Select

    from contracts.model import ContractKey
    from registry.storage.views import Page


class DocumentStore:
    """What can be asked of design documents."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, page: Page, *, source: str | None = None) -> list[DocumentView]:
        """The documents that are there (not gone), of one source or of all, by source, then path."""
        latest = (
            select(func.max(DocumentRevisionRow.number))
            .where(DocumentRevisionRow.document_id == DocumentRow.id)
            .correlate(DocumentRow)
            .scalar_subquery()
        )
        query = (
            select(DocumentRow, DocumentRevisionRow)
            .where(DocumentRevisionRow.document_id == DocumentRow.id, DocumentRevisionRow.number == latest)
            .where(col(DocumentRow.is_gone).is_(False))
            .order_by(col(DocumentRow.source), col(DocumentRow.path))
            .limit(page.limit)
        )
        if source is not None:
            query = query.where(DocumentRow.source == source)
        if page.after is not None:
            query = query.where(tuple_(col(DocumentRow.source), col(DocumentRow.path)) > tuple_(*page.after))
        return [_view(document, revision) for document, revision in await self._session.exec(query)]

    async def excerpt(self, document: DocumentId, key: ContractKey) -> Excerpt | None:
        """The lines that declare a contract in the latest revision of a document; None if it does not declare it."""
        query = (
            select(DocumentRevisionRow.excerpts)
            .where(DocumentRow.source == document.source, DocumentRow.path == document.path)
            .where(DocumentRevisionRow.document_id == DocumentRow.id)
            .order_by(col(DocumentRevisionRow.number).desc())
            .limit(1)
        )
        excerpts = (await self._session.exec(query)).first() or {}
        found = excerpts.get(str(key))
        return Excerpt(line=found["line"], text=found["text"]) if found else None

    async def count(self, *, source: str | None = None) -> int:
        """How many documents are there (not gone), of one source or of all."""
        query = select(func.count()).select_from(DocumentRow).where(col(DocumentRow.is_gone).is_(False))
        if source is not None:
            query = query.where(DocumentRow.source == source)
        return (await self._session.exec(query)).one()

    async def revisions(self, document: DocumentId, *, limit: int, after: int = 0) -> list[DocumentView]:
        """At most `limit` revisions of a document, gone or not, those after a number; none of an unknown one."""
        query = _revisions_of(document).where(DocumentRevisionRow.number > after)
        found = await self._session.exec(query.order_by(col(DocumentRevisionRow.number)).limit(limit))
        return [_view(row, revision) for row, revision in found]

    async def latest_revisions(self, document: DocumentId, *, limit: int) -> list[DocumentView]:
        """At most `limit` revisions of a document, gone or not, the latest first; none of an unknown one."""
        query = _revisions_of(document).order_by(col(DocumentRevisionRow.number).desc()).limit(limit)
        return [_view(row, revision) for row, revision in await self._session.exec(query)]


def _revisions_of(document: DocumentId) -> Select[DocumentRow, DocumentRevisionRow]:
    return (
        select(DocumentRow, DocumentRevisionRow)
        .where(DocumentRow.source == document.source, DocumentRow.path == document.path)
        .where(DocumentRevisionRow.document_id == DocumentRow.id)
    )


def _view(document: DocumentRow, revision: DocumentRevisionRow) -> DocumentView:
    return DocumentView(
        identity=DocumentId(source=document.source, path=document.path),
        revision=revision.number,
        commit=revision.commit,
        content_hash=revision.content_hash,
        header=revision.header,
        problems=revision.problems,
        created_at=revision.created_at,
    )
