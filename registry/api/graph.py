"""Routes that show who depends on whom."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from contracts.model import Kind, Role
from registry.api.bodies import Answer
from registry.api.strict_route import StrictRoute
from registry.entrance.context import Here
from registry.services import catalogue
from registry.services.exports import draw_graph

router = APIRouter(prefix="/graph", tags=["services"], route_class=StrictRoute)


class RoleAnswer(Answer):
    """A service in a role of a contract."""

    kind: Kind
    name: str
    role: Role
    service: str


class EdgeAnswer(Answer):
    """A dependency between two services that is no contract."""

    from_service: str
    to_service: str
    protocol: str
    pattern: str


class GraphAnswer(Answer):
    """Services, who is what in which contract, and dependencies that are no contracts."""

    services: list[str]
    roles: list[RoleAnswer]
    edges: list[EdgeAnswer]


@router.get("")
async def read_graph(here: Here) -> GraphAnswer:
    """The whole graph, without archived contracts."""
    graph = await catalogue.read_graph(here.database)
    return GraphAnswer(
        services=list(graph.services),
        roles=[
            RoleAnswer(kind=role.key.kind, name=role.key.name, role=role.role, service=role.service)
            for role in graph.roles
        ],
        edges=[
            EdgeAnswer(
                from_service=edge.from_service, to_service=edge.to_service, protocol=edge.protocol, pattern=edge.pattern
            )
            for edge in graph.edges
        ],
    )


@router.get("/mermaid", response_class=PlainTextResponse)
async def read_mermaid(here: Here) -> str:
    """The whole graph as a Mermaid flowchart."""
    return await draw_graph(here.database)
