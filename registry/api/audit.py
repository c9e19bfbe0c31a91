"""The route that shows the audit log. Only admins reach it."""

from typing import Annotated

from fastapi import APIRouter, Query

from registry.api.bodies import PageAnswer
from registry.api.key_bodies import AuditAnswer, AuditQuery
from registry.api.strict_route import StrictRoute
from registry.auth.roles import AccessRole
from registry.entrance.access import least
from registry.entrance.context import Here
from registry.entrance.places import cursor_after_moment, moment_of
from registry.entrance.problems import problems
from registry.services.audit import list_audit

router = APIRouter(prefix="/audit", tags=["audit"], route_class=StrictRoute)


@router.get("", responses=problems(400))
@least(AccessRole.ADMIN)
async def read_audit(here: Here, query: Annotated[AuditQuery, Query()]) -> PageAnswer[AuditAnswer]:
    """Who wrote what, the latest first."""
    found = await list_audit(here.database, limit=query.limit + 1, after=moment_of("audit", query.cursor))
    shown = found[: query.limit]
    more = cursor_after_moment("audit", shown[-1].at, shown[-1].id) if len(found) > query.limit else None
    return PageAnswer(items=[AuditAnswer.of(view) for view in shown], next_cursor=more)
