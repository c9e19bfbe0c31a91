"""The project under test: `[tool.bindery]` of its `pyproject.toml`, its lock file and its case file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import orjson

from bindery_client import Contracts
from bindery_client.testing.case_file import Case, CaseFile, case_path
from bindery_client.testing.errors import CannotTest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bindery_client.json_values import Json

LOCK_FILE = "contracts.lock.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`[tool.bindery]`: the service, the registry, and the place of the lock file."""

    folder: Path
    service: str | None = None
    registry: str | None = None
    lock: str = LOCK_FILE

    @classmethod
    def nearest(cls, start: Path, root: Path) -> Settings:
        """The settings that hold for a test file: of the nearest folder that has some, up to `root`."""
        for folder in [start, *start.parents]:
            table = _table(folder / "pyproject.toml")
            if table is not None:
                return cls(folder=folder, **{name: str(value) for name, value in table.items()})
            if (folder / LOCK_FILE).is_file():
                return cls(folder=folder)
            if folder == root:
                break
        return cls(folder=root)


def _table(path: Path) -> Mapping[str, object] | None:
    """The table `[tool.bindery]` of a file, None where it has none."""
    if not path.is_file():
        return None
    table: dict[str, object] | None = tomllib.loads(path.read_text("utf-8")).get("tool", {}).get("bindery")
    unknown = set(table or ()) - {"service", "registry", "lock"}
    if unknown:
        raise CannotTest(f"{path}: [tool.bindery] has no {', '.join(sorted(unknown))}; it has service, registry, lock")
    return table


@dataclass(frozen=True, kw_only=True)
class Project:
    """The contracts of the service under test, and their cases."""

    settings: Settings

    @property
    def lock_path(self) -> Path:
        """Where the lock file is."""
        return self.settings.folder / self.settings.lock

    @cached_property
    def contracts(self) -> Contracts:
        """The contracts of the lock file.

        Raises:
            CannotTest: there is no lock file, or it is another service's.
        """
        if not self.lock_path.is_file():
            raise CannotTest(
                f"no lock file at {self.lock_path}: run `bindery pull --cases`, or set lock in [tool.bindery]"
            )
        contracts = Contracts.from_lock(self.lock_path)
        if self.settings.service not in (None, contracts.service):
            raise CannotTest(
                f"{self.lock_path.name} is of {contracts.service}, but [tool.bindery] says {self.settings.service}"
            )
        return contracts

    @cached_property
    def entries(self) -> tuple[Mapping[str, Json], ...]:  # JSON, whose form `contracts` has checked
        """The entries of the lock file."""
        _ = self.contracts
        return tuple(orjson.loads(self.lock_path.read_bytes())["contracts"])

    @cached_property
    def _case_file(self) -> CaseFile:
        return CaseFile.read(case_path(self.lock_path))

    def entry(self, name: str, role: str) -> Mapping[str, Json]:
        """The entry of a contract in which the service has this role.

        Raises:
            CannotTest: the service does not have it.
            UnknownContract: the lock file does not know the contract.
        """
        roles = {entry["role"]: entry for entry in self.entries if entry["name"] == name}
        if role in roles:
            return roles[role]
        if not roles:
            _ = self.contracts.operation(name) if ":" in name else self.contracts.event(name)
        raise CannotTest(f"{self.contracts.service} is {' and '.join(sorted(roles))} of {name}, not {role}")

    def provided(self, names: tuple[str, ...]) -> tuple[Mapping[str, Json], ...]:
        """The entries of the operations that are named, one by one or by the service that provides them.

        Raises:
            CannotTest: the lock file has none.
        """
        found: list[Mapping[str, Json]] = []
        for name in names:
            own = [
                entry for entry in self.entries if entry["role"] == "provider" and entry["name"].split(":")[0] == name
            ]
            if ":" not in name and not own:
                raise CannotTest(
                    f"{self.lock_path.name} has no operation that {name} provides; it is of {self.contracts.service}"
                )
            found += own or [self.entry(name, "provider")]
        return tuple(found)

    def cases(self, entry: Mapping[str, Json]) -> Mapping[str, tuple[Case, ...]]:
        """The cases of an entry of the lock file, by part: `message`, `request`, `response 201 application/json`."""
        return self._case_file.of(entry["kind"], entry["name"], entry["fingerprint"])
