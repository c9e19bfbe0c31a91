"""The pages of `bindery dev`: the documents as they stand on disk, and what they would do to their baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from registry.entrance.gate import STATIC
from registry.entrance.loopback import refuse_foreigner
from registry.entrance.problems import Refused
from registry.web.assets import read_asset
from registry.web.comparing import witness_lines
from registry.web.explaining import explanations, groups
from registry.web.links import with_query
from registry.web.rendering import render_alone
from registry.web.reviewing import Review, in_order, review_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from registry.services.workbench import Snapshot, Workbench

DOCUMENT = "/document"
_SEEN = "seen"  # the number of the snapshot that a page shows, which it asks for a newer one than
_MAX_PROBLEMS = 200


def workbench_app(workbench: Workbench) -> Starlette:
    """The pages of a workbench; for programs of this machine only."""
    app = Starlette(
        routes=[
            Route("/", _show_overview),
            Route(DOCUMENT, _show_document),
            Route("/rules", _show_rules),
            Route("/rules/{rule}", _show_rule),
            Route(STATIC + "{name}", read_asset),
        ],
        exception_handlers={HTTPException: _refused},
    )
    app.state.workbench = workbench
    app.add_middleware(OfThisMachine)
    return app


class OfThisMachine:
    """Lets requests of this machine's own programs through, and no other."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            try:
                refuse_foreigner(scope)
            except Refused as refused:
                await PlainTextResponse(refused.detail, status_code=refused.status_code)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def document_page(path: str) -> str:
    """The page of a document."""
    return with_query(DOCUMENT, {"path": path})


async def _show_overview(request: Request) -> Response:
    """All documents, what they would do, and what is wrong with them."""
    snapshot = _snapshot(request)
    if _is_seen(request, snapshot):
        return _NOTHING_NEW
    reviews = _reviews(snapshot)
    numbers = {found.planned.key: found for review in reviews for found in review.found if found.planned}
    return _page(
        request,
        "workbench.html",
        snapshot,
        reviews_found=reviews,
        planned=in_order(snapshot.plan.contracts),
        found_of=numbers,
        max_problems=_MAX_PROBLEMS,
    )


async def _show_document(request: Request) -> Response:
    """One document with its lines."""
    snapshot = _snapshot(request)
    if _is_seen(request, snapshot):
        return _NOTHING_NEW
    path = request.query_params.get("path", "")
    document = snapshot.document(path)
    if document is None:
        return _page(request, "workbench_document.html", snapshot, status=404, path=path, review=None)
    review = review_of(document, snapshot.texts.get(path, ""), snapshot.plan)
    return _page(request, "workbench_document.html", snapshot, path=path, review=review)


async def _show_rules(_request: Request) -> Response:
    """What rules and problems mean."""
    return render_alone("rules.html", groups=groups())


async def _show_rule(request: Request) -> Response:
    """One of them."""
    asked = request.path_params["rule"]
    found = explanations().get(asked)
    return render_alone("rule.html", status=200 if found else 404, asked=asked, explanation=found)


def _snapshot(request: Request) -> Snapshot:
    found: Snapshot = request.app.state.workbench.snapshot
    return found


def _reviews(snapshot: Snapshot) -> list[Review]:
    return [
        review_of(document, snapshot.texts.get(document.path, ""), snapshot.plan) for document in snapshot.documents
    ]


def _page(request: Request, template: str, snapshot: Snapshot, *, status: int = 200, **context: object) -> Response:
    workbench: Workbench = request.app.state.workbench
    asked = dict(request.query_params)
    return render_alone(
        template,
        status=status,
        workbench=workbench,
        snapshot=snapshot,
        newer=with_query(request.url.path, {**asked, _SEEN: str(snapshot.number)}),
        again=with_query(request.url.path, {name: value for name, value in asked.items() if name != _SEEN}),
        document_page=document_page,
        ignored_of=snapshot.ignored.get,
        witness_lines=witness_lines,
        **context,
    )


def _is_seen(request: Request, snapshot: Snapshot) -> bool:
    """Whether a page that is open asks for a newer snapshot than it shows, and there is none."""
    return "hx-request" in request.headers and request.query_params.get(_SEEN) == str(snapshot.number)


async def _refused(_request: Request, refused: Exception) -> Response:
    status = refused.status_code if isinstance(refused, HTTPException) else 500
    return render_alone("workbench_missing.html", status=status)


_NOTHING_NEW = Response(status_code=204)
