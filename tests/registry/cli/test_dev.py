"""`bindery dev` as a user starts and ends it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import httpx2

from tests.bindery_process import bindery_process
from tests.command_line import Project, bindery
from tests.design_documents import BROKEN, order_document

if TYPE_CHECKING:
    from pathlib import Path


def test_it_tells_its_address_and_what_it_finds_and_ends_when_interrupted(project: Project) -> None:
    """The address first, then the plan; Ctrl+C is a clean end."""
    project.write(order_document(BROKEN))
    with bindery_process("dev", project.docs, "--port", "0", env={"NO_COLOR": "1"}) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        url = process.stderr.readline().split()[-1]
        verdict = next(line for line in process.stdout if line.startswith(("✓", "✗")))
        assert verdict.startswith("✗ order.created  incompatible")
        assert "order.created" in httpx2.get(url, timeout=60).text
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in told


def test_a_place_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    """As with every command."""
    answer = bindery("dev", str(tmp_path / "nowhere"))
    assert (answer.code, "does not exist" in answer.err) == (2, True)


def test_it_is_compared_with_documents_not_with_a_registry(project: Project) -> None:
    """`check --against registry` is for that."""
    answer = bindery("dev", project.docs, "--against", "registry")
    assert (answer.code, "git:REF or a directory" in answer.err) == (2, True)
