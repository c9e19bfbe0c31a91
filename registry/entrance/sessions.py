"""The cookie of a browser that signed in: read from requests, set on answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

    from registry.auth.sessions import Session, SessionSigner

_SESSION = "bindery.session"
_OVER_TLS = "__Host-bindery"  # no other host and no path of this one can set it
_PLAIN = "bindery"
_SAFE = frozenset({"GET", "HEAD"})
_API = "/api/"


def session_in(scope: Scope, signer: SessionSigner) -> Session | None:
    """The session whose cookie a request shows.

    The API takes it for reading only, so that pages can link to what it serves; what writes there needs a key.
    """
    if scope["method"] not in _SAFE and scope["path"].startswith(_API):
        return None
    cookie = HTTPConnection(scope).cookies.get(_name(scope))
    session = signer.session_of(cookie) if cookie else None
    scope[_SESSION] = session
    return session


def session_of(scope: Scope) -> Session | None:
    """The session that the request was let in with, None if it was let in otherwise."""
    session: Session | None = scope.get(_SESSION)
    return session


def keep_session(answer: Response, scope: Scope, session: Session, signer: SessionSigner) -> None:
    """Let the browser keep a session."""
    answer.set_cookie(
        _name(scope),
        signer.cookie_of(session),
        max_age=int(signer.lasts.total_seconds()),
        secure=_is_secure(scope),
        httponly=True,
        samesite="lax",  # a link in a message must lead a signed-in reader to the page
    )


def end_session(answer: Response, scope: Scope) -> None:
    """Let the browser forget its session."""
    answer.delete_cookie(_name(scope), secure=_is_secure(scope), httponly=True, samesite="lax")


def _name(scope: Scope) -> str:
    return _OVER_TLS if _is_secure(scope) else _PLAIN


def _is_secure(scope: Scope) -> bool:
    return bool(scope["scheme"] == "https")
