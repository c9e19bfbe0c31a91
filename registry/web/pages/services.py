"""The list of services."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from registry.entrance.context import Here
from registry.entrance.places import cursor_after, position_of
from registry.services.catalogue import list_services
from registry.web.asked import PAGE_SIZE, Cursor
from registry.web.links import with_query
from registry.web.page_route import PageRoute
from registry.web.rendering import render

router = APIRouter(route_class=PageRoute)


@router.get("/services")
async def show_services(request: Request, here: Here, cursor: Cursor = None) -> Response:
    """The services that documents name, by name."""
    after = position_of("services", cursor, texts=1)
    found = await list_services(here.database, limit=PAGE_SIZE + 1, after=after[0] if after else None)
    services = found[:PAGE_SIZE]
    more = cursor_after("services", services[-1].name) if len(found) > PAGE_SIZE else None
    return render(
        request,
        "services.html",
        services=services,
        first="/services" if cursor else None,
        next=with_query("/services", {"cursor": more}) if more else None,
    )
