"""Refusals as pages: whoever asks for HTML gets the problem document as a page, with a way on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from registry.entrance.gate import SIGN_IN
from registry.entrance.problems import MEDIA_TYPE
from registry.web.links import with_query
from registry.web.rendering import render

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics", "/version", "/static/")
_KEPT = ("retry-after", "allow")
_UNAUTHORIZED = 401


class PageForBrowsers:
    """Stands outside of all that refuses: each refusal is one problem document, and this shows it to people."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not _wants_page(scope):
            await self._app(scope, receive, send)
            return
        refusal: Message | None = None
        body = b""

        async def send_page(message: Message) -> None:
            nonlocal refusal, body
            if (
                message["type"] == "http.response.start"
                and Headers(raw=message["headers"]).get("content-type") == MEDIA_TYPE
            ):
                refusal = message
            elif refusal is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    await _page(Request(scope), refusal, body)(scope, receive, send)

        await self._app(scope, receive, send_page)


def _wants_page(scope: Scope) -> bool:
    is_for_people = not scope["path"].startswith(_FOR_PROGRAMS)
    return is_for_people and "text/html" in Headers(scope=scope).get("accept", "")


def _page(request: Request, refusal: Message, body: bytes) -> Response:
    problem = json.loads(body)
    if problem["status"] == _UNAUTHORIZED:
        return _to_sign_in(request)
    answer = render(request, "error.html", status=problem["status"], problem=problem, words=_last_words(request))
    headers = Headers(raw=refusal["headers"])
    answer.headers.update({name: headers[name] for name in _KEPT if name in headers})
    return answer


def _to_sign_in(request: Request) -> Response:
    """The way to the sign-in, and back to the page that was asked for."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    place = with_query(SIGN_IN, {"next": asked if request.method == "GET" and asked != "/" else None})
    if "hx-request" in request.headers:  # a redirect would put the sign-in into a part of the page
        return Response(status_code=_UNAUTHORIZED, headers={"hx-redirect": place})
    return RedirectResponse(place, status_code=303)


def _last_words(request: Request) -> str:
    """The end of the path, which somebody who looks for it may have meant as a name."""
    return request.url.path.rstrip("/").rpartition("/")[2].replace("~1", "/").replace("~0", "~")
