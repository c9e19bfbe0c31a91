"""Design documents: all of them, and one with its revisions, problems and contracts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from contracts.model import DocumentId
from contracts.model.counts import counted
from registry.entrance.context import Here
from registry.entrance.places import cursor_after, pair_of
from registry.services.catalogue import (
    count_contracts,
    count_documents,
    list_contracts,
    list_documents,
    list_latest_revisions,
)
from registry.storage.views import ContractFilter, Page
from registry.web.asked import PAGE_SIZE, Cursor, Text
from registry.web.links import with_query
from registry.web.page_route import PageRoute
from registry.web.rendering import render

router = APIRouter(prefix="/documents", route_class=PageRoute)


@router.get("")
async def show_documents(request: Request, here: Here, source: Text = "", cursor: Cursor = None) -> Response:
    """The documents that are there, of one source or of all."""
    page = Page(limit=PAGE_SIZE + 1, after=pair_of("documents", cursor))
    found = await list_documents(here.database, page, source=source or None)
    documents = found[:PAGE_SIZE]
    more = None
    if len(found) > PAGE_SIZE:
        more = cursor_after("documents", documents[-1].identity.source, documents[-1].identity.path)
    return render(
        request,
        "documents.html",
        source=source,
        documents=documents,
        shown=counted(await count_documents(here.database, source=source or None), "document"),
        first=with_query("/documents", {"source": source}) if cursor else None,
        next=with_query("/documents", {"source": source, "cursor": more}) if more else None,
    )


@router.get("/revisions")
async def show_document(
    request: Request,
    here: Here,
    source: Annotated[str, Query(max_length=1024, pattern=r"^[^\x00]+$")],
    path: Annotated[str, Query(max_length=1024, pattern=r"^[^\x00]+$")],
) -> Response:
    """The latest revisions of a document, what was found wrong in the last one, and the contracts that it owns."""
    identity = DocumentId(source=source, path=path)
    revisions = await list_latest_revisions(here.database, identity, limit=PAGE_SIZE)
    wanted = ContractFilter(owner=identity)
    contracts = await list_contracts(here.database, wanted, Page(limit=PAGE_SIZE + 1))
    is_all = len(contracts) <= PAGE_SIZE
    return render(
        request,
        "document.html",
        identity=identity,
        revisions=revisions,
        contracts=contracts[:PAGE_SIZE],
        contract_count=len(contracts) if is_all else await count_contracts(here.database, wanted),
    )
