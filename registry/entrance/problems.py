"""Errors as `application/problem+json` (RFC 9457), each with a stable `code`."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from contracts.errors import BinderyError, InvalidName, InvalidSchema, UnsupportedSchema
from contracts.keywords import Json, pointer
from registry.errors import ServiceError
from registry.errors.conflicts import Raced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.types import Scope

MEDIA_TYPE = "application/problem+json"
_CODES = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "body-too-large"}
_OF_THE_CORE: dict[type[BinderyError], tuple[str, str]] = {
    InvalidSchema: ("invalid-schema", "Not a JSON Schema"),
    UnsupportedSchema: ("unsupported-schema", "A JSON Schema that cannot be judged"),
    InvalidName: ("invalid-name", "Not a name"),
}


PROBLEM_SCHEMA: Json = {
    "type": "object",
    "description": "What was refused and why (RFC 9457); `code` never changes. Other members say more.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "code": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$"},
        "errors": {
            "type": "array",
            "description": "of a malformed request: every place that is wrong",
            "items": {
                "type": "object",
                "required": ["in", "pointer", "message"],
                "properties": {
                    "in": {"enum": ["body", "path", "query", "header"]},
                    "pointer": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}


def problems(*statuses: int) -> dict[int | str, dict[str, Json]]:
    """The description of answers with these statuses, for the API's description."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


class Refused(HTTPException):
    """A request that the edge refuses before any use case sees it."""

    def __init__(self, code: str, title: str, detail: str, *, status: int = 422) -> None:
        super().__init__(status_code=status, detail=detail)
        self.code = code
        self.title = title


def problem(code: str, status: int, title: str, *, detail: str, **members: Json) -> JSONResponse:
    """A problem document; `members` stand beside the standard ones."""
    body = {"type": f"urn:bindery:problem:{code}", "title": title, "status": status, "detail": detail, "code": code}
    return JSONResponse({**members, **body}, status_code=status, media_type=MEDIA_TYPE)


def problem_of(error: ServiceError | Refused) -> JSONResponse:
    """The problem document of what the service refuses."""
    if isinstance(error, Refused):
        return problem(error.code, error.status_code, error.title, detail=error.detail)
    answer = problem(error.code, error.status, error.title, detail=str(error))
    answer.headers.update(error.headers)
    return answer


def add_problem_handlers(app: FastAPI) -> None:
    """Let every error of the application be answered with a problem document."""
    app.add_exception_handler(BinderyError, _of_bindery)
    app.add_exception_handler(Raced, _of_race)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(Exception, _unexpected)


async def _of_bindery(_request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, ServiceError):
        return problem_of(error)
    found = (words for kind, words in _OF_THE_CORE.items() if isinstance(error, kind))
    code, title = next(found, ("unprocessable", "The core refused the request"))
    return problem(code, 422, title, detail=str(error))


async def _of_race(_request: Request, _error: Exception) -> JSONResponse:
    detail = "another request stored the same at the same time, and nothing was stored by this one: send it again"
    answer = problem("raced", 503, "Another request came first", detail=detail)
    answer.headers["retry-after"] = "1"
    return answer


async def _of_http(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, Refused):
        return problem_of(error)
    if not isinstance(error, HTTPException):
        raise error
    answer = of_status(error.status_code)
    answer.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["allow"] = ", ".join(_methods_of(request))
    return answer


def _methods_of(request: Request) -> list[str]:
    """The methods that a path is served with: FastAPI names those of the first of its routes only."""
    found = (
        context.methods or () for context in iter_route_contexts(request.app.routes) if _is_at(context, request.scope)
    )
    return sorted({method for methods in found for method in methods})


def _is_at(context: RouteContext, scope: Scope) -> bool:
    return context.path_regex.match(scope["path"]) is not None


def of_status(status: int) -> JSONResponse:
    """The problem document of a bare HTTP status."""
    phrase = HTTPStatus(status).phrase
    code = _CODES.get(status, phrase.lower().replace(" ", "-"))
    return problem(code, status, phrase, detail=_DETAILS.get(status, phrase))


_DETAILS: Mapping[int, str] = {
    404: "nothing is served at this path; see /api/v1/openapi.json",
    405: "this path is not served with this method; see /api/v1/openapi.json",
    413: "the body is larger than this registry takes: send fewer documents at a time",
}


async def _of_validation(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    errors = [
        {
            "in": str(item["loc"][0]),
            "pointer": _pointer(item["loc"][1:]),
            "message": item["msg"].removeprefix("Value error, "),
        }
        for item in error.errors()
    ]
    first = errors[0]
    detail = f"{first['in']} {first['pointer'] or '/'}: {first['message']}"
    return problem("invalid-request", 422, "The request is malformed", detail=detail, errors=errors)


def _pointer(place: tuple[int | str, ...]) -> str:
    """The place in the body; which alternative of a union was tried, written in brackets, is not part of it."""
    return pointer(tuple(step for step in place if not str(step).startswith("(")))


async def _unexpected(_request: Request, _error: Exception) -> JSONResponse:
    """Say nothing of the inside; the server writes the error itself to its log."""
    detail = "the registry failed at this request; nothing was stored by it"
    return problem("internal-error", 500, "The registry failed", detail=detail)
