"""The client as a distribution of its own: light, typed, and apart from the service."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

import bindery_client

ROOT = Path(__file__).parents[3]
CLIENT = ROOT / "clients" / "python"
FORBIDDEN = {
    "contracts",
    "registry",
    "jsonschema",
    "fastapi",
    "starlette",
    "pydantic",
    "sqlmodel",
    "sqlalchemy",
    "typer",
}


def project(folder: Path) -> dict[str, Any]:  # TOML of any shape
    """The `[project]` table of a distribution."""
    table: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]  # as above
    return table


def test_importing_the_client_loads_nothing_of_the_server() -> None:
    """A service that imports the client gets neither the core nor a web framework into its process."""
    script = "import sys, json, bindery_client; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run(  # noqa: S603 - a fixed script, run by this interpreter
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(CLIENT / 'src')!r}); {script}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert FORBIDDEN & set(json.loads(done.stdout)) == set()


def test_importing_the_client_is_cheap() -> None:
    """A service starts 200 ms of CPU later at most, and without the HTTP client that a lock file makes needless."""
    script = (
        "import sys, time; begin = time.process_time(); import bindery_client;"
        "print(time.process_time() - begin, 'http.client' in sys.modules)"
    )
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(CLIENT / 'src')!r}); {script}"]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in range(3)]  # noqa: S603 - as above
    assert min(float(seconds) for seconds, _ in runs) <= 0.2
    assert {loaded for _, loaded in runs} == {"False"}


def test_the_version_is_the_one_of_the_distribution() -> None:
    """What the code says of itself is what the package index says."""
    assert bindery_client.__version__ == project(CLIENT)["version"]


def test_only_what_exists_is_exported() -> None:
    """Nothing in `__all__` is a promise."""
    assert [name for name in bindery_client.__all__ if not hasattr(bindery_client, name)] == []
    assert doctest.testmod(bindery_client).failed == 0


def test_the_base_install_is_light() -> None:
    """What comes with the client, it and what its dependencies bring included: at most 8 distributions."""
    assert len(installed_with("bindery-client")) <= 8


def installed_with(distribution: str) -> set[str]:
    """The distributions that installing this one brings along, without extras."""
    found, waiting = set[str](), [distribution]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            needed = map(Requirement, requires(name) or ())
            waiting += [item.name for item in needed if item.marker is None or item.marker.evaluate({"extra": ""})]
    return found


def test_dependencies_have_the_ranges_of_the_service() -> None:
    """Both distributions validate with the same engine."""
    assert set(project(CLIENT)["dependencies"]) <= set(project(ROOT)["dependencies"])


def test_the_package_says_that_it_is_typed() -> None:
    """Type checkers of users look for the marker."""
    assert (CLIENT / "src" / "bindery_client" / "py.typed").is_file()
