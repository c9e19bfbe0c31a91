"""`bindery generate tests`: written, kept, and told what is missing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.command_line import Answer, Project, bindery
from tests.design_documents import order_document

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def locked(project: Project) -> Project:
    """A project with the lock file of the orders service."""
    lock = str(project.root / "contracts.lock.json")
    assert bindery("pull", project.docs, "--service", "orders", "--lock", lock, "--url", NOWHERE).code == 0
    return project


def generate(project: Project, *arguments: str, service: str = "orders") -> Answer:
    """The answer of `bindery generate tests`."""
    lock = str(project.root / "contracts.lock.json")
    where = ["--output", str(folder(project)), "--lock", lock]
    return bindery("generate", "tests", "--service", service, *where, *arguments)


def folder(project: Project) -> Path:
    """The folder of the generated tests."""
    return project.root / "tests" / "contract"


def functions(path: Path) -> list[str]:
    """The functions of a module."""
    return [node.name for node in ast.parse(path.read_bytes()).body if isinstance(node, ast.FunctionDef)]


def test_tests_and_fixtures_are_written(locked: Project) -> None:
    """The first run writes both modules and says what to fill in."""
    answer = generate(locked)
    assert answer.code == 0
    assert functions(folder(locked) / "test_orders_contracts.py") == ["test_produces_order_created"]
    assert functions(folder(locked) / "conftest.py") == ["publish_order_created"]
    assert "fill in" in answer.err


def test_fixtures_are_never_overwritten(locked: Project) -> None:
    """What the service wrote into conftest.py stays."""
    generate(locked)
    mine = "def publish_order_created():\n    return 1\n"
    (folder(locked) / "conftest.py").write_text(mine, encoding="utf-8")
    answer = generate(locked)
    assert (answer.code, answer.out) == (0, "")
    assert (folder(locked) / "conftest.py").read_text(encoding="utf-8") == mine


@pytest.mark.parametrize("mine", ["import pytest\n", "def broken(:\n"])
def test_missing_fixtures_are_told(locked: Project, mine: str) -> None:
    """A conftest.py that lacks a fixture stays as it is; the text to add is printed."""
    folder(locked).mkdir(parents=True)
    (folder(locked) / "conftest.py").write_text(mine, encoding="utf-8")
    answer = generate(locked)
    assert answer.code == 0
    assert "does not define publish_order_created" in answer.err
    assert answer.out.startswith("@pytest.fixture\ndef publish_order_created():")


def test_fresh_tests_pass_the_check(locked: Project) -> None:
    """`--check` fails before the tests are written and passes afterwards; it writes nothing itself."""
    assert generate(locked, "--check").code == 1
    assert not folder(locked).exists()
    generate(locked)
    assert generate(locked, "--check").code == 0


def test_stale_tests_fail_the_check(locked: Project) -> None:
    """An edited module is stale, and the command that repairs it is named."""
    generate(locked)
    module = folder(locked) / "test_orders_contracts.py"
    module.write_text("", encoding="utf-8")
    answer = generate(locked, "--check")
    assert answer.code == 1
    assert "run `bindery generate tests --service orders" in answer.err
    assert module.read_text(encoding="utf-8") == ""


def test_a_new_version_does_not_make_tests_stale(locked: Project) -> None:
    """The tests name contracts, not versions: they are written again only when contracts come or go."""
    generate(locked)
    locked.write(order_document({"orderId": "uuid"}))
    lock = str(locked.root / "contracts.lock.json")
    assert bindery("pull", locked.docs, "--service", "orders", "--lock", lock, "--url", NOWHERE).code == 0
    assert generate(locked, "--check").code == 0


def test_without_a_lock_file_there_is_nothing_to_test(project: Project) -> None:
    """The command that makes a lock file is named."""
    answer = generate(project)
    assert answer.code == 2
    assert "bindery pull --service orders" in answer.err


@pytest.mark.parametrize("service", ["billing", "a:b"])
def test_the_lock_file_of_another_service_is_refused(locked: Project, service: str) -> None:
    """Tests of one service are not made from the contracts of another."""
    assert generate(locked, service=service).code == 2
