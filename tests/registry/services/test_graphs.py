"""Who depends on whom, on both databases."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from contracts.model import ContractKey, Kind
from registry.services.graphs import read_links
from registry.settings import Settings
from registry.storage import Database
from registry.storage.graph_views import GraphFilter
from tests.deployed_shop import shop_registry
from tests.registry_texts import events_document
from tests.running_registry import register

if TYPE_CHECKING:
    from pathlib import Path

    from registry.services.graphs import ServiceGraph

LATER = events_document({"order.created": {"orderId": "uuid", "total": 1, "note?": "string"}, "order.lost": None})


async def graph(settings: Settings, wanted: GraphFilter) -> ServiceGraph:
    """The graph of a registry."""
    database = Database(settings.database_url)
    try:
        return await read_links(database, wanted)
    finally:
        await database.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_contract_counts_once_for_two_services(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Though two documents name its parties; the first contracts of each link are named, in order."""
    settings = Settings.of_sqlite_file(tmp_path / "registry.db")
    if kind == "postgres":
        settings = settings.model_copy(update={"database_url": request.getfixturevalue("postgres_url")})
    with shop_registry(settings) as client:
        assert register(client, {"docs/later.md": LATER}).status_code == 200
        found = asyncio.run(graph(settings, GraphFilter(kind=Kind.EVENT)))
    (link,) = [link for link in found.links if (link.source, link.target) == ("orders", "billing")]
    assert link.contracts == 3
    assert link.named == tuple(
        ContractKey(kind=Kind.EVENT, name=f"order.{name}") for name in ("cancelled", "created", "lost")
    )
