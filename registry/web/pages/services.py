"""Services: all of them, and one with its contracts, deployments and exports."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from contracts.model.counts import counted
from registry.entrance.context import Here
from registry.entrance.places import cursor_after, position_of, service_at
from registry.services.catalogue import (
    count_contracts,
    count_services,
    get_service,
    list_contracts,
    list_services,
)
from registry.services.deployments import list_deployments
from registry.storage.build_views import DeploymentFilter
from registry.storage.views import ContractFilter, Page
from registry.web.asked import PAGE_SIZE, Cursor
from registry.web.links import service_url, with_query
from registry.web.page_route import PageRoute
from registry.web.rendering import render

router = APIRouter(prefix="/services", route_class=PageRoute)

_SHOWN_DEPLOYMENTS = 20


@router.get("")
async def show_services(request: Request, here: Here, cursor: Cursor = None) -> Response:
    """The services that documents name, by name."""
    after = position_of("services", cursor, texts=1)
    found = await list_services(here.database, limit=PAGE_SIZE + 1, after=after[0] if after else None)
    services = found[:PAGE_SIZE]
    more = cursor_after("services", services[-1].name) if len(found) > PAGE_SIZE else None
    return render(
        request,
        "services.html",
        services=services,
        shown=counted(await count_services(here.database), "service"),
        first="/services" if cursor else None,
        next=with_query("/services", {"cursor": more}) if more else None,
    )


@router.get("/{service}")
async def show_service(request: Request, here: Here, service: str) -> Response:
    """What documents say of a service, the contracts in which it has a role, and where it runs."""
    found = await get_service(here.database, service_at(service))
    wanted = ContractFilter(service=found.name)
    placed = DeploymentFilter(service=found.name)
    contracts = await list_contracts(here.database, wanted, Page(limit=PAGE_SIZE + 1))
    is_all = len(contracts) <= PAGE_SIZE
    return render(
        request,
        "service.html",
        service=found,
        contracts=contracts[:PAGE_SIZE],
        contract_count=len(contracts) if is_all else await count_contracts(here.database, wanted),
        deployments=await list_deployments(here.database, placed, Page(limit=_SHOWN_DEPLOYMENTS)),
        api=f"/api/v1{service_url(found.name)}",
    )
