"""The GitLab job: its script run as a runner runs it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from contracts.keywords import Json
from tests.command_line import Project, git
from tests.design_documents import EXTENDED, order_document
from tests.pipelines import ROOT, Run, clone, commit_of, put_bindery, run_script

JOB: Json = yaml.safe_load((ROOT / "integrations" / "gitlab" / "bindery.yml").read_text("utf-8"))["bindery"]


def run_job(checkout: Path, **variables: str) -> Run:
    """The script of the job in a checkout, with what GitLab sets for this pipeline."""
    programs = put_bindery(checkout.parent / "programs")
    given = {**JOB["variables"], "PATH": f"{programs}:{os.environ['PATH']}", **variables}
    return run_script("\n".join(JOB["script"]), folder=checkout, variables=given)


@pytest.fixture
def checkout(origin: Project, tmp_path: Path) -> Path:
    """One commit of `feature`."""
    return clone(origin.root, "feature", tmp_path / "checkout")


def test_a_merge_request_is_compared_with_where_it_left_from(checkout: Path, origin: Project) -> None:
    """What the target has gained since is not missing; the report is where GitLab looks for it."""
    base = commit_of(origin.root, "main")
    git(origin.root, "checkout", "-q", "main")
    origin.write(order_document(EXTENDED).replace("order.created", "order.paid"), "paid.md")
    origin.commit()
    done = run_job(checkout, CI_MERGE_REQUEST_DIFF_BASE_SHA=base, CI_COMMIT_BEFORE_SHA="0" * 40)
    assert done.code == 1
    assert "order.paid" not in done.out
    report = (checkout / JOB["artifacts"]["reports"]["junit"]).read_text("utf-8")
    assert 'failures="1"' in report


def test_a_push_is_compared_with_what_was_there_before(checkout: Path, origin: Project) -> None:
    """Without a merge request."""
    assert run_job(checkout, CI_COMMIT_BEFORE_SHA=commit_of(origin.root, "main")).code == 1


def test_documents_without_a_past_are_linted(checkout: Path) -> None:
    """The first push of a branch."""
    done = run_job(checkout, CI_COMMIT_BEFORE_SHA="0" * 40)
    assert (done.code, "1 document, 1 problem" in done.err) == (0, True)


def test_a_baseline_can_be_named(checkout: Path) -> None:
    """And one that is not there is no success."""
    assert run_job(checkout, BINDERY_AGAINST="git:HEAD", CI_COMMIT_BEFORE_SHA="").code == 0
    assert run_job(checkout, BINDERY_AGAINST="git:nowhere", CI_COMMIT_BEFORE_SHA="").code == 3
