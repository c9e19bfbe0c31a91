"""The stored bytes of a version, on a plain route: the most frequent question, and its answer never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from registry.entrance.conditions import already_has
from registry.entrance.context import context_of
from registry.entrance.places import contract_key, version_number
from registry.entrance.problems import problems
from registry.services.catalogue import get_schema
from registry.storage.contracts import MAX_NUMBER

if TYPE_CHECKING:
    from starlette.requests import Request

SCHEMA_PATH = "/contracts/{kind}/{name}/versions/{number}/schema"
_FOR_EVER = "private, max-age=31536000, immutable"


async def read_schema(request: Request) -> Response:
    """The bytes whose SHA-256 is the version's fingerprint, which is also their `ETag`; 304 if the caller has them."""
    answers = context_of(request).answers
    path = request.scope["path"]
    answer = answers.get(path)
    if answer is None:
        answer = await _answer(request)
        answers.keep(path, answer)
    if already_has(request.headers.get("if-none-match", ""), answer.headers["etag"]):
        return Response(status_code=304, headers={name: answer.headers[name] for name in ("etag", "cache-control")})
    return answer


async def _answer(request: Request) -> Response:
    place = request.path_params
    key = contract_key(place["kind"], place["name"])
    schema = await get_schema(context_of(request).database, key, version_number(key, place["number"]))
    headers = {"etag": f'"{schema.fingerprint}"', "cache-control": _FOR_EVER}
    return Response(schema.body, media_type="application/json", headers=headers)


SCHEMA_OPERATION = {
    "tags": ["contracts"],
    "summary": "The stored bytes of a version",
    "operationId": "read_schema",
    "parameters": [
        {"name": "kind", "in": "path", "required": True, "schema": {"type": "string", "enum": ["event", "operation"]}},
        {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}},
        {
            "name": "number",
            "in": "path",
            "required": True,
            "schema": {"type": "integer", "minimum": 1, "maximum": MAX_NUMBER},
        },
        {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}},
    ],
    "responses": {
        "200": {
            "description": "canonical JSON; its SHA-256 is the fingerprint",
            "headers": {"ETag": {"schema": {"type": "string"}}, "Cache-Control": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {}}},
        },
        "304": {"description": "the caller has these bytes"},
        **{str(status): described for status, described in problems(401, 403, 404, 429, 503).items()},
    },
}
