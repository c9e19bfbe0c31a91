"""May this build go there? The matrix that a pipeline asks for, with the message behind every "no"."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from contracts.deployment import Matrix, Requirements
from registry.entrance.context import Context, Here
from registry.entrance.places import service_at
from registry.services import deployments
from registry.services.matrices import answer_can_i_deploy
from registry.services.placement import Placement
from registry.web.asked import Text
from registry.web.comparing import witness_lines
from registry.web.deciding import objections, rows_by_answer
from registry.web.links import with_query
from registry.web.page_route import PageRoute
from registry.web.rendering import render

router = APIRouter(route_class=PageRoute)

_OFFERED = 500  # services in the picker
_BUILDS = 50  # in the picker, the latest ones
_PROVED = 20  # objections that are shown with their proofs
_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form asks, as it was written: the version is by default the latest that was recorded."""

    service: Text = ""
    version: Text = ""
    environment: Text = ""
    require_schemas: Text = ""
    require_verified: Text = ""

    def requirements(self) -> Requirements:
        """What is asked beyond proofs."""
        return Requirements(schemas=bool(self.require_schemas), verified=bool(self.require_verified))


@router.get("/can-i-deploy")
async def show_answer(request: Request, here: Here, asked: Annotated[Asked, Depends()]) -> Response:
    """The answer for a build and an environment; without a service the builds that were recorded last."""
    service = service_at(asked.service) if asked.service.strip() else None
    environments = await deployments.list_environments(here.database)
    builds = await deployments.list_builds(here.database, service, limit=_BUILDS)
    environment = asked.environment or _usual(environments)
    versions = [build.version for build in builds if service]
    version = asked.version if asked.version in versions or not versions else versions[0]
    matrix = None
    if service and version:
        placement = Placement(service=service, version=version, environment=environment)
        matrix = await _matrix(here, placement, asked.requirements())
    rows = rows_by_answer(matrix) if matrix else []
    return render(
        request,
        "deploying.html",
        asked=asked,
        environment=environment,
        environments=environments,
        services=await deployments.list_built_services(here.database, limit=_OFFERED),
        service=service,
        builds=builds,
        versions=versions,
        version=version,
        matrix=matrix,
        rows=rows[:_ROWS],
        objections=objections(matrix)[:_PROVED] if matrix else [],
        api=with_query("/api/v1/can-i-deploy", {**asdict(asked), "version": version, "environment": environment}),
        witness_lines=witness_lines,
    )


def _usual(environments: list[str]) -> str:
    """Where most questions are about."""
    return "production" if "production" in environments else environments[0]


async def _matrix(here: Context, placement: Placement, requirements: Requirements) -> Matrix:
    prove = here.proofs.before(here.work().prover())
    return await answer_can_i_deploy(here.database, prove, placement, requirements)
