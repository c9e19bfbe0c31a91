"""All routes, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi

from registry.api import (
    audit,
    changes,
    compatibility,
    contracts,
    deployments,
    graph,
    keys,
    lifecycle,
    operations,
    registrations,
    services,
    validation,
)
from registry.api.schemas import SCHEMA_OPERATION, SCHEMA_PATH, read_schema
from registry.entrance.gate import UNGUARDED
from registry.entrance.problems import PROBLEM_SCHEMA, add_problem_handlers, problems

if TYPE_CHECKING:
    from fastapi import FastAPI

    from contracts.keywords import Json

PREFIX = "/api/v1"
MODULES = (
    *(registrations, contracts, lifecycle, validation, compatibility, services, graph),
    *(deployments, changes, keys, audit),
)
_CREDENTIAL: Json = {
    "type": "http",
    "scheme": "bearer",
    "description": "an API key (`bk_...`) or a token of the identity provider; none on loopback without authentication",
}


def add_api(app: FastAPI) -> None:
    """Let the application answer to everything under `/api/v1`, and to `/healthz`, `/readyz` and `/version`."""
    app.add_route(PREFIX + SCHEMA_PATH, read_schema, methods=["GET"], include_in_schema=False)
    api = APIRouter(prefix=PREFIX, responses=problems(401, 403, 422, 429, 503))
    for module in MODULES:
        api.include_router(module.router)
    app.include_router(api)
    app.include_router(operations.router)
    add_problem_handlers(app)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]  # FastAPI's documented way to complete it


def _described(app: FastAPI) -> dict[str, Json]:
    """The OpenAPI document, with the plain route that FastAPI does not see."""
    if app.openapi_schema is None:
        described = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
        described["paths"][PREFIX + SCHEMA_PATH] = {"get": SCHEMA_OPERATION}
        described["components"]["schemas"]["Problem"] = PROBLEM_SCHEMA
        described["components"]["securitySchemes"] = {"credential": _CREDENTIAL}
        described["security"] = [{"credential": []}]
        for path in UNGUARDED:
            described["paths"][path]["get"]["security"] = []
        app.openapi_schema = described
    return app.openapi_schema
