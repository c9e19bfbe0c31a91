"""Keeping what the contract tests of a build said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.errors import ContractNotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.storage import Database
    from registry.storage.views import VerificationView


async def record(
    database: Database, service: str, version: str, results: Sequence[VerificationView]
) -> list[VerificationView]:
    """All that is known of the build afterwards; what was reported of a contract before is replaced.

    Raises:
        ContractNotFound: a result speaks of a contract that is not registered.
    """
    async with database.writing() as store:
        known = await store.contracts.known({result.key for result in results})
        for result in results:
            if result.key not in known:
                raise ContractNotFound(result.key)
        await store.builds.verify(service, version, results)
    return await of_build(database, service, version)


async def of_build(database: Database, service: str, version: str) -> list[VerificationView]:
    """What the contract tests of a build said, by contract and role."""
    async with database.reading() as store:
        return await store.builds.verifications(service, version)
