"""The route that checks a message against a registered version."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from contracts.keywords import Json
from registry.api.bodies import Answer, Body
from registry.api.json_body import JsonRoute
from registry.auth.roles import AccessRole
from registry.entrance.access import least
from registry.entrance.context import Here
from registry.entrance.places import KindPart, NamePart, NumberPart, contract_key, version_number
from registry.entrance.problems import problems
from registry.services.validation import MAX_VIOLATIONS, Candidate, Side, validate_message

router = APIRouter(prefix="/contracts/{kind}/{name}/versions/{number}", tags=["contracts"], route_class=JsonRoute)

PartName = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class MessageBody(Body):
    """A message; `part` may be left out where the contract has one part only, as an event has."""

    message: Json
    side: Annotated[Side, Field(alias="as", strict=False)] = Side.READER
    part: PartName | None = None


class Violation(Answer):
    """One place of the message that the version rejects, and the keyword of its schema that says so."""

    instance_pointer: str
    schema_pointer: str
    keyword: str
    message: str


class ValidationAnswer(Answer):
    """Whether the message is valid; if it is not, why."""

    valid: bool
    violations: list[Violation] = Field(max_length=MAX_VIOLATIONS)


@router.post("/validate", responses=problems(404, 413))
@least(AccessRole.READER)
async def validate(
    here: Here, kind: KindPart, name: NamePart, number: NumberPart, body: MessageBody
) -> ValidationAnswer:
    """Check a message against a version, `as` its reader or its writer; a writer sends declared fields only.

    A message that is not valid is an answer, no error.
    """
    key = contract_key(kind, name)
    candidate = Candidate(message=body.message, side=body.side, part=body.part)
    found = await validate_message(here.database, here.work(), key, version_number(key, number), candidate)
    violations = [
        Violation(
            instance_pointer=item.instance_pointer,
            schema_pointer=item.schema_pointer,
            keyword=item.keyword,
            message=item.message,
        )
        for item in found
    ]
    return ValidationAnswer(valid=not violations, violations=violations)
