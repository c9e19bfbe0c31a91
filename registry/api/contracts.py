"""Routes that show contracts and their versions."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query

from contracts.errors import InvalidName
from contracts.keywords import Json
from contracts.model import service_name
from contracts.reports import comparison_report
from registry.api.bodies import PageAnswer
from registry.api.contract_bodies import (
    CaseAnswer,
    ComparisonQuery,
    ContractAnswer,
    ContractQuery,
    PartCasesAnswer,
    VersionAnswer,
    VersionQuery,
)
from registry.api.strict_route import StrictRoute
from registry.entrance.context import Here
from registry.entrance.places import (
    KindPart,
    NamePart,
    NumberPart,
    contract_key,
    cursor_after,
    number_of,
    pair_of,
    version_number,
)
from registry.entrance.problems import problems
from registry.services import catalogue, compatibility
from registry.storage.views import ContractFilter, Page

router = APIRouter(prefix="/contracts", tags=["contracts"], route_class=StrictRoute)


@router.get("", responses=problems(400))
async def list_contracts(here: Here, query: Annotated[ContractQuery, Query()]) -> PageAnswer[ContractAnswer]:
    """The contracts of a kind, with a service as party, with `q` in their name, of a field, tag or status; by name."""
    page = Page(limit=query.limit + 1, after=pair_of("contracts", query.cursor))
    try:
        service = service_name(query.service) if query.service else None
    except InvalidName:  # no contract has it as a party
        return PageAnswer(items=[])
    wanted = ContractFilter(
        kind=query.kind,
        service=service,
        text=query.q,
        field=query.field,
        tag=query.tag,
        status=query.status,
        has_schema=query.has_schema,
    )
    found = await catalogue.list_contracts(here.database, wanted, page)
    items = [ContractAnswer.of(view) for view in found[: query.limit]]
    more = cursor_after("contracts", items[-1].name, items[-1].kind.value) if len(found) > query.limit else None
    return PageAnswer(items=items, next_cursor=more)


@router.get("/{kind}/{name}", responses=problems(404))
async def read_contract(here: Here, kind: KindPart, name: NamePart) -> ContractAnswer:
    """One contract."""
    return ContractAnswer.of(await catalogue.get_contract(here.database, contract_key(kind, name)))


@router.get("/{kind}/{name}/compare", responses=problems(404))
async def compare_versions(
    here: Here, kind: KindPart, name: NamePart, query: Annotated[ComparisonQuery, Query()]
) -> dict[str, Json]:
    """What the `new` version means to those who rely on the `old` one: both directions, changes and witnesses."""
    key = contract_key(kind, name)
    prove = here.proofs.before(here.work().prover())
    found = await compatibility.compare_versions(here.database, prove, key, old=query.old, new=query.new)
    return {"old": query.old, "new": query.new, **comparison_report(key, found)}


@router.get("/{kind}/{name}/versions", responses=problems(400, 404))
async def list_versions(
    here: Here, kind: KindPart, name: NamePart, query: Annotated[VersionQuery, Query()]
) -> PageAnswer[VersionAnswer]:
    """The versions of a contract, ascending."""
    key = contract_key(kind, name)
    after = number_of(query.cursor)
    found = await catalogue.list_versions(here.database, key, limit=query.limit + 1, after=after)
    items = [VersionAnswer.of(view) for view in found[: query.limit]]
    more = cursor_after("versions", str(items[-1].number)) if len(found) > query.limit else None
    return PageAnswer(items=items, next_cursor=more)


@router.get("/{kind}/{name}/versions/{number}", responses=problems(404))
async def read_version(here: Here, kind: KindPart, name: NamePart, number: NumberPart) -> VersionAnswer:
    """One version of a contract, without its bytes."""
    key = contract_key(kind, name)
    return VersionAnswer.of(await catalogue.get_version(here.database, key, version_number(key, number)))


@router.get("/{kind}/{name}/versions/{number}/cases", responses=problems(404))
async def read_cases(here: Here, kind: KindPart, name: NamePart, number: NumberPart) -> PageAnswer[PartCasesAnswer]:
    """Test messages of a version: every shape it allows, and one way to break each rule."""
    key = contract_key(kind, name)
    parts = await catalogue.generate_cases(here.database, here.work(), key, version_number(key, number))
    items = [
        PartCasesAnswer(part=item.part, cases=[CaseAnswer(**asdict(case)) for case in item.cases]) for item in parts
    ]
    return PageAnswer(items=items)
