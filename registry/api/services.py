"""Routes that show services."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import PlainTextResponse

from contracts.keywords import Json
from registry.api.bodies import PageAnswer
from registry.api.service_bodies import ServiceAnswer, ServiceQuery
from registry.api.strict_route import StrictRoute
from registry.entrance.conditions import already_has
from registry.entrance.context import Here
from registry.entrance.places import cursor_after, position_of, service_at
from registry.entrance.problems import problems
from registry.services import catalogue
from registry.services.exports import describe_api, describe_events, draw_graph, lock_service

router = APIRouter(prefix="/services", tags=["services"], route_class=StrictRoute)

LOCK_SCHEMA: dict[str, Json] = {
    "type": "object",
    "required": ["lock_version", "service", "contracts"],
    "properties": {
        "lock_version": {"const": 1},
        "service": {"type": "string"},
        "contracts": {"type": "array", "items": {"type": "object"}},
        "no_schema": {"type": "array", "items": {"type": "object"}},
    },
}


@router.get("", responses=problems(400))
async def list_services(here: Here, query: Annotated[ServiceQuery, Query()]) -> PageAnswer[ServiceAnswer]:
    """The services that documents name, and in how many contracts they have which role."""
    after = position_of("services", query.cursor, texts=1)
    found = await catalogue.list_services(here.database, limit=query.limit + 1, after=after[0] if after else None)
    items = [ServiceAnswer.of(view) for view in found[: query.limit]]
    more = cursor_after("services", items[-1].name) if len(found) > query.limit else None
    return PageAnswer(items=items, next_cursor=more)


@router.get("/{service}", responses=problems(404))
async def read_service(here: Here, service: str) -> ServiceAnswer:
    """One service."""
    return ServiceAnswer.of(await catalogue.get_service(here.database, service_at(service)))


@router.get("/{service}/asyncapi.json", responses=problems(404))
async def read_asyncapi(here: Here, service: str) -> dict[str, Json]:
    """The AsyncAPI document of the events that a service produces or consumes."""
    return await describe_events(here.database, service_at(service))


@router.get("/{service}/mermaid", response_class=PlainTextResponse, responses=problems(404))
async def read_mermaid(here: Here, service: str) -> str:
    """A service and its neighbours as a Mermaid flowchart."""
    return await draw_graph(here.database, service=service_at(service))


@router.get("/{service}/openapi.json", responses=problems(404))
async def read_openapi(here: Here, service: str) -> dict[str, Json]:
    """The OpenAPI document of the operations that a service provides."""
    return await describe_api(here.database, service_at(service))


@router.get(
    "/{service}/lock",
    response_class=Response,
    responses={
        200: {
            "description": "the lock file; its SHA-256 is the `ETag`",
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": LOCK_SCHEMA}},
        },
        304: {"description": "the caller has these bytes"},
        **problems(404),
    },
)
async def read_lock(here: Here, service: str, if_none_match: Annotated[str, Header()] = "") -> Response:
    """The lock file of a service: the current versions of the contracts in which it has a role."""
    lock = await lock_service(here.database, service_at(service))
    headers = {"etag": f'"{lock.digest}"', "cache-control": "private, no-cache"}
    if already_has(if_none_match, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(lock.body, media_type="application/json", headers=headers)
