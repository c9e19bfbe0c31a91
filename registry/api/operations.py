"""Routes for those who run the service."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

from registry.entrance.context import Context, Here
from registry.entrance.problems import problems
from registry.errors import DatabaseBehind, DatabaseUnavailable
from registry.observability.metrics import CONTENT_TYPE
from registry.services.delivery import outbox_backlog
from registry.services.readiness import check_readiness, is_database_up
from registry.settings import VERSION

router = APIRouter(tags=["operations"], responses=problems(403))


@router.get("/healthz")
async def health() -> dict[str, str]:
    """Answered while the process lives."""
    return {"status": "ok"}


@router.get("/readyz", responses=problems(503))
async def readiness(here: Here) -> dict[str, str]:
    """Answered with 200 if the database answers and has the tables of this release, else with 503."""
    await check_readiness(here.database)
    return {"status": "ready"}


@router.get("/metrics", response_class=PlainTextResponse, responses=problems(401, 429, 503))
async def metrics(here: Here) -> Response:
    """The figures of this process, in the format of Prometheus."""
    is_up = await is_database_up(here.database)
    here.metrics.database_up.set(is_up)
    await _count_events(here, is_up=is_up)
    return Response(here.metrics.text(), media_type=CONTENT_TYPE)


async def _count_events(here: Context, *, is_up: bool) -> None:
    here.metrics.outbox.forget()
    if not is_up:
        return
    with suppress(DatabaseUnavailable, DatabaseBehind):
        found = await outbox_backlog(here.database)
        waited = timedelta() if found.oldest_at is None else datetime.now(UTC) - found.oldest_at
        here.metrics.outbox.set(
            delivered=found.delivered, waiting=found.waiting, oldest_seconds=max(waited.total_seconds(), 0)
        )


@router.get("/version", responses=problems(401, 429, 503))
async def version() -> dict[str, str]:
    """The release that answers."""
    return {"version": VERSION}
