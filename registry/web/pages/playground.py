"""A message tried against a version, as its writer or as its reader would check it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from contracts.model import ContentModel
from registry.auth.roles import AccessRole
from registry.entrance.access import least
from registry.entrance.context import Context, Here
from registry.entrance.json_text import read_json
from registry.entrance.places import Key, NumberPart, version_number
from registry.entrance.problems import Refused
from registry.services import catalogue
from registry.services.validation import Candidate, Side, validate_message
from registry.web.asked import Text
from registry.web.links import version_url
from registry.web.marked_json import marked_lines
from registry.web.page_route import PageRoute
from registry.web.pages.version import version_tabs
from registry.web.rendering import render
from registry.web.words import written_json

if TYPE_CHECKING:
    from contracts.keywords import Json
    from contracts.messages import Case
    from contracts.model import ContractKey
    from contracts.validation import Rejection
    from registry.services.work import PartCases

router = APIRouter(prefix="/contracts/{kind}/{name}/versions/{number}", route_class=PageRoute)

_OFFERED = 200  # versions in the picker, the latest ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a link names: a part, a side, and the id of a case to begin with."""

    part: Text = ""
    side: Text = ""
    case: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What the form holds; `side` is that of who checks."""

    message: str
    part: str
    side: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What became of a message: why it is no JSON, or what the version rejects in `value`."""

    value: Json = None
    unreadable: str = ""
    rejections: tuple[Rejection, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether the version accepts it."""
        return not self.unreadable and not self.rejections


async def tried_in(
    message: Annotated[str, Form()] = "", part: Annotated[str, Form()] = "", side: Annotated[str, Form()] = ""
) -> Tried:
    """What the form holds."""
    return Tried(message=message, part=part, side=_side(side))


@router.get("/validate")
async def show_playground(
    request: Request, here: Here, key: Key, number: NumberPart, asked: Annotated[Asked, Depends()]
) -> Response:
    """The form with a generated message in it, the first valid one unless a link names another."""
    parts = await catalogue.generate_cases(here.database, here.work(), key, version_number(key, number))
    part, case = _begun(parts, asked)
    message = written_json(case.message) if case else ""
    tried = Tried(message=message, part=part, side=_side(asked.side))
    return await _shown(request, key, version_number(key, number), tried, parts)


@router.post("/validate")
@least(AccessRole.READER)
async def try_message(
    request: Request, here: Here, key: Key, number: NumberPart, tried: Annotated[Tried, Depends(tried_in)]
) -> Response:
    """What the version says of the message."""
    parts = await catalogue.generate_cases(here.database, here.work(), key, version_number(key, number))
    return await _shown(request, key, version_number(key, number), tried, parts)


async def _shown(request: Request, key: ContractKey, number: int, tried: Tried, parts: list[PartCases]) -> Response:
    here: Context = request.app.state.context
    contract = await catalogue.get_contract(here.database, key)
    version = await catalogue.get_version(here.database, key, number)
    found = await _found(here, key, number, tried) if tried.message.strip() else None
    return render(
        request,
        "playground.html",
        key=key,
        version=version,
        versions=await catalogue.list_latest_versions(here.database, key, limit=_OFFERED),
        parts=parts,
        cases=next((item.cases for item in parts if item.part == tried.part), ()),
        tried=tried,
        found=found,
        is_closed=contract.policy.content_model is ContentModel.CLOSED_WRITER,
        marked_lines=marked_lines,
        place=f"{version_url(key, number)}/validate",
        tabs=version_tabs(key, number, "validate"),
    )


async def _found(here: Context, key: ContractKey, number: int, tried: Tried) -> Finding:
    try:
        value = read_json(tried.message.encode(), max_depth=here.settings.max_json_depth)
    except Refused as refused:
        return Finding(unreadable=refused.detail.replace("the body", "it", 1))
    candidate = Candidate(message=value, side=tried.side, part=tried.part or None)
    return Finding(value=value, rejections=await validate_message(here.database, here.work(), key, number, candidate))


def _begun(parts: list[PartCases], asked: Asked) -> tuple[str, Case | None]:
    """The part and the case that a link names; where it names none, the first part and its first valid case."""
    item = next((item for item in parts if item.part == asked.part), parts[0] if parts else None)
    if item is None:
        return "", None
    named = next((case for case in item.cases if case.id == asked.case), None)
    return item.part, named or next((case for case in item.cases if case.valid), None)


def _side(text: str) -> Side:
    return Side(text) if text in set(Side) else Side.READER
