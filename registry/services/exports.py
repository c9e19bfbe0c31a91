"""Describing services in the formats that other tools read, and the lock file that their clients work with."""

from __future__ import annotations

from asyncio import to_thread
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.canonical import definition_of_bytes, fingerprint_of_bytes
from contracts.exports import ExportedOperation, openapi
from contracts.lock_file import LockedContract, file_bytes, lock_entry, lock_file
from contracts.model import Kind, Status

if TYPE_CHECKING:
    from contracts.keywords import Json
    from registry.storage import Database, Store
    from registry.storage.views import ContractView, StoredSchema


@dataclass(frozen=True, slots=True, kw_only=True)
class LockFile:
    """A lock file as it is written, and the `sha256:` digest of these bytes."""

    body: bytes
    digest: str


async def describe_api(database: Database, service: str) -> dict[str, Json]:
    """The OpenAPI document of the operations that a service provides, each in the version that its owner declares.

    Raises:
        ServiceNotFound: no document names the service.
    """
    async with database.reading() as store:
        found = await store.services.get(service)
        operations = [await _exported(store, view) for view in await store.contracts.provided_by(found.name)]
    return await to_thread(openapi, found.name, operations)


async def lock_service(database: Database, service: str) -> LockFile:
    """The lock file of a service: the current version of every contract in which documents give it a role.

    Raises:
        ServiceNotFound: no document names the service.
    """
    async with database.reading() as store:
        found = await store.services.get(service)
        contracts = await store.contracts.current_of(found.name)
    return await to_thread(_locked, found.name, contracts)


def _locked(service: str, contracts: list[tuple[ContractView, StoredSchema]]) -> LockFile:
    entries = [
        lock_entry(
            LockedContract(
                key=view.key,
                role=role,
                definition=definition_of_bytes(view.key.kind, schema.body),
                policy=view.policy,
                version=view.number,
            )
        )
        for view, schema in contracts
        for role in sorted({party.role for party in view.parties if party.service == service})
    ]
    body = file_bytes(lock_file(service, entries))
    return LockFile(body=body, digest=fingerprint_of_bytes(body))


async def _exported(store: Store, view: ContractView) -> ExportedOperation:
    declared = view.declaration
    definition = None
    if view.number is not None:
        schema = await store.contracts.schema(view.key, view.number)
        definition = definition_of_bytes(Kind.OPERATION, schema.body)
    return ExportedOperation(
        name=view.key.name,
        path=declared["path"] or view.key.name.split(":", 2)[2],
        definition=definition,
        description=declared["description"],
        auth=declared["auth"],
        is_deprecated=view.status is Status.DEPRECATED,
        version=view.number,
    )
