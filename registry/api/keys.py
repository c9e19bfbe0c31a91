"""Routes for API keys. Only admins reach them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from registry.api.bodies import PageAnswer
from registry.api.json_body import JsonRoute
from registry.api.key_bodies import ApiKeyAnswer, CreatedKeyAnswer, KeyBody, KeyQuery
from registry.auth.roles import AccessRole
from registry.entrance.access import Caller, least
from registry.entrance.context import Here
from registry.entrance.places import cursor_after, position_of
from registry.entrance.problems import problems
from registry.services import keys

router = APIRouter(prefix="/keys", tags=["keys"], route_class=JsonRoute)


@router.post("", status_code=201, responses=problems(413))
@least(AccessRole.ADMIN)
async def create_key(here: Here, caller: Caller, body: KeyBody) -> CreatedKeyAnswer:
    """A new API key. The answer is the only one that ever shows it."""
    created = await keys.create_key(here.database, body.wanted(), actor=caller)
    here.authenticator.forget()
    return CreatedKeyAnswer.of_created(created)


@router.get("", responses=problems(400))
@least(AccessRole.ADMIN)
async def list_keys(here: Here, query: Annotated[KeyQuery, Query()]) -> PageAnswer[ApiKeyAnswer]:
    """The API keys, those revoked and expired too; of each its beginning, by which people recognise it."""
    after = position_of("keys", query.cursor, texts=1)
    found = await keys.list_keys(here.database, limit=query.limit + 1, after=after[0] if after else None)
    items = [ApiKeyAnswer.of(view) for view in found[: query.limit]]
    more = cursor_after("keys", items[-1].prefix) if len(found) > query.limit else None
    return PageAnswer(items=items, next_cursor=more)


@router.delete("/{key_id}", status_code=204, responses=problems(404))
@least(AccessRole.ADMIN)
async def revoke_key(
    here: Here, caller: Caller, key_id: Annotated[UUID, Path(description="`id` of the key")]
) -> Response:
    """Make a key useless, at once here and within seconds elsewhere. It stays listed."""
    await keys.revoke_key(here.database, key_id, actor=caller)
    here.authenticator.forget()
    return Response(status_code=204)
