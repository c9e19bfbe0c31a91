"""The start page."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from registry.entrance.context import Here
from registry.services.overview import read_overview
from registry.web.happenings import happening_of
from registry.web.page_route import PageRoute
from registry.web.rendering import render

router = APIRouter(route_class=PageRoute)


@router.get("/")
async def show_home(request: Request, here: Here) -> Response:
    """What is here, what happened, and what needs somebody's attention; or how to begin."""
    overview = await read_overview(here.database)
    if not overview.documents and not overview.events and not overview.operations:
        return render(request, "beginning.html", url=str(request.base_url).rstrip("/"))
    return render(request, "home.html", overview=overview, latest=[happening_of(event) for event in overview.latest])
