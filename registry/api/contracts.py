"""Routes that show contracts and their versions."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi import Path as PathParameter

from contracts.model import service_name
from registry.api.bodies import CaseAnswer, ContractAnswer, ContractQuery, PageAnswer, PartCasesAnswer, VersionAnswer
from registry.api.context import Here
from registry.api.places import KindPart, NamePart, contract_key, cursor_after, pair_of
from registry.services import catalogue
from registry.storage.contracts import MAX_NUMBER
from registry.storage.views import ContractFilter, Page

router = APIRouter(prefix="/contracts", tags=["contracts"])

Number = Annotated[int, PathParameter(ge=1, le=MAX_NUMBER)]


@router.get("")
async def list_contracts(here: Here, query: Annotated[ContractQuery, Query()]) -> PageAnswer[ContractAnswer]:
    """The contracts of a kind, with a service as party, with `q` in their name; by name."""
    service = service_name(query.service) if query.service else None
    wanted = ContractFilter(kind=query.kind, service=service, text=query.q)
    page = Page(limit=query.limit + 1, after=pair_of(query.cursor))
    found = await catalogue.list_contracts(here.database, wanted, page)
    items = [ContractAnswer.of(view) for view in found[: query.limit]]
    more = cursor_after(items[-1].name, items[-1].kind.value) if len(found) > query.limit else None
    return PageAnswer(items=items, next_cursor=more)


@router.get("/{kind}/{name}")
async def read_contract(here: Here, kind: KindPart, name: NamePart) -> ContractAnswer:
    """One contract."""
    return ContractAnswer.of(await catalogue.get_contract(here.database, contract_key(kind, name)))


@router.get("/{kind}/{name}/versions")
async def list_versions(here: Here, kind: KindPart, name: NamePart) -> PageAnswer[VersionAnswer]:
    """All versions of a contract, ascending."""
    found = await catalogue.list_versions(here.database, contract_key(kind, name))
    return PageAnswer(items=[VersionAnswer.of(view) for view in found])


@router.get("/{kind}/{name}/versions/{number}")
async def read_version(here: Here, kind: KindPart, name: NamePart, number: Number) -> VersionAnswer:
    """One version of a contract, without its bytes."""
    return VersionAnswer.of(await catalogue.get_version(here.database, contract_key(kind, name), number))


@router.get("/{kind}/{name}/versions/{number}/cases")
async def read_cases(here: Here, kind: KindPart, name: NamePart, number: Number) -> PageAnswer[PartCasesAnswer]:
    """Test messages of a version: every shape it allows, and one way to break each rule."""
    parts = await catalogue.generate_cases(here.database, here.work(), contract_key(kind, name), number)
    items = [
        PartCasesAnswer(part=item.part, cases=[CaseAnswer(**asdict(case)) for case in item.cases]) for item in parts
    ]
    return PageAnswer(items=items)
