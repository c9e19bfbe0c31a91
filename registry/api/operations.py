"""Routes for those who run the service."""

from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

from registry.entrance.context import Here
from registry.entrance.problems import problems
from registry.observability.metrics import CONTENT_TYPE
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
    here.metrics.database_up.set(await is_database_up(here.database))
    return Response(here.metrics.text(), media_type=CONTENT_TYPE)


@router.get("/version", responses=problems(401, 429, 503))
async def version() -> dict[str, str]:
    """The release that answers."""
    return {"version": VERSION}
