"""The route that registers design documents."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from contracts.keywords import Json
from contracts.model import DocumentId
from contracts.model.counts import counted
from contracts.registration import Plan, PlanOutcome
from contracts.reports import plan_report
from registry.api.bodies import PageAnswer
from registry.api.document_bodies import DocumentAnswer, DocumentQuery, RegistrationBody, RevisionQuery
from registry.api.json_body import JsonRoute
from registry.auth.roles import AccessRole
from registry.entrance.access import Caller, least
from registry.entrance.context import Here
from registry.entrance.places import cursor_after, pair_of
from registry.entrance.problems import problem, problems
from registry.errors import DocumentRepeated
from registry.services import catalogue
from registry.services.registration import Registration, register_documents
from registry.storage.views import Page

router = APIRouter(tags=["documents"], route_class=JsonRoute)

_REFUSALS = {
    "document-problems": (422, "The documents have errors"),
    "incompatible": (409, "A new version would break what is deployed"),
}


@router.post(
    "/registrations",
    responses={
        200: {"description": "the plan: committed, or with `dry_run` only made", "model": dict[str, Json]},
        **problems(409, 413),
    },
)
@least(AccessRole.READER)
async def register(here: Here, caller: Caller, body: RegistrationBody) -> JSONResponse:
    """Register the contracts of design documents, all or nothing; with `dry_run`, only say what would happen.

    The same documents registered twice give the same versions. The answer is the plan: one result per contract.
    A dry run needs the role `reader`, a registration `registrar`, an accepted break `admin`.
    409 is `incompatible`, and `results` say why; 422 `document-problems`, and `problems` say where.
    """
    registration = Registration(
        source=body.source,
        texts=_texts(body),
        commit=body.commit or "",
        actor=caller,
        is_dry_run=body.dry_run,
        accept_breaking={item.name: item.reason for item in body.accept_breaking},
    )
    plan = await register_documents(here.database, here.work(), registration, policy=here.policy)
    here.metrics.registrations.labels(_outcome(plan, is_dry_run=body.dry_run)).inc()
    if plan.refusal is None or body.dry_run:
        return JSONResponse(plan_report(plan))
    return _refusal(plan, plan.refusal)


@router.get("/documents", responses=problems(400))
async def list_documents(here: Here, query: Annotated[DocumentQuery, Query()]) -> PageAnswer[DocumentAnswer]:
    """The documents that are there, of one source or of all, by source and path."""
    page = Page(limit=query.limit + 1, after=pair_of("documents", query.cursor))
    found = await catalogue.list_documents(here.database, page, source=query.source)
    items = [DocumentAnswer.of_view(view) for view in found[: query.limit]]
    more = cursor_after("documents", items[-1].source, items[-1].path) if len(found) > query.limit else None
    return PageAnswer(items=items, next_cursor=more)


@router.get("/documents/revisions", responses=problems(404))
async def list_revisions(here: Here, query: Annotated[RevisionQuery, Query()]) -> PageAnswer[DocumentAnswer]:
    """The revisions of one document, gone or not, ascending; ask with `after` = the last number for what comes next."""
    document = DocumentId(source=query.source, path=query.path)
    found = await catalogue.list_revisions(here.database, document, limit=query.limit, after=query.after)
    return PageAnswer(items=[DocumentAnswer.of_view(view) for view in found])


def _outcome(plan: Plan, *, is_dry_run: bool) -> str:
    """What became of a registration, in the word that its figure has."""
    if is_dry_run:
        return "dry-run"
    if plan.refusal is not None:
        return plan.refusal
    is_new = any(planned.outcome is not PlanOutcome.UNCHANGED for planned in plan.contracts)
    return "registered" if is_new else "unchanged"


def _texts(body: RegistrationBody) -> dict[str, str]:
    texts: dict[str, str] = {}
    for document in body.documents:
        if document.path in texts:
            raise DocumentRepeated(document.path)
        texts[document.path] = document.text
    return texts


def _refusal(plan: Plan, refusal: str) -> JSONResponse:
    status, title = _REFUSALS[refusal]
    blocking = [str(item.key) for item in plan.contracts if item.is_blocking]
    errors = sum(item.severity == "error" for item in plan.problems)
    found = f"{counted(errors, 'error')} in the documents" if errors else f"refused: {', '.join(blocking)}"
    return problem(refusal, status, title, detail=f"{found}; nothing was registered", **plan_report(plan))
