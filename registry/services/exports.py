"""Describing services in the formats that other tools read."""

from __future__ import annotations

from asyncio import to_thread
from typing import TYPE_CHECKING

from contracts.canonical import definition_of_bytes
from contracts.exports import ExportedOperation, openapi
from contracts.model import Kind, Status

if TYPE_CHECKING:
    from contracts.keywords import Json
    from registry.storage import Database, Store
    from registry.storage.views import ContractView


async def describe_api(database: Database, service: str) -> dict[str, Json]:
    """The OpenAPI document of the operations that a service provides, each in the version that its owner declares.

    Raises:
        ServiceNotFound: no document names the service.
    """
    async with database.reading() as store:
        found = await store.services.get(service)
        operations = [await _exported(store, view) for view in await store.contracts.provided_by(found.name)]
    return await to_thread(openapi, found.name, operations)


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
