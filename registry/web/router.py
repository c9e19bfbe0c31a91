"""All pages, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from registry.entrance.gate import STATIC
from registry.web.assets import read_asset
from registry.web.pages import (
    audit,
    comparison,
    contract,
    contracts,
    deploying,
    documents,
    environments,
    graph,
    home,
    playground,
    preview,
    rules,
    services,
    signing_in,
    version,
)

if TYPE_CHECKING:
    from fastapi import FastAPI

PAGES = (
    home,
    contracts,
    contract,
    version,
    playground,
    comparison,
    services,
    graph,
    deploying,
    environments,
    documents,
    preview,
    rules,
    audit,
    signing_in,
)


def add_pages(app: FastAPI) -> None:
    """Let the application answer to browsers: the pages, and what they load."""
    app.add_route(STATIC + "{name}", read_asset, methods=["GET"], include_in_schema=False)
    pages = APIRouter(include_in_schema=False)
    for module in PAGES:
        pages.include_router(module.router)
    app.include_router(pages)
