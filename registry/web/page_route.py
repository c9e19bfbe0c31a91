"""Routes of pages: they answer to their role, and take forms from their own pages only."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastapi.routing import APIRoute

from registry.entrance.access import actor_of, least_role_of
from registry.entrance.context import context_of
from registry.entrance.gate import is_for_all
from registry.entrance.problems import Refused
from registry.entrance.sessions import session_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.requests import Request
    from starlette.responses import Response

TOKEN = "form_token"  # noqa: S105 - the name of a field
_SAFE = frozenset({"GET", "HEAD"})


class PageRoute(APIRoute):
    """A route that checks the role of who asks and, where something is sent, that a page of the registry sends it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[None, None, Response]]:
        """Return the usual handler, behind these checks."""
        handle = super().get_route_handler()
        least = least_role_of(self.endpoint, self.methods)

        async def check_and_handle(request: Request) -> Response:
            if not is_for_all(request.url.path):
                actor_of(request).require(least)
            if request.method not in _SAFE:
                await refuse_forgery(request)
            return await handle(request)

        return check_and_handle


async def refuse_forgery(request: Request) -> None:
    """Return if a page of this registry sends the form, with the token of its session.

    Raises:
        Refused: another page may have sent it (cross-site request forgery).
    """
    origin = urlsplit(request.headers.get("origin", "")).netloc
    if not origin or origin != request.headers.get("host"):
        detail = "a form is taken from the registry's own pages only: open the page again, and send the form from there"
        raise Refused("origin-not-allowed", "Another origin asks", detail, status=403)
    if is_for_all(request.url.path):  # before a sign-in there is no session that the token could be of
        return
    here = context_of(request)
    form = await request.form(max_part_size=here.settings.max_body_bytes)  # the route then finds it read
    token = form.get(TOKEN, "")
    if not isinstance(token, str) or not here.sessions.is_form_token(token, session_of(request.scope)):
        detail = "the form was made for another session: open the page again, and send the form from there"
        raise Refused("form-expired", "The form has expired", detail, status=403)
