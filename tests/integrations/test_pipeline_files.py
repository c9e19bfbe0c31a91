"""The files that pipelines read, held against the schemas of those who read them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from contracts.keywords import Json
from tests.pipelines import ROOT

PROGRAMS = Path(sys.executable).parent


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", ".github/workflows/ci.yml"),
        ("vendor.gitlab-ci", "integrations/gitlab/bindery.yml"),
    ],
)
def test_a_file_fits_its_schema(schema: str, file: str) -> None:
    """GitHub's and GitLab's own."""
    assert said_by("check-jsonschema", "--builtin-schema", schema, str(ROOT / file)).startswith("ok")


def test_hooks_are_declared_as_pre_commit_wants_them() -> None:
    """By pre-commit's own check."""
    assert said_by("pre-commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")) == ""


def test_workflows_are_safe() -> None:
    """No finding of zizmor: pinned actions, least permissions, no input inside a script."""
    said_by("zizmor", "--offline", "--quiet", str(ROOT / "action.yml"), str(ROOT / ".github" / "workflows" / "ci.yml"))


def test_the_workflow_runs_the_whole_gate() -> None:
    """The same program as everybody else."""
    workflow: Json = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    assert [step["run"] for step in workflow["jobs"]["gate"]["steps"] if "run" in step] == [".ci/run"]


def said_by(program: str, *arguments: str) -> str:
    """What a checker says when it is content."""
    command = [str(PROGRAMS / program), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - a checker
