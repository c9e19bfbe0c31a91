"""Environments: which version of which service runs where, and what ran there before."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from registry.entrance.context import Here
from registry.entrance.places import cursor_after, cursor_after_moment, moment_of, position_of
from registry.services.deployments import list_environments, list_history, list_running
from registry.web.asked import PAGE_SIZE, Cursor
from registry.web.links import environment_url, with_query
from registry.web.page_route import PageRoute
from registry.web.rendering import render

router = APIRouter(route_class=PageRoute)


@router.get("/environments")
async def show_environments(request: Request, here: Here, cursor: Cursor = None) -> Response:
    """Services and environments as a grid, by service."""
    after = position_of("running", cursor, texts=1)
    found = await list_running(here.database, limit=PAGE_SIZE + 1, after=after[0] if after else None)
    shown = dict(list(found.items())[:PAGE_SIZE])
    more = cursor_after("running", list(shown)[-1]) if len(found) > PAGE_SIZE else None
    return render(
        request,
        "environments.html",
        environments=await list_environments(here.database),
        running=shown,
        first="/environments" if cursor else None,
        next=with_query("/environments", {"cursor": more}) if more else None,
    )


@router.get("/environments/{environment}")
async def show_environment(request: Request, here: Here, environment: str, cursor: Cursor = None) -> Response:
    """What was deployed to an environment, the newest first."""
    before = moment_of("history", cursor)
    found = await list_history(here.database, environment, limit=PAGE_SIZE + 1, before=before)
    shown = found[:PAGE_SIZE]
    more = cursor_after_moment("history", shown[-1].since, shown[-1].id) if len(found) > PAGE_SIZE else None
    place = environment_url(environment)
    return render(
        request,
        "environment.html",
        environment=environment,
        deployments=shown,
        first=place if cursor else None,
        next=with_query(place, {"cursor": more}) if more else None,
    )
