"""The command line, with and without a server, against a registry that really runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command_line import Answer, Project, bindery
from tests.design_documents import BROKEN, EXTENDED, UNCLOSED, order_document
from tests.running_registry import running_registry

SHOP = Path(__file__).parents[2] / "examples" / "shop" / "docs"


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[str]:
    """The URL of a registry on a free port, with a database of its own."""
    with running_registry(tmp_path) as url:
        yield url


def remote(command: str, project: Project, registry: str, *options: str) -> Answer:
    """A command that asks this registry."""
    extra = ["--against", "registry"] if command == "check" else []
    return bindery(command, project.docs, "--url", registry, "--format", "json", *extra, *options)


@pytest.mark.parametrize(
    "revision",
    [order_document(), order_document(BROKEN), order_document(EXTENDED), order_document(consumers="-"), UNCLOSED, ""],
    ids=["unchanged", "breaking", "harmless", "other parties", "unreadable", "emptied"],
)
def test_git_and_registry_give_the_same_plan(project: Project, registry: str, revision: str) -> None:
    """The same documents get the same answer with and without a server."""
    assert remote("register", project, registry).code == 0
    project.write(revision)
    without_server = bindery("check", project.docs, "--against", "git:HEAD", "--format", "json")
    with_server = remote("check", project, registry)
    assert without_server.json == with_server.json
    assert without_server.code == with_server.code


def test_a_deleted_document_is_seen_by_the_registry_too(project: Project, registry: str) -> None:
    """What the registry knows of a place that is gone from disk is planned as removed."""
    project.write(order_document().replace("order.created", "order.paid"), "paid.md")
    remote("register", project, registry)
    (project.root / "docs" / "paid.md").unlink()
    answer = remote("check", project, registry)
    assert (answer.code, answer.json["summary"]) == (1, {"contract-removed": 1, "unchanged": 1})


def test_a_refused_revision_leaves_no_trace(project: Project, registry: str) -> None:
    """After a refusal the registry holds what it held before."""
    remote("register", project, registry)
    project.write(order_document(BROKEN))
    assert remote("register", project, registry).code == 1
    project.write(order_document())
    assert remote("check", project, registry).json["summary"] == {"unchanged": 1}


def test_an_intended_break_is_accepted_with_its_reason(project: Project, registry: str) -> None:
    """Accepted by name, a break becomes the next version; without a reason it is a usage error."""
    remote("register", project, registry)
    project.write(order_document(BROKEN))
    assert remote("register", project, registry, "--accept-breaking", "order.created").code == 2
    reason = ("--accept-breaking", "order.created", "--reason", "billing has moved on")
    answer = remote("register", project, registry, *reason)
    assert (answer.code, answer.json["results"][0]["version"]) == (0, 2)


def test_the_shop_registers_twice_without_a_change(registry: str) -> None:
    """Registration is idempotent for all four documents."""
    for summary in ({"new": 23}, {"unchanged": 23}):
        answer = bindery("register", str(SHOP), "--url", registry, "--source", "shop", "--format", "json")
        assert (answer.code, answer.json["summary"]) == (0, summary)
