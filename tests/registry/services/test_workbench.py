"""Documents while somebody edits them."""

from __future__ import annotations

from queue import Queue
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from contracts.reports import plan_report
from registry.services.workbench import Snapshot, Workbench
from registry.workers import ProofPool
from tests.command_line import Project, bindery
from tests.design_documents import BROKEN, EXTENDED, UNCLOSED, order_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATH = "docs/orders.md"


@pytest.fixture(scope="module")
def pool() -> Iterator[ProofPool]:
    """Worker processes for all tests."""
    with ProofPool() as made:
        yield made


@pytest.fixture
def workbench(project: Project, pool: ProofPool) -> Workbench:
    """A workbench of the project against its last commit."""
    return Workbench(project.root / "docs", against="git:HEAD", pool=pool)


@pytest.mark.parametrize("text", [order_document(), order_document(EXTENDED), order_document(BROKEN), UNCLOSED, ""])
def test_the_verdicts_are_those_of_check(project: Project, workbench: Workbench, text: str) -> None:
    """One engine: what the page says, `bindery check --against git:HEAD` says."""
    project.write(text)
    assert workbench.refresh()
    checked = bindery("check", project.docs, "--against", "git:HEAD", "--format", "json").json
    assert plan_report(workbench.snapshot.plan) == checked


def test_nothing_changed_is_no_new_snapshot(workbench: Workbench) -> None:
    """Whoever looks every second is not told the same twice."""
    assert [workbench.refresh(), workbench.refresh(), workbench.snapshot.number] == [True, False, 1]


def test_a_commit_moves_the_baseline(project: Project, workbench: Workbench) -> None:
    """No document changes, and nothing is broken any more."""
    project.write(order_document(BROKEN))
    workbench.refresh()
    assert workbench.snapshot.plan.refusal == "incompatible"
    project.commit()
    assert workbench.refresh()
    assert workbench.snapshot.plan.refusal is None


def test_without_a_repository_everything_is_new(tmp_path: Path, pool: ProofPool) -> None:
    """And the page says why."""
    (tmp_path / "orders.md").write_text(order_document())
    workbench = Workbench(tmp_path, against="git:HEAD", pool=pool)
    workbench.refresh()
    assert "is in no git repository" in workbench.snapshot.remark
    assert [item.outcome for item in workbench.snapshot.plan.contracts] == ["new"]


def test_an_empty_folder_is_nothing_wrong(tmp_path: Path, pool: ProofPool) -> None:
    """The first document may be about to be written."""
    workbench = Workbench(tmp_path, against="git:HEAD", pool=pool)
    workbench.refresh()
    assert (workbench.snapshot.obstacle, workbench.snapshot.documents) == ("", ())


def test_what_cannot_be_read_keeps_what_was_there(project: Project, workbench: Workbench) -> None:
    """A folder that vanishes is told, and followed again once it is back."""
    workbench.refresh()
    (project.root / "docs").rename(project.root / "elsewhere")
    assert workbench.refresh()
    assert "does not exist" in workbench.snapshot.obstacle
    assert workbench.snapshot.document(PATH) is not None
    (project.root / "elsewhere").rename(project.root / "docs")
    assert workbench.refresh()
    assert workbench.snapshot.obstacle == ""


def test_a_reference_that_is_unknown_is_told(project: Project, pool: ProofPool) -> None:
    """It may be fetched while the page is open."""
    workbench = Workbench(project.root / "docs", against="git:nowhere", pool=pool)
    workbench.refresh()
    assert "'nowhere' is unknown" in workbench.snapshot.obstacle


def test_an_edit_is_followed(project: Project, workbench: Workbench) -> None:
    """Written to disk, and told without being asked."""
    told: Queue[Snapshot] = Queue()
    done = Event()
    following = Thread(target=workbench.follow, args=(told.put,), kwargs={"until": done})
    following.start()
    try:
        assert told.get(timeout=60).plan.refusal is None
        project.write(order_document(BROKEN))
        assert told.get(timeout=60).plan.refusal == "incompatible"
    finally:
        done.set()
        following.join(timeout=60)
    assert not following.is_alive()


def test_the_ignore_file_counts_here_as_well(project: Project, workbench: Workbench) -> None:
    """What it covers is marked, in the page and in what is printed, as `bindery check` marks it."""
    project.write(order_document(BROKEN))
    entry = "{rule: required-property-removed, contract: order.created, reason: nobody reads it}"
    (project.root / ".bindery-ignore.yaml").write_text(f"ignore:\n  - {entry}\n", "utf-8")
    workbench.refresh()
    snapshot = workbench.snapshot
    (planned,) = snapshot.plan.contracts
    assert snapshot.ignored[planned.key].reason == "nobody reads it"
    assert snapshot.report == bindery("check", project.docs, "--against", "git:HEAD", "--format", "json").json


def test_an_edited_ignore_file_is_a_new_snapshot(project: Project, workbench: Workbench) -> None:
    """An entry that covers nothing is said; a file that cannot be read is an obstacle, and not the end."""
    workbench.refresh()
    file = project.root / ".bindery-ignore.yaml"
    file.write_text("ignore:\n  - {rule: no-schema, path: docs/orders.md, reason: later}\n", "utf-8")
    assert workbench.refresh()
    assert workbench.snapshot.plan.problems[-1].code == "unused-ignore"
    file.write_text("ignore: 1\n", "utf-8")
    assert workbench.refresh()
    assert ".bindery-ignore.yaml:1" in workbench.snapshot.obstacle
