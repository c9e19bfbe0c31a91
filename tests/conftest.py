"""How all tests run, and a git repository with one design document."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.command_line import Project, git
from tests.design_documents import order_document

# The same examples every time, however slow the machine: a gate that fails by chance tells nobody what to mend.
settings.register_profile(
    "repeatable", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A repository with the orders document committed."""
    root = tmp_path / "shop"
    (root / "docs").mkdir(parents=True)
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    found = Project(root=root)
    found.write(order_document())
    found.commit()
    return found
