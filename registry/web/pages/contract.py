"""One contract: what it is now, who has a part in it, where it is declared, and its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from registry.entrance.context import Context, Here
from registry.entrance.places import Key, cursor_after, number_of
from registry.errors import ContractNotFound
from registry.services import catalogue
from registry.services.near_names import find_near_contracts
from registry.web.asked import PAGE_SIZE, Cursor
from registry.web.fields import field_table
from registry.web.links import contract_url, with_query
from registry.web.page_route import PageRoute
from registry.web.rendering import render

if TYPE_CHECKING:
    from registry.storage.views import ContractView
    from registry.web.fields import FieldTable

router = APIRouter(prefix="/contracts/{kind}/{name}", route_class=PageRoute)

_SHOWN_VERSIONS = 10


@router.get("")
async def show_contract(request: Request, here: Here, key: Key) -> Response:
    """The contract; where there is none of this name, those whose names are near."""
    try:
        contract = await catalogue.get_contract(here.database, key)
    except ContractNotFound as error:
        near = await find_near_contracts(here.database, key)
        return render(request, "contract_not_found.html", status=404, error=error, near=near)
    return render(
        request,
        "contract.html",
        contract=contract,
        tables=await _tables(here, contract),
        excerpt=await catalogue.read_excerpt(here.database, contract),
        versions=await catalogue.list_latest_versions(here.database, key, limit=_SHOWN_VERSIONS + 1),
        shown_versions=_SHOWN_VERSIONS,
    )


@router.get("/versions")
async def show_versions(request: Request, here: Here, key: Key, cursor: Cursor = None) -> Response:
    """All versions of a contract, the first one first."""
    found = await catalogue.list_versions(here.database, key, limit=PAGE_SIZE + 1, after=number_of(cursor))
    versions = found[:PAGE_SIZE]
    place = f"{contract_url(key)}/versions"
    more = cursor_after("versions", str(versions[-1].number)) if len(found) > PAGE_SIZE else None
    return render(
        request,
        "versions.html",
        key=key,
        mode=(await catalogue.get_contract(here.database, key)).policy.mode_for(key.kind),
        versions=versions,
        first=place if cursor else None,
        next=with_query(place, {"cursor": more}) if more else None,
    )


async def _tables(here: Context, contract: ContractView) -> list[FieldTable]:
    """The fields of the current version, part by part; none where there is no schema."""
    if contract.number is None:
        return []
    definition = await catalogue.get_definition(here.database, contract.key, contract.number)
    version = await catalogue.get_version(here.database, contract.key, contract.number)
    return [field_table(part, version.lines) for part in definition.parts]
