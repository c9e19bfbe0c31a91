"""Looking things up: contracts, versions, services, documents."""

from __future__ import annotations

from asyncio import to_thread
from typing import TYPE_CHECKING

from contracts.canonical import definition_of_bytes
from registry.errors import DocumentNotFound

if TYPE_CHECKING:
    from contracts.model import ContractKey, Definition, DocumentId
    from registry.services.work import PartCases, RequestWork
    from registry.storage import Database
    from registry.storage.graph_views import GraphView
    from registry.storage.views import (
        ContractFilter,
        ContractView,
        DocumentView,
        Excerpt,
        Page,
        ServiceView,
        StoredSchema,
        VersionView,
    )


async def list_contracts(database: Database, wanted: ContractFilter, page: Page) -> list[ContractView]:
    """A page of the contracts that the filter lets through."""
    async with database.reading() as store:
        return await store.contracts.page(wanted, page)


async def count_contracts(database: Database, wanted: ContractFilter) -> int:
    """How many contracts the filter lets through."""
    async with database.reading() as store:
        return await store.contracts.count(wanted)


async def list_documents(database: Database, page: Page, *, source: str | None) -> list[DocumentView]:
    """A page of the documents that are there, of one source or of all."""
    async with database.reading() as store:
        return await store.documents.page(page, source=source)


async def list_revisions(database: Database, document: DocumentId, *, limit: int, after: int) -> list[DocumentView]:
    """A page of the revisions of a document, ascending.

    Raises:
        DocumentNotFound: it was never registered.
    """
    async with database.reading() as store:
        found = await store.documents.revisions(document, limit=limit, after=after)
        if not found and not await store.documents.revisions(document, limit=1):
            raise DocumentNotFound(document)
    return found


async def list_latest_revisions(database: Database, document: DocumentId, *, limit: int) -> list[DocumentView]:
    """At most `limit` revisions of a document, the latest first.

    Raises:
        DocumentNotFound: it was never registered.
    """
    async with database.reading() as store:
        found = await store.documents.latest_revisions(document, limit=limit)
    if not found:
        raise DocumentNotFound(document)
    return found


async def count_documents(database: Database, *, source: str | None) -> int:
    """How many documents are there, of one source or of all."""
    async with database.reading() as store:
        return await store.documents.count(source=source)


async def read_excerpt(database: Database, contract: ContractView) -> Excerpt | None:
    """The lines of its owner's document that declare a contract; None where they were not kept."""
    async with database.reading() as store:
        return await store.documents.excerpt(contract.owner, contract.key)


async def list_services(database: Database, *, limit: int, after: str | None) -> list[ServiceView]:
    """A page of the services."""
    async with database.reading() as store:
        return await store.services.page(limit=limit, after=after)


async def count_services(database: Database) -> int:
    """How many services there are."""
    async with database.reading() as store:
        return await store.services.count()


async def get_service(database: Database, name: str) -> ServiceView:
    """One service.

    Raises:
        ServiceNotFound: no document names it.
    """
    async with database.reading() as store:
        return await store.services.get(name)


async def read_graph(database: Database) -> GraphView:
    """Services, their roles in contracts, and dependencies that are no contracts."""
    async with database.reading() as store:
        return await store.graph.read()


async def get_contract(database: Database, key: ContractKey) -> ContractView:
    """One contract.

    Raises:
        ContractNotFound: there is none of this key.
    """
    async with database.reading() as store:
        return await store.contracts.get(key)


async def list_versions(database: Database, key: ContractKey, *, limit: int, after: int) -> list[VersionView]:
    """At most `limit` versions of a contract, those after a number, ascending.

    Raises:
        ContractNotFound: there is none of this key.
    """
    async with database.reading() as store:
        return await store.contracts.versions(key, limit=limit, after=after)


async def list_latest_versions(database: Database, key: ContractKey, *, limit: int) -> list[VersionView]:
    """At most `limit` versions of a contract, the latest first.

    Raises:
        ContractNotFound: there is none of this key.
    """
    async with database.reading() as store:
        return await store.contracts.latest_versions(key, limit=limit)


async def get_version(database: Database, key: ContractKey, number: int) -> VersionView:
    """One version of a contract.

    Raises:
        ContractNotFound: there is no such contract.
        VersionNotFound: it has no such version.
    """
    async with database.reading() as store:
        return await store.contracts.version(key, number)


async def get_schema(database: Database, key: ContractKey, number: int) -> StoredSchema:
    """The stored bytes of a version.

    Raises:
        ContractNotFound: there is no such contract.
        VersionNotFound: it has no such version.
    """
    async with database.reading() as store:
        return await store.contracts.schema(key, number)


async def get_definition(database: Database, key: ContractKey, number: int) -> Definition:
    """What a version fixes: its parts and terms.

    Raises:
        ContractNotFound: there is no such contract.
        VersionNotFound: it has no such version.
    """
    return definition_of_bytes(key.kind, (await get_schema(database, key, number)).body)


async def generate_cases(database: Database, work: RequestWork, key: ContractKey, number: int) -> list[PartCases]:
    """The test cases of a version, part by part.

    Raises:
        ContractNotFound: there is no such contract.
        VersionNotFound: it has no such version.
        CasesStopped: they take too long.
        RegistryBusy: there was no worker process free.
    """
    async with database.reading() as store:
        schema = await store.contracts.schema(key, number)
        policy = (await store.contracts.get(key)).policy
    return await to_thread(work.cases_of, definition_of_bytes(key.kind, schema.body), policy.formats)
