"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("contracts", "registry", "clients/python/src", "tests", "examples", "benchmarks", "docs")
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 40
EMPTY_NOUNS = {"utils", "helpers", "common", "base", "manager", "util", "helper", "misc"}
WORKSHOP = re.compile(r"pypi\.org|pythonhosted\.org|(?<![\w.~$}-])/(?:root|work)/|/tmp/wt")


def modules(*folders: str) -> list[Path]:
    """The Python files under some folders, migrations left out."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def tracked_files() -> list[Path]:
    """The text files that are committed or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - git
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions that a module defines, nested ones included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", modules(*PACKAGES), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_one_idea(path: Path) -> None:
    """No module is longer than 400 lines, and none of its functions longer than 40."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE_LINES
    long = [f.name for f in functions(path) if (f.end_lineno or 0) - f.lineno + 1 > MAX_FUNCTION_LINES]
    assert long == []


def test_every_module_has_a_noun() -> None:
    """No module is called utils, helpers, common, base or manager."""
    assert [path for path in modules(*PACKAGES) if path.stem in EMPTY_NOUNS] == []


def test_the_core_opens_nothing() -> None:
    """The builtin `open` is not called in the core."""
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules("contracts")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"open", "input", "print"}
    ]
    assert calls == []


def test_tests_are_no_package() -> None:
    """There is no `__init__.py` under tests: files are imported by their path."""
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_every_test_states_its_claim() -> None:
    """Each test function has a docstring."""
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules("tests")
        for node in functions(path)
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_the_project_speaks_of_itself_alone() -> None:
    """No committed file names a package index or a path of the machine that it was written on."""
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked_files()
        if path != Path(__file__)
        for word in WORKSHOP.findall(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert found == []


PLANTED = {
    "contracts/planted.py": "import registry.settings\n",
    "registry/services/planted.py": "import sqlmodel\n",
    "registry/web/planted.py": "import registry.api.router\n",
    "clients/python/src/bindery_client/planted.py": "import contracts.model\n",
}


@pytest.mark.parametrize("place", PLANTED)
def test_a_reversed_arrow_is_refused(place: str, tmp_path: Path) -> None:
    """The import linter refuses a violation that is planted in a copy of the house."""
    for folder in ("contracts", "registry", "clients"):
        subprocess.run(["cp", "-r", str(ROOT / folder), str(tmp_path)], check=True)  # noqa: S603, S607 - a fixed copy
    (tmp_path / ".importlinter").write_text((ROOT / ".importlinter").read_text(encoding="utf-8"), encoding="utf-8")
    assert lint(tmp_path) == 0
    (tmp_path / place).write_text(PLANTED[place], encoding="utf-8")
    assert lint(tmp_path) != 0


def lint(folder: Path) -> int:
    """The exit code of the import linter on a copy of the house."""
    program = (
        "import sys; sys.path[:0] = ['.', 'clients/python/src'];"
        "from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    )
    command = [sys.executable, "-P", "-c", program]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode  # noqa: S603 - our own
