"""Lock files and case files for tests, made by the code that `bindery pull` uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.exports.case_file import case_file
from contracts.lock_file import LockedContract, file_bytes, lock_entry, lock_file
from contracts.model import ContractKey, Definition, Kind, Policy, Role

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.keywords import Json, Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A contract in which the service has a role."""

    name: str
    role: Role
    definition: Definition

    def entry(self) -> dict[str, Json]:
        """The contract as an entry of a lock file."""
        key = ContractKey(kind=self.definition.kind, name=self.name)
        return lock_entry(
            LockedContract(key=key, role=self.role, definition=self.definition, policy=Policy(), version=1)
        )


def event_in(role: Role, name: str, schema: Schema) -> Bound:
    """An event of the service."""
    return Bound(name=name, role=role, definition=Definition.of_event(schema))


def operation_in(role: Role, name: str, definition: Json) -> Bound:
    """An operation of the service."""
    return Bound(name=name, role=role, definition=Definition.from_json(Kind.OPERATION, definition))


def write_contract_files(folder: Path, service: str, *contracts: Bound) -> None:
    """Write the two files that `bindery pull --cases` writes."""
    lock = lock_file(service, [contract.entry() for contract in contracts])
    (folder / "contracts.lock.json").write_bytes(file_bytes(lock))
    (folder / "contracts.cases.json").write_bytes(file_bytes(case_file(lock)))
