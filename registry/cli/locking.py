"""What goes into the lock file of a service: its own contracts from its documents, the others from the registry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contracts.canonical import fingerprint
from contracts.lock_file import LockedContract, lock_entry, lock_file
from contracts.model import ContentModel, ContractKey, Definition, Formats, Kind, Policy, Role
from contracts.registration import Registered
from registry.sources import RegistryUnreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.keywords import Json
    from contracts.registration import RegisteredContract
    from registry.sources import RemoteRegistry

WRITING = frozenset({Role.PRODUCER, Role.PROVIDER})


class ContractsMissing(Exception):
    """Contracts that the documents name and that can be found nowhere."""

    def __init__(self, keys: list[ContractKey]) -> None:
        names = ", ".join(str(key) for key in keys)
        super().__init__(
            f"neither registered nor given a schema in these documents: {names}. "
            "Register the document that owns it first, or correct the name"
        )
        self.keys = keys


class NothingToLock(Exception):
    """A service that has no contract anywhere."""

    def __init__(self, service: str) -> None:
        super().__init__(f"no contract of a service {service!r} is known: is this how the documents spell it?")


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedEntries:
    """The entries of a lock file by contract and role; `unshaped` are those that have no schema."""

    entries: Mapping[tuple[ContractKey, Role], dict[str, Json]] = field(default_factory=dict)
    unshaped: frozenset[tuple[ContractKey, Role]] = frozenset()

    @classmethod
    def of(cls, lock: Mapping[str, Json] | None) -> LockedEntries:
        """The entries of this lock file, none of None."""
        if lock is None:
            return cls()
        entries = {_place(entry): entry for entry in lock["contracts"]}
        return cls(entries=entries, unshaped=frozenset(map(_place, lock.get("no_schema", ()))))

    @property
    def keys(self) -> set[ContractKey]:
        """The contracts."""
        return {key for key, _ in (*self.entries, *self.unshaped)}

    def number_of(self, key: ContractKey, mark: str) -> int | None:
        """The version that an entry of this contract with this fingerprint has."""
        same = (entry for (other, _), entry in self.entries.items() if other == key and entry["fingerprint"] == mark)
        return next((entry["version"] for entry in same), None)


def _place(entry: Mapping[str, Json]) -> tuple[ContractKey, Role]:
    return ContractKey(kind=Kind(entry["kind"]), name=entry["name"]), Role(entry["role"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """A lock file, and what is worth saying about it."""

    lock: dict[str, Json]
    notes: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Pull:
    """One run. `documents` are the contracts that design documents alone would make.

    `previous` is the lock file that is there: without a registry, it is what still knows the numbers of versions.
    """

    service: str
    registry: RemoteRegistry
    documents: Registered
    previous: LockedEntries
    prefers_registry: bool = False
    _notes: list[str] = field(default_factory=list)
    _missing: list[ContractKey] = field(default_factory=list)
    _unshaped: set[tuple[ContractKey, Role]] = field(default_factory=set)

    def pulled(self) -> Pulled:
        """The lock file.

        Raises:
            ContractsMissing: the documents name contracts that can be found nowhere.
            NothingToLock: the service has no contract at all.
            RegistryUnreachable: something is needed from the registry, which does not answer.
            RemoteRefusal: the registry does not let the caller read.
        """
        named = {key: found for key, found in self.documents.contracts.items() if self._roles(found)}
        own = {} if self.prefers_registry else {key: found for key, found in named.items() if self._owns(found)}
        known = self._known(own, named)
        entries = [entry for (key, _), entry in (known or LockedEntries()).entries.items() if key not in own]
        for contract in own.values():
            entries += self._entries(contract, self._roles(contract), self._declared(contract, known))
        entries += self._only_named([found for key, found in named.items() if key not in own], known)
        if self._missing:
            raise ContractsMissing(self._missing)
        unshaped = {*self._unshaped, *(known or LockedEntries()).unshaped} - {_place(entry) for entry in entries}
        if not entries and not unshaped:
            raise NothingToLock(self.service)
        return Pulled(lock=lock_file(self.service, entries, unshaped=unshaped), notes=tuple(self._notes))

    def _roles(self, contract: RegisteredContract) -> list[Role]:
        return sorted({party.role for party in contract.parties if party.service == self.service})

    def _owns(self, contract: RegisteredContract) -> bool:
        return contract.latest is not None and bool(WRITING & set(self._roles(contract)))

    def _known(
        self, own: Mapping[ContractKey, RegisteredContract], named: Mapping[ContractKey, RegisteredContract]
    ) -> LockedEntries | None:
        """What the registry has for the service; None if it does not answer and nothing of it is needed."""
        try:
            lock = self.registry.lock(self.service)
        except RegistryUnreachable as error:
            if not own or (named.keys() | self.previous.keys) - own.keys():
                raise
            self._notes.append(f"taken from the documents alone: {error}")
            return None
        known = LockedEntries.of(lock)
        for (key, _), entry in known.entries.items():
            self._verify(key, Definition.from_json(key.kind, entry["schema"]), entry["fingerprint"])
        return known

    def _verify(self, key: ContractKey, definition: Definition, mark: str) -> None:
        if fingerprint(definition) != mark:
            raise RegistryUnreachable(f"what {self.registry.url} sends of {key} is not what its fingerprint says")

    def _declared(self, contract: RegisteredContract, known: LockedEntries | None) -> LockedShape:
        """The contract as the documents declare it, with the number that the registry has for it."""
        version = contract.latest
        if version is None:
            raise AssertionError("only contracts with a schema are declared")
        number = (self.previous if known is None else known).number_of(contract.key, version.fingerprint)
        if number is None and known is not None:
            number = self.registry.number_of(contract.key, version.fingerprint)
        return LockedShape(definition=version.definition, policy=contract.policy, version=number)

    def _only_named(
        self, contracts: list[RegisteredContract], known: LockedEntries | None
    ) -> Iterator[dict[str, Json]]:
        """Entries of contracts that the registry does not yet know the service to be a party of."""
        for contract in contracts:
            roles = [role for role in self._roles(contract) if known and (contract.key, role) not in known.entries]
            if roles:
                yield from self._entries(contract, roles, self._registered(contract, known))

    def _registered(self, contract: RegisteredContract, known: LockedEntries | None) -> LockedShape | None:
        """The current version in the registry, else what another document here declares; None if there is no schema."""
        found = self.registry.contract(contract.key)
        if found is not None and found["version"] is not None:
            return self._fetched(contract.key, found)
        if contract.latest is not None:
            return self._declared(contract, known)
        if found is None and not WRITING & set(self._roles(contract)):
            self._missing.append(contract.key)
        else:
            self._unshaped |= {(contract.key, role) for role in self._roles(contract)}
        return None

    def _fetched(self, key: ContractKey, found: Mapping[str, Json]) -> LockedShape:
        definition = Definition.from_json(key.kind, self.registry.definition(key, found["version"]))
        policy = Policy(
            content_model=ContentModel(found["policy"]["content_model"]), formats=Formats(found["policy"]["formats"])
        )
        return LockedShape(definition=definition, policy=policy, version=found["version"])

    @staticmethod
    def _entries(
        contract: RegisteredContract, roles: list[Role], shape: LockedShape | None
    ) -> Iterator[dict[str, Json]]:
        if shape is not None:
            yield from (shape.entry(contract.key, role) for role in roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedShape:
    """What a contract is, apart from who takes part in it."""

    definition: Definition
    policy: Policy
    version: int | None

    def entry(self, key: ContractKey, role: Role) -> dict[str, Json]:
        """The entry of the lock file for this contract and role."""
        locked = LockedContract(
            key=key, role=role, definition=self.definition, policy=self.policy, version=self.version
        )
        return lock_entry(locked)
