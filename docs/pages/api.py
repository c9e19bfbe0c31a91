"""`docs/reference/api.md`: every request that a registry answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.routing import iter_route_contexts

from docs.pages.tables import WRITTEN, code, table
from registry.app import create_app
from registry.entrance.access import least_role_of

if TYPE_CHECKING:
    from fastapi import FastAPI

    from contracts.keywords import Json

_USUAL = {"401", "403", "422", "429", "503"}
_HEAD = f"""\
# HTTP API

Every request that a registry answers, the least role that may send it ([access](../access.md)), the parameters that
it may ask with (those in bold it must), and the statuses of the answer. The whole description, with the shape of
every body, is served at `/api/v1/openapi.json`. A refusal is `application/problem+json` (RFC 9457) with a `code`.

In paths, `{{kind}}` is `event` or `operation`, and `{{name}}` is the name of a contract with `~` written as `~0` and
`/` as `~1`. Registering without `dry_run` needs the role `registrar`. Beside the statuses that are named, 401, 403,
422, 429 and 503 have their usual meaning: credentials, role, a request that does not fit, too many requests, and a
database or a pool of workers that does not answer.

{WRITTEN}
"""


def api_page() -> str:
    """The page: a section per subject, with a row per request."""
    app = create_app()
    described = app.openapi()
    sections: dict[str, list[tuple[str, Json]]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            sections.setdefault(operation["tags"][0], []).append((f"{method.upper()} {path}", operation))
    roles = _roles(app)
    return _HEAD + "".join(_section(subject, found, roles) for subject, found in sections.items())


def _roles(app: FastAPI) -> dict[str, str]:
    """The least role of each route."""
    return {
        f"{method} {context.path}": least_role_of(context.endpoint, context.methods).value
        for context in iter_route_contexts(app.routes)
        for method in context.methods or ()
    }


def _section(subject: str, found: list[tuple[str, Json]], roles: dict[str, str]) -> str:
    head = ("request", "least role", "what it does", "may ask", "answers")
    rows = (
        (code(name), _role(name, operation, roles), _said(operation), _asked(operation), _answers(operation))
        for name, operation in found
    )
    return f"\n## {subject.capitalize()}\n{table(head, rows)}"


def _role(name: str, operation: Json, roles: dict[str, str]) -> str:
    return "none" if operation.get("security") == [] else roles.get(name, "reader")


def _said(operation: Json) -> str:
    return str(operation.get("description") or operation["summary"]).split("\n\n")[0]


def _asked(operation: Json) -> str:
    """The names of what may stand behind the path; what must is bold."""
    asked = [parameter for parameter in operation.get("parameters", ()) if parameter["in"] == "query"]
    return ", ".join(f"**{code(one['name'])}**" if one["required"] else code(one["name"]) for one in asked)


def _answers(operation: Json) -> str:
    return " ".join(sorted(set(operation["responses"]) - _USUAL))
