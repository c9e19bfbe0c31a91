"""The examples of the pages about pipelines, read by those who would read them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from contracts.findings import read_ignore_file
from tests.pipelines import ROOT

PROGRAMS = Path(sys.executable).parent
CHECKS = {
    "jobs:": ("check-jsonschema", "--builtin-schema", "vendor.github-workflows"),
    "repos:": ("pre-commit", "validate-config"),
}


def blocks(page: str) -> list[str]:
    """The YAML blocks of a page."""
    return re.findall(r"^```yaml\n(.*?)^```", (ROOT / "docs" / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("key", CHECKS)
def test_an_example_is_valid(key: str, tmp_path: Path) -> None:
    """A workflow for GitHub, a configuration for pre-commit."""
    (block,) = [block for block in blocks("how-to/ci.md") if re.search(f"^{key}", block, re.MULTILINE)]
    file = tmp_path / "example.yaml"
    file.write_text(block, "utf-8")
    command = [str(PROGRAMS / CHECKS[key][0]), *CHECKS[key][1:], str(file)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 - a checker


def test_the_hooks_of_the_page_are_those_of_the_repository() -> None:
    """By their ids."""
    (block,) = [block for block in blocks("how-to/ci.md") if block.startswith("repos:")]
    named = [hook["id"] for hook in yaml.safe_load(block)["repos"][0]["hooks"]]
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert named == [hook["id"] for hook in offered]


def test_the_ignore_file_of_the_page_is_one() -> None:
    """With both kinds of entries."""
    (block,) = blocks("command-line.md")
    assert [entry.rule.is_verdict for entry in read_ignore_file(block)] == [False, True]
