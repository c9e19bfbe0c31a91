"""Routes that show services."""

from fastapi import APIRouter

from contracts.keywords import Json
from contracts.model import service_name
from registry.api.bodies import PageAnswer, ServiceAnswer
from registry.api.context import Here
from registry.api.places import Cursor, Limit, cursor_after, position_of
from registry.services import catalogue
from registry.services.exports import describe_api

router = APIRouter(prefix="/services", tags=["services"])


@router.get("")
async def list_services(here: Here, limit: Limit = 50, cursor: Cursor = None) -> PageAnswer[ServiceAnswer]:
    """The services that documents name, and in how many contracts they have which role."""
    after = position_of(cursor)
    found = await catalogue.list_services(here.database, limit=limit + 1, after=after[0] if after else None)
    items = [ServiceAnswer.of(view) for view in found[:limit]]
    more = cursor_after(items[-1].name) if len(found) > limit else None
    return PageAnswer(items=items, next_cursor=more)


@router.get("/{service}/openapi.json")
async def read_openapi(here: Here, service: str) -> dict[str, Json]:
    """The OpenAPI document of the operations that a service provides."""
    return await describe_api(here.database, service_name(service))
