"""Signing in with an API key, and signing out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from registry.auth.credentials import address_group
from registry.auth.roles import AccessRole
from registry.entrance.access import least
from registry.entrance.context import Here
from registry.entrance.gate import SIGN_IN
from registry.entrance.sessions import end_session, keep_session
from registry.errors import CredentialsInvalid
from registry.web.asked import Text
from registry.web.page_route import PageRoute
from registry.web.rendering import render

router = APIRouter(route_class=PageRoute)

_MAX_KEY_CHARACTERS = 200


@router.get(SIGN_IN)
async def show_sign_in(request: Request, next: Text = "") -> Response:  # noqa: A002 - the name in the URL
    """The form; `next` is the page that was asked for."""
    return render(request, "sign_in.html", next=local_path(next), refusal="")


@router.post(SIGN_IN)
async def sign_in(
    request: Request,
    here: Here,
    key: Annotated[str, Form(max_length=_MAX_KEY_CHARACTERS)] = "",
    next: Annotated[str, Form()] = "",  # noqa: A002 - the name in the form
) -> Response:
    """Let the browser keep a session of the key, and go on to the page that was asked for."""
    await here.sign_in_limiter.count(f"sign-in {address_group(request.client and request.client.host)}")
    try:
        found = await here.authenticator.find_key(key.strip())
    except CredentialsInvalid as error:
        refusal = f"Not signed in: {error.reason}."
        return render(request, "sign_in.html", status=403, next=local_path(next), refusal=refusal)
    answer = RedirectResponse(local_path(next), status_code=303)
    keep_session(answer, request.scope, here.sessions.begin(found.id), here.sessions)
    return answer


@router.post("/sign-out")
@least(AccessRole.READER)
async def sign_out(request: Request) -> Response:
    """Let the browser forget its session."""
    answer = RedirectResponse(SIGN_IN, status_code=303)
    end_session(answer, request.scope)
    return answer


def local_path(text: str) -> str:
    """The path, if it is one of this registry; the start page otherwise.

    >>> local_path("/contracts?q=a"), local_path("//evil.example/"), local_path("https://evil.example")
    ('/contracts?q=a', '/', '/')
    """
    is_local = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if is_local else "/"
