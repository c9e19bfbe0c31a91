"""A repository with a branch that breaks a contract."""

from __future__ import annotations

import pytest

from tests.command_line import Project, git
from tests.design_documents import BROKEN, order_document


@pytest.fixture
def origin(project: Project) -> Project:
    """On `main` all is well; `feature` breaks a consumer of order.created."""
    git(project.root, "checkout", "-q", "-b", "feature")
    project.write(order_document(BROKEN))
    project.commit()
    return project
