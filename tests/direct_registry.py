"""The use cases on a real database, without HTTP and without worker processes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from contracts.keywords import Json
from contracts.registration import Plan
from registry.services.registration import Registration, register_documents
from registry.settings import Settings
from registry.storage import Database, migrate
from tests.proofs import InThisProcess

Result = TypeVar("Result")


def ask(settings: Settings, question: Callable[[Database], Awaitable[Result]]) -> Result:
    """The answer of a coroutine that gets the migrated database of this test."""

    async def run() -> Result:
        database = Database(settings.database_url)
        try:
            await migrate(database)
            return await question(database)
        finally:
            await database.close()

    return asyncio.run(run())


def register(settings: Settings, texts: Mapping[str, str], **options: Json) -> Plan:
    """The plan of a registration."""
    registration = Registration(source="shop", texts=texts, commit="abc123", **options)
    return ask(settings, lambda database: register_documents(database, InThisProcess(), registration))
