"""The list of design documents."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from registry.entrance.context import Here
from registry.entrance.places import cursor_after, pair_of
from registry.services.catalogue import list_documents
from registry.storage.views import Page
from registry.web.asked import PAGE_SIZE, Cursor, Text
from registry.web.links import with_query
from registry.web.page_route import PageRoute
from registry.web.rendering import render

router = APIRouter(route_class=PageRoute)


@router.get("/documents")
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
        first=with_query("/documents", {"source": source}) if cursor else None,
        next=with_query("/documents", {"source": source, "cursor": more}) if more else None,
    )
