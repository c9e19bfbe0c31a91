"""The case file, `contracts.cases.json` beside `contracts.lock.json`: what `bindery pull --cases` wrote for tests."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from bindery_client.testing.errors import CannotTest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bindery_client.json_values import Json

CASES_VERSION = 1
PULL = "run `bindery pull --cases`"


def case_path(lock: Path) -> Path:
    """Where the test messages of a lock file stand: `billing.cases.json` beside `billing.lock.json`."""
    return lock.with_name(lock.name.removesuffix(".json").removesuffix(".lock") + ".cases.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A test message. `id` says what it shows, `optional-absent:data.note` for example.

    `rule` is the keyword that an invalid message breaks, None for a valid one.
    """

    id: str
    message: Json
    valid: bool
    rule: str | None = None

    def fresh(self) -> Json:
        """The message as a copy, which the test may change."""
        return copy.deepcopy(self.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """The cases by (kind, name, part), and the fingerprint of the contract that they were made from."""

    path: Path
    fingerprints: Mapping[tuple[str, str], str]
    cases: Mapping[tuple[str, str, str], tuple[Case, ...]]

    @classmethod
    def read(cls, path: Path) -> CaseFile:
        """The cases that a file holds.

        Raises:
            CannotTest: there is no such file, or it is no case file of this version.
        """
        try:
            content = orjson.loads(path.read_bytes())
            if content["cases_version"] != CASES_VERSION:
                raise CannotTest(
                    f"{path.name} has cases_version {content['cases_version']!r}, not 1: update the client"
                )
            contracts = [(contract["kind"], contract["name"], contract) for contract in content["contracts"]]
            return cls(
                path=path,
                fingerprints={(kind, name): contract["fingerprint"] for kind, name, contract in contracts},
                cases={
                    (kind, name, part["part"]): tuple(_case(case) for case in part["cases"])
                    for kind, name, contract in contracts
                    for part in contract["parts"]
                },
            )
        except OSError as error:
            raise CannotTest(f"no test messages at {path} ({error.strerror}): {PULL}") from error
        except (KeyError, TypeError, orjson.JSONDecodeError) as error:
            raise CannotTest(f"{path} is no case file ({type(error).__name__}: {error}): {PULL}") from error

    def of(self, kind: str, name: str, fingerprint: str) -> Mapping[str, tuple[Case, ...]]:
        """The cases of one contract, by part.

        Raises:
            CannotTest: the file does not know the contract, or was made from another version of it.
        """
        made_from = self.fingerprints.get((kind, name))
        if made_from != fingerprint:
            found = "holds no test messages" if made_from is None else "holds test messages of another version"
            raise CannotTest(f"{self.path.name} {found} of {name} (the lock file has {fingerprint[:19]}): {PULL}")
        return {part: cases for (a_kind, a_name, part), cases in self.cases.items() if (a_kind, a_name) == (kind, name)}


def _case(value: Mapping[str, Json]) -> Case:
    return Case(id=value["id"], message=value["message"], valid=value["valid"], rule=value.get("rule"))
