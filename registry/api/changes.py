"""The route of the change feed."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field

from contracts.keywords import Json
from registry.api.bodies import Answer, ListQuery
from registry.api.strict_route import StrictRoute
from registry.entrance.context import Here
from registry.services.changes import list_changes

router = APIRouter(tags=["changes"], route_class=StrictRoute)

MAX_SEQUENCE = 2**63 - 1


class ChangesQuery(ListQuery):
    """Which changes to list: those after a sequence number, by default from the first on."""

    after: Annotated[int, Field(ge=0, le=MAX_SEQUENCE)] = 0


class EventAnswer(Answer):
    """An event exactly as it is published; `sequence` counts from 1 without a gap."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    eventType: str  # noqa: N815 - the envelope's spelling
    eventId: str  # noqa: N815 - the same
    timestamp: datetime
    source: str
    sequence: int
    subject: str
    data: dict[str, Json]


class ChangesAnswer(Answer):
    """A run of events; ask with `after` = `last` for what comes next, now or later."""

    items: list[EventAnswer]
    last: int


@router.get("/changes")
async def read_changes(here: Here, query: Annotated[ChangesQuery, Query()]) -> ChangesAnswer:
    """What happened after a sequence number, in order. Nothing is ever inserted before an event that was answered."""
    found = await list_changes(here.database, after=query.after, limit=query.limit)
    return ChangesAnswer(items=[EventAnswer(**event) for event in found.events], last=found.last)
