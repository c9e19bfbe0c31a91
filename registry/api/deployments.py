"""Routes of environments and deployments, and the question that a deploy pipeline asks."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import WithJsonSchema

from contracts.deployment import Requirements
from contracts.errors import InvalidName
from contracts.keywords import Json
from contracts.model import ContractKey, service_name
from contracts.reports import matrix_report
from registry.api.bodies import PageAnswer
from registry.api.deployment_bodies import (
    CandidateBody,
    CandidateQuery,
    DeploymentAnswer,
    DeploymentBody,
    DeploymentQuery,
    EndedAnswer,
    EnvironmentAnswer,
    Label,
    OptionalLabel,
    RecordedAnswer,
    UsersAnswer,
    VerificationAnswer,
    VerificationBody,
    VerificationQuery,
)
from registry.api.json_body import JsonRoute
from registry.auth.roles import AccessRole
from registry.entrance.access import Caller, least
from registry.entrance.context import Context, Here
from registry.entrance.places import (
    KindPart,
    NamePart,
    NumberPart,
    contract_key,
    cursor_after,
    position_of,
    service_at,
    version_number,
)
from registry.entrance.problems import Refused, problems
from registry.services import deployments, matrices, verifications
from registry.services.placement import Placement
from registry.services.verifications import Build
from registry.storage.build_views import DeploymentFilter, VerificationView
from registry.storage.views import Page

router = APIRouter(tags=["deployments"], route_class=JsonRoute)

_INSTANCE = "#"  # before a label that may be empty, which no part of a cursor is
EnvironmentPart = Annotated[Label, Path(description="the name of the environment")]
ServicePart = Annotated[str, Path(description="the name of the service"), WithJsonSchema({"type": "string"})]


@router.get("/environments")
async def list_environments(here: Here) -> PageAnswer[EnvironmentAnswer]:
    """All environments; `staging` and `production` exist from the start."""
    names = await deployments.list_environments(here.database)
    return PageAnswer(items=[EnvironmentAnswer(name=name) for name in names])


@router.put("/environments/{environment}")
@least(AccessRole.DEPLOYER)
async def put_environment(here: Here, caller: Caller, environment: EnvironmentPart) -> EnvironmentAnswer:
    """Create an environment; one that exists stays as it is."""
    await deployments.add_environment(here.database, environment, actor=caller)
    return EnvironmentAnswer(name=environment)


@router.post("/deployments", responses=problems(404, 409, 413))
@least(AccessRole.DEPLOYER)
async def record_deployment(here: Here, caller: Caller, body: DeploymentBody) -> RecordedAnswer:
    """Record that a build runs in an environment, in place of the version that ran there.

    409 is `not-registered` (register the contracts first) or `build-changed` (this version had another lock file).
    """
    placement = Placement(
        service=_service(body.service),
        version=body.version,
        environment=body.environment,
        instance=body.instance,
        lock=body.lock,
    )
    replaced = await deployments.record_deployment(here.database, placement, actor=caller)
    return RecordedAnswer(
        service=placement.service,
        version=body.version,
        environment=body.environment,
        instance=body.instance,
        replaced_version=replaced,
    )


@router.get("/deployments", responses=problems(400))
async def list_deployments(here: Here, query: Annotated[DeploymentQuery, Query()]) -> PageAnswer[DeploymentAnswer]:
    """What runs where, by environment, service and instance."""
    after = position_of("deployments", query.cursor, texts=3)
    if after is not None:
        after = (after[0], after[1], after[2].removeprefix(_INSTANCE))
    page = Page(limit=query.limit + 1, after=after)
    service = _service(query.service) if query.service else None
    wanted = DeploymentFilter(environment=query.environment, service=service)
    found = await deployments.list_deployments(here.database, wanted, page)
    items = [DeploymentAnswer.of(view) for view in found[: query.limit]]
    more = None
    if len(found) > query.limit:
        more = cursor_after("deployments", items[-1].environment, items[-1].service, _INSTANCE + items[-1].instance)
    return PageAnswer(items=items, next_cursor=more)


@router.delete("/deployments/{environment}/{service}", responses=problems(404))
@least(AccessRole.DEPLOYER)
async def end_deployment(
    here: Here, caller: Caller, environment: EnvironmentPart, service: ServicePart, instance: OptionalLabel = ""
) -> EndedAnswer:
    """Record that a service no longer runs in an environment."""
    place = Placement(service=service_at(service), environment=environment, instance=instance)
    version = await deployments.end_deployment(here.database, place, actor=caller)
    return EndedAnswer(service=place.service, version=version, environment=environment, instance=instance)


@router.get("/can-i-deploy", responses=problems(404))
async def ask_can_i_deploy(here: Here, query: Annotated[CandidateQuery, Query()]) -> dict[str, Json]:
    """Whether a recorded build may go to an environment, given what runs there; computed now."""
    return await _answer(here, query, lock=None)


@router.post("/can-i-deploy", responses=problems(404, 409, 413))
@least(AccessRole.READER)
async def ask_for_build(here: Here, body: CandidateBody) -> dict[str, Json]:
    """The same for a build that was not recorded yet: its lock file says what it writes and reads."""
    return await _answer(here, body, lock=body.lock)


@router.get("/contracts/{kind}/{name}/versions/{number}/users", responses=problems(404))
async def list_users(here: Here, kind: KindPart, name: NamePart, number: NumberPart) -> UsersAnswer:
    """Who runs builds that were made against a version, and so whether it is safe to deprecate it."""
    key = contract_key(kind, name)
    found = await deployments.list_users(here.database, key, version_number(key, number))
    return UsersAnswer(users=[DeploymentAnswer.of(view) for view in found], safe_to_deprecate=not found)


@router.post("/verifications", responses=problems(404, 413))
@least(AccessRole.DEPLOYER)
async def record_verification(here: Here, caller: Caller, body: VerificationBody) -> PageAnswer[VerificationAnswer]:
    """Keep what the contract tests of a build said, in place of what they said before."""
    results = [
        VerificationView(
            key=ContractKey(kind=item.kind, name=item.name),
            role=item.role,
            has_passed=item.passed,
            tests=item.tests,
            fingerprint=item.fingerprint,
        )
        for item in body.results
    ]
    build = Build(service=_service(body.service), version=body.version)
    kept = await verifications.record(here.database, build, results, actor=caller)
    return PageAnswer(items=[VerificationAnswer.of(view) for view in kept])


@router.get("/verifications")
async def list_verifications(
    here: Here, query: Annotated[VerificationQuery, Query()]
) -> PageAnswer[VerificationAnswer]:
    """What the contract tests of a build said, by contract and role."""
    found = await verifications.of_build(here.database, Build(service=_service(query.service), version=query.version))
    return PageAnswer(items=[VerificationAnswer.of(view) for view in found])


async def _answer(here: Context, asked: CandidateBody | CandidateQuery, *, lock: Json) -> dict[str, Json]:
    placement = Placement(
        service=_service(asked.service), version=asked.version, environment=asked.environment, lock=lock
    )
    requirements = Requirements(
        schemas=asked.require_schemas, verified=asked.require_verified, ignored=frozenset(asked.ignore)
    )
    prove = here.proofs.before(here.work().prover())
    matrix = await matrices.answer_can_i_deploy(here.database, prove, placement, requirements)
    return {"environment": asked.environment, **matrix_report(matrix)}


def _service(name: str) -> str:
    try:
        return service_name(name)
    except InvalidName as error:
        raise Refused("invalid-name", "Not a name", str(error)) from error
