"""What rules and problems mean."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from registry.web.explaining import explanations, groups
from registry.web.page_route import PageRoute
from registry.web.rendering import render

router = APIRouter(prefix="/rules", route_class=PageRoute)


@router.get("")
async def show_rules(request: Request) -> Response:
    """All of them."""
    return render(request, "rules.html", groups=groups())


@router.get("/{rule}")
async def show_rule(request: Request, rule: str) -> Response:
    """One of them."""
    found = explanations().get(rule)
    return render(request, "rule.html", status=200 if found else 404, asked=rule, explanation=found)
