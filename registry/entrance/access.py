"""Who asks a route, and the least role that it answers to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends
from starlette.requests import Request

from registry.auth.actors import Actor
from registry.auth.roles import AccessRole
from registry.entrance.gate import ACTOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Endpoint = TypeVar("Endpoint", bound="Callable[..., object]")

_LEAST_ROLE = "least_role"
_SAFE = frozenset({"GET", "HEAD"})


def least(role: AccessRole) -> Callable[[Endpoint], Endpoint]:
    """Say which role a route needs at least; it stands under the decorator that makes it a route."""

    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _LEAST_ROLE, role)
        return endpoint

    return mark


def least_role_of(endpoint: object, methods: Iterable[str] | None) -> AccessRole:
    """The role that a route needs: reading is for all who are known, and what nobody decided on is for admins."""
    usual = AccessRole.READER if set(methods or ()) <= _SAFE else AccessRole.ADMIN
    found: AccessRole = getattr(endpoint, _LEAST_ROLE, usual)
    return found


def actor_of(request: Request) -> Actor:
    """Who asks; the gate has found out."""
    found: Actor = request.scope[ACTOR]
    return found


Caller = Annotated[Actor, Depends(actor_of)]
