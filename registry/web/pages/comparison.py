"""Any two versions of a contract: what the newer one means to those who rely on the older one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from contracts.canonical import definition_of_bytes
from contracts.model import ContractKey
from registry.entrance.context import Context, Here
from registry.entrance.places import contract_key, version_number
from registry.services.catalogue import get_contract, get_schema, get_version, list_versions
from registry.services.compatibility import compare_versions
from registry.web.comparing import Sides, answers, effects, line_of, witness_lines
from registry.web.page_route import PageRoute
from registry.web.rendering import render
from registry.web.schema_diff import diff_lines

router = APIRouter(route_class=PageRoute)

_OFFERED = 200  # versions in the pickers, the latest ones
_MAX_CHANGES = 50  # in the list; those that decide something come first
_MAX_DIFF_LINES = 200
Number = Annotated[str, Query(max_length=20)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """The numbers of the two versions, as they were written."""

    old: Number = ""
    new: Number = ""


def key_in_path(kind: str, name: str) -> ContractKey:
    """The contract that the path names."""
    return contract_key(kind, name)


@router.get("/contracts/{kind}/{name}/compare")
async def show_comparison(
    request: Request,
    here: Here,
    key: Annotated[ContractKey, Depends(key_in_path)],
    picked: Annotated[Picked, Depends()],
) -> Response:
    """Two versions of a contract compared: by default the latest and the one before it."""
    contract = await get_contract(here.database, key)
    latest = contract.number or 0
    if latest < 2:  # noqa: PLR2004 - comparing takes two
        return render(request, "compare.html", contract=contract, compared=None)
    newer = version_number(key, picked.new) if picked.new else latest
    older = version_number(key, picked.old) if picked.old else max(newer - 1, 1)
    offered = await list_versions(here.database, key, limit=_OFFERED, after=max(latest - _OFFERED, 0))
    return render(
        request,
        "compare.html",
        contract=contract,
        offered=offered[::-1],
        compared=await _compared(here, key, older, newer),
        max_changes=_MAX_CHANGES,
        max_diff_lines=_MAX_DIFF_LINES,
        line_of=line_of,
        witness_lines=witness_lines,
    )


async def _compared(here: Context, key: ContractKey, old: int, new: int) -> dict[str, object]:
    """What the template shows of two versions.

    Raises:
        VersionNotFound: the contract has no such version.
    """
    before, after = [await get_version(here.database, key, number) for number in (old, new)]
    sides = Sides(kind=key.kind, old=before, new=after)
    prove = here.proofs.before(here.work().prover())
    comparison = await compare_versions(here.database, prove, key, old=old, new=new)
    found = answers(comparison, sides)
    texts = [
        definition_of_bytes(key.kind, (await get_schema(here.database, key, number)).body).to_json()
        for number in (old, new)
    ]
    return {
        "sides": sides,
        "answers": found,
        "effects": effects(comparison, sides, tuple(answer.direction for answer in found)),
        "diff": diff_lines(*texts),
    }
