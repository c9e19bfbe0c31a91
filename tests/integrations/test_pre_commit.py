"""The pre-commit hooks, installed and run by pre-commit itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.command_line import Project, git
from tests.design_documents import BROKEN, UNCLOSED, order_document
from tests.pipelines import ROOT

PRE_COMMIT = Path(sys.executable).parent / "pre-commit"
PARTS = (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE", "contracts", "registry")


def test_a_commit_is_held_to_lint_and_check(project: Project, tmp_path: Path) -> None:
    """The hooks are installed once from a repository; then a fine edit passes, an error and a break do not."""
    hooks = hook_repository(tmp_path / "bindery")
    (project.root / ".pre-commit-config.yaml").write_text(
        f"repos: [{{repo: {hooks}, rev: v1, hooks: [{{id: bindery-lint}}, {{id: bindery-check}}]}}]\n", "utf-8"
    )
    project.commit()
    assert said_by_hooks(project) == (0, "")
    project.write(UNCLOSED)
    assert "docs/orders.md:17:1: error unclosed-fence" in said_by_hooks(project)[1]
    project.write(order_document(BROKEN))
    code, said = said_by_hooks(project)
    assert code == 1
    assert "bindery lint.............................................................Passed" in said
    assert "✗ order.created  incompatible" in said
    git(project.root, "rm", "-qf", "docs/orders.md")
    assert "contract-removed" in said_by_hooks(project)[1]


def hook_repository(folder: Path) -> Path:
    """A repository that holds what pre-commit installs, with a tag."""
    folder.mkdir()
    for part in PARTS:
        place = ROOT / part
        copy = shutil.copytree if place.is_dir() else shutil.copy
        copy(place, folder / part)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "bindery")
    git(folder, "tag", "v1")
    return folder


def said_by_hooks(project: Project) -> tuple[int, str]:
    """The exit code of pre-commit for what is staged, and what it says unless all is well."""
    git(project.root, "add", "-A")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(project.root.parent / "cache"), "PRE_COMMIT_COLOR": "never"}
    environment.pop("PYTHONPATH", None)  # it would put other packages before those that are installed
    done = subprocess.run(  # noqa: S603 - pre-commit
        [str(PRE_COMMIT), "run"], cwd=project.root, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr if done.returncode else ""
