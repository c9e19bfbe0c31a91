"""Keeping what the contract tests of a build said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.errors import ContractNotFound
from registry.services.permissions import require_service
from registry.storage import twice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.auth.actors import Actor
    from registry.storage import Database
    from registry.storage.build_views import VerificationView


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """A version of a service."""

    service: str
    version: str


async def record(
    database: Database, build: Build, results: Sequence[VerificationView], *, actor: Actor
) -> list[VerificationView]:
    """All that is known of the build afterwards; what was reported of a contract before is replaced.

    Raises:
        ContractNotFound: a result speaks of a contract that is not registered.
        ScopeTooNarrow: the actor's key is for another service.
    """
    require_service(build.service, actor)
    await twice(lambda: _kept(database, build, results, actor))
    return await of_build(database, build)


async def _kept(database: Database, build: Build, results: Sequence[VerificationView], actor: Actor) -> None:
    async with database.writing() as store:
        known = await store.contracts.known({result.key for result in results})
        for result in results:
            if result.key not in known:
                raise ContractNotFound(result.key)
        await store.builds.verify(build.service, build.version, results)
        failed = sorted({str(result.key) for result in results if not result.has_passed})
        target = f"{build.service} {build.version}"
        store.audit.record("tests.reported", target, actor=actor.name, detail={"failed": failed})


async def of_build(database: Database, build: Build) -> list[VerificationView]:
    """What the contract tests of a build said, by contract and role."""
    async with database.reading() as store:
        return await store.builds.verifications(build.service, build.version)
