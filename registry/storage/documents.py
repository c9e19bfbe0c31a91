"""Reading design documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select, tuple_

from contracts.model import DocumentId
from registry.storage.tables import DocumentRevisionRow, DocumentRow
from registry.storage.views import DocumentView

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

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

    async def count(self) -> int:
        """How many documents are there (not gone)."""
        query = select(func.count()).select_from(DocumentRow).where(col(DocumentRow.is_gone).is_(False))
        return (await self._session.exec(query)).one()

    async def revisions(self, document: DocumentId, *, limit: int, after: int = 0) -> list[DocumentView]:
        """At most `limit` revisions of a document, gone or not, those after a number; none of an unknown one."""
        query = (
            select(DocumentRow, DocumentRevisionRow)
            .where(DocumentRow.source == document.source, DocumentRow.path == document.path)
            .where(DocumentRevisionRow.document_id == DocumentRow.id, DocumentRevisionRow.number > after)
            .order_by(col(DocumentRevisionRow.number))
            .limit(limit)
        )
        return [_view(row, revision) for row, revision in await self._session.exec(query)]


def _view(document: DocumentRow, revision: DocumentRevisionRow) -> DocumentView:
    return DocumentView(
        identity=DocumentId(source=document.source, path=document.path),
        revision=revision.number,
        commit=revision.commit,
        content_hash=revision.content_hash,
        header=revision.header,
        created_at=revision.created_at,
    )
