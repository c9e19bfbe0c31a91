"""Routes that refuse callers of too low a role, and query parameters which they do not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel

from registry.entrance.access import actor_of, least_role_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from fastapi.dependencies.models import Dependant
    from starlette.requests import Request
    from starlette.responses import Response


class StrictRoute(APIRoute):
    """A route that answers to its least role, and takes the query parameters of its description and no others.

    A parameter that is a slip of the pen must not be ignored.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[None, None, Response]]:
        """Return the usual handler, behind a look at who asks and at the names of the query parameters."""
        handle = super().get_route_handler()
        known = _query_names(self.dependant)
        least = least_role_of(self.endpoint, self.methods)

        async def check_and_handle(request: Request) -> Response:
            actor_of(request).require(least)
            unknown = sorted(request.query_params.keys() - known)
            if unknown:
                message = f"unknown; this path takes {', '.join(sorted(known)) or 'no parameters'}"
                raise RequestValidationError([{"loc": ("query", name), "msg": message} for name in unknown])
            return await handle(request)

        return check_and_handle


def _query_names(dependant: Dependant) -> frozenset[str]:
    """The names of the query parameters; those of a model are its fields."""
    found: set[str] = set()
    for field in dependant.query_params:
        model = field.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            found |= set(model.model_fields)
        else:
            found.add(field.alias)
    return frozenset(found)
