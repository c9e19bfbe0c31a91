"""The list of contracts, and the search in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from contracts.errors import InvalidName
from contracts.model import Kind, Status, service_name
from contracts.model.counts import counted
from registry.entrance.context import Here
from registry.entrance.places import cursor_after, pair_of
from registry.services.catalogue import count_contracts, list_contracts
from registry.storage.views import ContractFilter, Page
from registry.web.asked import PAGE_SIZE, Cursor, Text
from registry.web.links import with_query
from registry.web.page_route import PageRoute
from registry.web.rendering import render

router = APIRouter(route_class=PageRoute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form asks for, as it was written."""

    q: Text = ""
    field: Text = ""
    service: Text = ""
    tag: Text = ""
    kind: Text = ""
    state: Text = ""

    def filter(self) -> ContractFilter:
        """The filter that means the same."""
        return ContractFilter(
            kind=Kind(self.kind) if self.kind in set(Kind) else None,
            service=_service(self.service),
            text=self.q.strip() or None,
            field=self.field.strip() or None,
            tag=self.tag.strip() or None,
            status=Status(self.state) if self.state in set(Status) else None,
            has_schema={"no-schema": False}.get(self.state),
        )


@router.get("/contracts")
async def show_contracts(
    request: Request, here: Here, asked: Annotated[Asked, Depends()], cursor: Cursor = None
) -> Response:
    """The contracts that have all of what is asked for, by name."""
    wanted = asked.filter()
    found = await list_contracts(here.database, wanted, Page(limit=PAGE_SIZE + 1, after=pair_of("contracts", cursor)))
    contracts, query = found[:PAGE_SIZE], asdict(asked)
    is_all = cursor is None and len(found) <= PAGE_SIZE  # then nobody needs to count: it takes as long as the search
    more = cursor_after("contracts", contracts[-1].key.name, contracts[-1].key.kind) if len(found) > PAGE_SIZE else None
    return render(
        request,
        "contracts.html",
        asked=asked,
        is_filtered=any(query.values()) or cursor is not None,
        contracts=contracts,
        shown=counted(len(found) if is_all else await count_contracts(here.database, wanted), "contract"),
        first=with_query("/contracts", query) if cursor else None,
        next=with_query("/contracts", {**query, "cursor": more}) if more else None,
    )


def _service(text: str) -> str | None:
    """The service whose name is written; what can be no name is no service's, and finds nothing."""
    try:
        return service_name(text) if text.strip() else None
    except InvalidName:
        return text
