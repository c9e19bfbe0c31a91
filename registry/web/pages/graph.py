"""Who depends on whom: a picture whose boxes are links, and the same as a table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from contracts.model import Kind
from registry.entrance.context import Here
from registry.entrance.places import service_at
from registry.services.deployments import list_environments
from registry.services.graphs import read_links
from registry.storage.graph_views import GraphFilter
from registry.web.asked import Text
from registry.web.graph.picture import MOST_SERVICES, draw
from registry.web.graph.table import table_rows
from registry.web.links import service_url, with_query
from registry.web.page_route import PageRoute
from registry.web.rendering import render

router = APIRouter(route_class=PageRoute)

DEPTHS = ("1", "2", "3")
_MOST_ROWS = 100  # of the table


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form asks for, as it was written."""

    service: Text = ""
    depth: Text = ""
    kind: Text = ""
    tag: Text = ""
    environment: Text = ""

    def filter(self) -> GraphFilter:
        """The filter that means the same."""
        return GraphFilter(
            kind=Kind(self.kind) if self.kind in set(Kind) else None,
            tag=self.tag.strip() or None,
            environment=self.environment or None,
        )


@router.get("/graph")
async def show_graph(request: Request, here: Here, asked: Annotated[Asked, Depends()]) -> Response:
    """All services and what runs between them, or one and those around it."""
    wanted = asked.filter()
    center = service_at(asked.service) if asked.service.strip() else None
    depth = int(asked.depth) if asked.depth in DEPTHS else 1
    graph = await read_links(here.database, wanted, around=center, depth=depth)

    def url_of(service: str) -> str:
        if service == center:
            return service_url(service)
        return with_query("/graph", {**asdict(asked), "service": service})

    rows = table_rows(graph.links, is_named=len(graph.services) <= MOST_SERVICES)
    return render(
        request,
        "graph.html",
        asked=asked,
        center=center,
        depth=depth,
        is_filtered=any(asdict(asked).values()),
        environments=[("", "anywhere"), *((name, name) for name in await list_environments(here.database))],
        graph=graph,
        picture=draw(graph, url_of, center=center),
        pairs=len(rows),
        rows=sorted(
            sorted(rows, key=lambda row: -row.contracts)[:_MOST_ROWS], key=lambda row: (row.source, row.target)
        ),
    )
