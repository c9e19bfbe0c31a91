"""The service and its databases, as fixtures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.settings import Settings
from tests.running_registry import postgres_database, registry_client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a database file of this test's own."""
    return Settings.of_sqlite_file(tmp_path / "registry.db")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of the service with an empty database."""
    with registry_client(settings) as made:
        yield made


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    with postgres_database() as url:
        yield url
