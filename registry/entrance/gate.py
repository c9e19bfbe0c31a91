"""What every request passes before any route sees it: who asks, and whether they ask too often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from registry.auth.actors import LOCAL, NOBODY, Actor
from registry.auth.credentials import address_group, bearer_of
from registry.auth.roles import AccessRole
from registry.entrance.loopback import refuse_foreigner
from registry.entrance.problems import Refused, problem_of
from registry.entrance.proxies import proxy_subject
from registry.entrance.sessions import session_in
from registry.errors import CredentialsInvalid, CredentialsMissing, ServiceError

if TYPE_CHECKING:
    from uuid import UUID

    from starlette.types import ASGIApp, Receive, Scope, Send

    from registry.entrance.context import Context

UNGUARDED = frozenset({"/healthz", "/readyz"})  # those who run the service ask them, without credentials
STATIC = "/static/"  # the same for everybody, and needed to show that something is wrong
SIGN_IN = "/sign-in"
ACTOR = "bindery.actor"


class Gate:
    """Stands before the routes and the byte cache: an answer that is cheap to give is still not for everybody."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        here: Context = scope["app"].state.context
        is_guarded = scope["path"] not in UNGUARDED
        try:
            is_looked_up = is_guarded and not scope["path"].startswith(STATIC)
            is_open = not (await _is_required(here) if is_looked_up else here.authenticator.is_known_to_be_required)
            if is_open:
                refuse_foreigner(scope)
            if is_guarded:
                scope[ACTOR] = await _admit(scope, here, is_open=is_open)
        except (ServiceError, Refused) as error:
            here.metrics.refusals.labels(error.code).inc()
            await problem_of(error)(scope, receive, send)
            return
        await self._app(scope, receive, send)


async def _is_required(here: Context) -> bool:
    return here.authenticator.is_known_to_be_required or await here.authenticator.is_required()


async def _admit(scope: Scope, here: Context, *, is_open: bool) -> Actor:
    """Who asks, their request counted.

    What has to be looked up is counted against the address first: guessing keys is limited like anything else.
    """
    address = address_group((scope.get("client") or (None,))[0])
    if is_open or is_for_all(scope["path"]):
        await here.limiter.count(address)
        return LOCAL if is_open else NOBODY
    try:
        credential = bearer_of(Headers(scope=scope).get("authorization")) or _signed_in_with(scope, here)
        actor = here.authenticator.recall(credential) if credential else _vouched_for(scope, here)
    except (CredentialsMissing, CredentialsInvalid):
        await here.limiter.count(address)
        raise
    if actor is None and credential:
        await here.limiter.count(address)
        actor = await here.authenticator.identify(credential)
    if actor is None:
        raise CredentialsMissing
    await here.limiter.count(actor.name)
    actor.require(AccessRole.READER)  # a token may name nobody's role
    return actor


def is_for_all(path: str) -> bool:
    """Whether a path is served to those who do not show who they are: how to sign in, and what pages look like."""
    return path == SIGN_IN or path.startswith(STATIC)


def _signed_in_with(scope: Scope, here: Context) -> UUID | None:
    """The id of the key that the browser signed in with."""
    session = session_in(scope, here.sessions)
    return session.key_id if session is not None else None


def _vouched_for(scope: Scope, here: Context) -> Actor:
    subject = proxy_subject(scope)
    if subject is None:
        raise CredentialsMissing
    return Actor(name=f"proxy:{subject}", roles=frozenset({AccessRole(here.settings.proxy_role)}))
