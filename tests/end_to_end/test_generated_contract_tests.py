"""From a design document to contract tests that run: pull, generate, connect, and find a planted bug."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import Project, bindery
from tests.design_documents import order_document

NOWHERE = "http://127.0.0.1:9"
CLIENT = Path(__file__).parents[2] / "clients" / "python" / "src"
PLACING = """import pytest


@pytest.fixture
def publish_order_created():
    def place(publish):
        publish(
            {{
                "eventType": "order.created",
                "timestamp": "2026-11-22T14:00:00Z",
                "source": "orders",
                "data": {{"orderId": "123e4567-e89b-12d3-a456-426614174000", "total": {total}}},
            }}
        )

    return place
"""


@pytest.fixture
def generated(project: Project) -> Path:
    """The folder of a project whose contract tests were generated."""
    lock = str(project.root / "contracts.lock.json")
    project.write(order_document())
    pulled = bindery("pull", project.docs, "--service", "orders", "--lock", lock, "--cases", "--url", NOWHERE)
    output = str(project.root / "tests" / "contract")
    made = bindery("generate", "tests", "--service", "orders", "--lock", lock, "--output", output)
    assert (pulled.code, made.code) == (0, 0)
    return project.root


def run(folder: Path) -> tuple[int, str]:
    """The exit code and the output of the generated tests, in a process that knows the client but not the core."""
    program = f"import sys; sys.path.insert(0, {str(CLIENT)!r}); import pytest; sys.exit(pytest.main(sys.argv[1:]))"
    command = [sys.executable, "-I", "-c", program, "-q", "-p", "bindery_client.pytest_plugin", "tests/contract"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    return done.returncode, done.stdout + done.stderr


def test_unconnected_tests_say_what_is_missing(generated: Path) -> None:
    """As they are written, the tests fail and name the fixture to fill in."""
    code, output = run(generated)
    assert code == 1
    assert "publish_order_created in conftest.py" in output


def test_a_correct_service_passes(generated: Path) -> None:
    """Connected to a service that keeps its contract, they pass."""
    (generated / "tests" / "contract" / "conftest.py").write_text(PLACING.format(total=12900), encoding="utf-8")
    code, output = run(generated)
    assert (code, "1 passed" in output) == (0, True), output


def test_a_planted_bug_is_found(generated: Path) -> None:
    """Connected to a service that sends text for a number, they fail at that place."""
    (generated / "tests" / "contract" / "conftest.py").write_text(PLACING.format(total="'12900'"), encoding="utf-8")
    code, output = run(generated)
    assert code == 1
    assert "/data/total" in output
