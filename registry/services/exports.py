"""Describing services in the formats that other tools read, and the lock file that their clients work with."""

from __future__ import annotations

from asyncio import to_thread
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.canonical import definition_of_bytes, fingerprint_of_bytes
from contracts.exports import Arrow, ExportedEvent, ExportedOperation, asyncapi, mermaid, openapi
from contracts.lock_file import LockedContract, file_bytes, lock_entry, lock_file
from contracts.model import Kind, Role, Status

if TYPE_CHECKING:
    from contracts.keywords import Json
    from contracts.model import ContractKey
    from registry.storage import Database, Store
    from registry.storage.graph_views import GraphView
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


async def describe_events(database: Database, service: str) -> dict[str, Json]:
    """The AsyncAPI document of the events that a service produces or consumes, each in its current version.

    Raises:
        ServiceNotFound: no document names the service.
    """
    async with database.reading() as store:
        found = await store.services.get(service)
        events = await store.contracts.events_of(found.name)
    return await to_thread(_asyncapi, found.name, events)


def _asyncapi(service: str, events: list[tuple[ContractView, StoredSchema | None]]) -> dict[str, Json]:
    return asyncapi(
        service,
        [
            ExportedEvent(
                name=view.key.name,
                roles=frozenset(party.role for party in view.parties if party.service == service),
                definition=None if schema is None else definition_of_bytes(Kind.EVENT, schema.body),
                description=view.declaration["description"],
                is_deprecated=view.status is Status.DEPRECATED,
                version=view.number,
            )
            for view, schema in events
        ],
    )


async def draw_graph(database: Database, *, service: str | None = None) -> str:
    """The graph of all services, or of one and its neighbours, in Mermaid's notation.

    Raises:
        ServiceNotFound: no document names the service.
    """
    async with database.reading() as store:
        if service is not None:
            service = (await store.services.get(service)).name
        graph = await store.graph.read()
    arrows = [arrow for arrow in _arrows(graph) if service in (None, arrow.source, arrow.target)]
    return mermaid(graph.services if service is None else [service], arrows)


def _arrows(graph: GraphView) -> list[Arrow]:
    """From who writes to who reads; from a caller to its provider."""
    contracts: dict[ContractKey, dict[Role, list[str]]] = {}
    for role in graph.roles:
        contracts.setdefault(role.key, {}).setdefault(role.role, []).append(role.service)
    return [
        *(
            Arrow(source=source, target=target, label=key.name)
            for key, found in contracts.items()
            for first, second in ((Role.PRODUCER, Role.CONSUMER), (Role.CALLER, Role.PROVIDER))
            for source in found.get(first, ())
            for target in found.get(second, ())
        ),
        *(
            Arrow(source=edge.from_service, target=edge.to_service, label=edge.protocol, is_contract=False)
            for edge in graph.edges
        ),
    ]


async def lock_service(database: Database, service: str) -> LockFile:
    """The lock file of a service: the current version of every contract in which documents give it a role.

    Contracts without a schema are only named in it.

    Raises:
        ServiceNotFound: no document names the service.
    """
    async with database.reading() as store:
        found = await store.services.get(service)
        contracts = await store.contracts.current_of(found.name)
        roles = await store.services.roles(found.name)
    unshaped = [(role.key, role.role) for role in roles if not role.is_shaped]
    return await to_thread(_locked, found.name, contracts, unshaped)


def _locked(
    service: str,
    contracts: list[tuple[ContractView, StoredSchema]],
    unshaped: list[tuple[ContractKey, Role]],
) -> LockFile:
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
    body = file_bytes(lock_file(service, entries, unshaped=unshaped))
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
