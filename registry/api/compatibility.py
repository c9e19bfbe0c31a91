"""The route that compares without storing anything."""

from fastapi import APIRouter

from contracts.keywords import Json
from contracts.model import ContractKey, Kind
from contracts.reports import comparison_report, verdict_report
from registry.api.json_body import JsonRoute
from registry.api.questions import Question, SchemasBody
from registry.auth.roles import AccessRole
from registry.entrance.access import least
from registry.entrance.context import Here
from registry.entrance.problems import problems
from registry.services.compatibility import SchemaPair, compare_schemas, judge_candidate

router = APIRouter(tags=["compatibility"], route_class=JsonRoute)


@router.post("/compatibility", responses=problems(404, 413))
@least(AccessRole.READER)
async def compare(here: Here, body: Question) -> dict[str, Json]:
    """The verdict on two schemas (`writer`, `reader`), or on a `candidate` for the next version of a contract."""
    if isinstance(body, SchemasBody):
        pair = SchemaPair(
            writer=body.writer, reader=body.reader, content_model=body.content_model, formats=body.formats
        )
        return verdict_report(await compare_schemas(here.work().prover(), pair))
    key = ContractKey(kind=Kind(body.kind), name=body.name)
    comparison = await judge_candidate(here.database, here.work().prover(), key, body.definition())
    return comparison_report(key, comparison)
