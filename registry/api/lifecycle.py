"""Routes that tell the registry what no document says of a contract."""

import re
from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import BeforeValidator, Field, StringConstraints

from contracts.keywords import Json
from registry.api.bodies import Body
from registry.api.contract_bodies import ContractAnswer, VersionAnswer
from registry.api.json_body import JsonRoute
from registry.auth.roles import AccessRole
from registry.entrance.access import Caller, least
from registry.entrance.context import Here
from registry.entrance.places import Key, NumberPart, version_number
from registry.entrance.problems import problems
from registry.services import lifecycle
from registry.storage.lifecycle import Deprecation

router = APIRouter(prefix="/contracts/{kind}/{name}", tags=["contracts"], route_class=JsonRoute)

Reason = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x20\x7f]+$")]


def _day(value: Json) -> Json:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        return value
    raise ValueError("a day is a text like 2027-01-31")  # pydantic would take numbers and times too


Day = Annotated[date, Field(strict=False), BeforeValidator(_day)]


class DeprecationBody(Body):
    """Why something should no longer be used, and the day from which nobody may rely on it.

    `deprecated: false` takes an earlier deprecation back, whatever else is said.
    """

    deprecated: bool = True
    reason: Reason = ""
    sunset_on: Day | None = None


class TagsBody(Body):
    """All tags of a contract: words without spaces."""

    tags: list[Tag] = Field(max_length=100)


@router.put("/tags", responses=problems(404, 413))
@least(AccessRole.REGISTRAR)
async def replace_tags(here: Here, caller: Caller, key: Key, body: TagsBody) -> ContractAnswer:
    """Give a contract these tags and no others."""
    return ContractAnswer.of(await lifecycle.replace_tags(here.database, key, body.tags, actor=caller))


@router.put("/deprecation", responses=problems(404, 413))
@least(AccessRole.REGISTRAR)
async def deprecate(here: Here, caller: Caller, key: Key, body: DeprecationBody) -> ContractAnswer:
    """Say that a contract should no longer be used, or take that back; only then may one that is in use be dropped."""
    found = await lifecycle.deprecate_contract(here.database, key, _deprecation(body), actor=caller)
    return ContractAnswer.of(found)


@router.put("/versions/{number}/deprecation", responses=problems(404, 413))
@least(AccessRole.REGISTRAR)
async def deprecate_version(
    here: Here, caller: Caller, key: Key, number: NumberPart, body: DeprecationBody
) -> VersionAnswer:
    """Say that one version should no longer be used, or take that back; new versions are not compared with it."""
    there, told = version_number(key, number), _deprecation(body)
    return VersionAnswer.of(await lifecycle.deprecate_version(here.database, key, there, told, actor=caller))


@router.post("/archive", responses=problems(404, 409))
@least(AccessRole.REGISTRAR)
async def archive(here: Here, caller: Caller, key: Key) -> ContractAnswer:
    """Archive a contract whose document is gone without a word; 409 while services use it and it is not deprecated.

    Its versions stay. A document that declares it brings it back.
    """
    return ContractAnswer.of(await lifecycle.archive_contract(here.database, key, actor=caller))


def _deprecation(body: DeprecationBody) -> Deprecation | None:
    return Deprecation(reason=body.reason, sunset_on=body.sunset_on) if body.deprecated else None
