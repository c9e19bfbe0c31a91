"""The image. `.ci/image` builds and runs it; what can be said without building it is said here."""

from __future__ import annotations

import re

from tests.deployment_files import ROOT, run, tool

TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_linter_finds_nothing() -> None:
    """Hadolint has no complaint about the Dockerfile."""
    assert run(tool("hadolint"), "Dockerfile") == ""


def test_the_image_is_not_run_by_root() -> None:
    """The user is named by number: Kubernetes refuses `runAsNonRoot` for a name, which could be anybody's."""
    assert re.findall(r"^USER (.*)$", TEXT, flags=re.MULTILINE) == ["10001:10001"]


def test_what_is_copied_is_not_ignored() -> None:
    """What the build copies from the project is what the context holds."""
    copied = {name for line in re.findall(r"^COPY ([^-].*) \S+$", TEXT, flags=re.MULTILINE) for name in line.split()}
    sent = set(re.findall(r"^!(.*)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert copied == sent
