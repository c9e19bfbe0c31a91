"""The audit log, for admins."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from registry.auth.roles import AccessRole
from registry.entrance.access import least
from registry.entrance.context import Here
from registry.entrance.places import cursor_after_moment, moment_of
from registry.services.audit import list_audit
from registry.web.asked import PAGE_SIZE, Cursor
from registry.web.links import with_query
from registry.web.page_route import PageRoute
from registry.web.rendering import render

router = APIRouter(route_class=PageRoute)


@router.get("/audit")
@least(AccessRole.ADMIN)
async def show_audit(request: Request, here: Here, cursor: Cursor = None) -> Response:
    """Who wrote what, the latest first."""
    found = await list_audit(here.database, limit=PAGE_SIZE + 1, after=moment_of("audit", cursor))
    entries = found[:PAGE_SIZE]
    more = cursor_after_moment("audit", entries[-1].at, entries[-1].id) if len(found) > PAGE_SIZE else None
    return render(
        request,
        "audit.html",
        entries=entries,
        first="/audit" if cursor else None,
        next=with_query("/audit", {"cursor": more}) if more else None,
    )
