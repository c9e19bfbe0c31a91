"""One version of a contract: its fields, its schema, its test cases, and what was found when it was registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from contracts.canonical import definition_of_bytes
from contracts.model import Direction
from registry.entrance.context import Here
from registry.entrance.places import Key, NumberPart, version_number
from registry.services import catalogue
from registry.services.deployments import list_users
from registry.web.asked import Text
from registry.web.fields import field_table
from registry.web.links import version_url
from registry.web.page_route import PageRoute
from registry.web.rendering import render

if TYPE_CHECKING:
    from contracts.messages import Case
    from contracts.model import ContractKey
    from registry.services.work import PartCases


def asked_case(part: Text = "", case: Text = "") -> tuple[str, str]:
    """The part and the id of the case that a link names."""
    return part, case


AskedCase = Annotated[tuple[str, str], Depends(asked_case)]

router = APIRouter(prefix="/contracts/{kind}/{name}/versions/{number}", route_class=PageRoute)


@router.get("")
async def show_version(request: Request, here: Here, key: Key, number: NumberPart) -> Response:
    """What the version says, who relies on it, and the answers that were given when it was registered."""
    version = await catalogue.get_version(here.database, key, version_number(key, number))
    definition = await catalogue.get_definition(here.database, key, version.number)
    contract = await catalogue.get_contract(here.database, key)
    mode = contract.policy.mode_for(key.kind)
    return render(
        request,
        "version.html",
        key=key,
        contract=contract,
        mode=mode,
        asked={direction.value for direction in Direction if mode.blocks(direction)},
        version=version,
        terms=definition.terms,
        tables=[field_table(part, version.lines) for part in definition.parts],
        users=await list_users(here.database, key, version.number),
        tabs=version_tabs(key, version.number, "fields"),
    )


@router.get("/schema")
async def show_schema(request: Request, here: Here, key: Key, number: NumberPart) -> Response:
    """The schema of each part, and how programs get the stored bytes."""
    version = await catalogue.get_version(here.database, key, version_number(key, number))
    schema = await catalogue.get_schema(here.database, key, version.number)
    return render(
        request,
        "version_schema.html",
        key=key,
        version=version,
        parts=definition_of_bytes(key.kind, schema.body).parts,
        size=len(schema.body),
        url=f"{str(request.base_url).rstrip('/')}/api/v1{version_url(key, version.number)}/schema",
        is_open=not here.authenticator.is_known_to_be_required,
        tabs=version_tabs(key, version.number, "schema"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The case whose message is shown."""

    part: str
    case: Case


@router.get("/cases")
async def show_cases(request: Request, here: Here, key: Key, number: NumberPart, asked: AskedCase) -> Response:
    """Test messages: every shape that the version allows, and one way to break each of its rules; one is shown."""
    version = await catalogue.get_version(here.database, key, version_number(key, number))
    parts = await catalogue.generate_cases(here.database, here.work(), key, version.number)
    return render(
        request,
        "version_cases.html",
        key=key,
        version=version,
        parts=parts,
        chosen=_chosen(parts, asked),
        place=f"{version_url(key, version.number)}/cases",
        tabs=version_tabs(key, version.number, "cases"),
    )


def _chosen(parts: list[PartCases], asked: tuple[str, str]) -> Chosen | None:
    """The case that is asked for, else the first one, if there is any."""
    found = [Chosen(part=item.part, case=case) for item in parts for case in item.cases]
    return next((one for one in found if (one.part, one.case.id) == asked), found[0] if found else None)


def version_tabs(key: ContractKey, number: int, current: str) -> list[tuple[str, str, bool]]:
    """The views of a version: label, URL, and whether it is the current one."""
    place = version_url(key, number)
    tabs = (
        ("Fields", "fields", place),
        ("Schema", "schema", f"{place}/schema"),
        ("Test cases", "cases", f"{place}/cases"),
        ("Validate", "validate", f"{place}/validate"),
    )
    return [(label, url, name == current) for label, name, url in tabs]
