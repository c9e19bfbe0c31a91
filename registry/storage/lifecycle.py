"""What the registry is told of a contract beside its documents: deprecation, archiving, tags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sqlmodel import col, delete, select

from contracts.model import Status
from registry.errors import ContractNotFound, VersionNotFound
from registry.storage.tables import ContractRow, ContractTagRow, ContractVersionRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel.ext.asyncio.session import AsyncSession

    from contracts.model import ContractKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """Why something should no longer be used, and the day from which nobody may rely on it."""

    reason: str = ""
    sunset_on: date | None = None


class LifecycleStore:
    """What can be changed of a contract that is registered; its row is held until the unit of work ends."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def deprecate(self, key: ContractKey, deprecation: Deprecation | None) -> bool:
        """Set or take back the deprecation of a contract; whether that changed anything.

        Raises:
            ContractNotFound: there is no such contract.
        """
        row = await self._held(key)
        before = Deprecation(reason=row.deprecation_reason, sunset_on=row.sunset_on) if row.deprecated_at else None
        if before == deprecation:
            return False
        row.deprecated_at = (row.deprecated_at or datetime.now(UTC)) if deprecation else None
        row.deprecation_reason = deprecation.reason if deprecation else ""
        row.sunset_on = deprecation.sunset_on if deprecation else None
        return True

    async def deprecate_version(self, key: ContractKey, number: int, deprecation: Deprecation | None) -> bool:
        """Set or take back the deprecation of one version; whether that changed anything.

        Raises:
            ContractNotFound: there is no such contract.
            VersionNotFound: it has no such version.
        """
        row = await self._version(key, number)
        before = Deprecation(reason=row.deprecation_reason, sunset_on=row.sunset_on) if row.is_deprecated else None
        if before == deprecation:
            return False
        row.is_deprecated = deprecation is not None
        row.deprecation_reason = deprecation.reason if deprecation else ""
        row.sunset_on = deprecation.sunset_on if deprecation else None
        return True

    async def archive(self, key: ContractKey) -> None:
        """Let a contract be as if its document had dropped it.

        Raises:
            ContractNotFound: there is no such contract.
        """
        (await self._held(key)).status = Status.ARCHIVED.value

    async def replace_tags(self, key: ContractKey, tags: Iterable[str]) -> None:
        """Give a contract these tags and no others.

        Raises:
            ContractNotFound: there is no such contract.
        """
        contract = (await self._held(key)).id
        await self._session.exec(delete(ContractTagRow).where(col(ContractTagRow.contract_id) == contract))
        self._session.add_all(ContractTagRow(contract_id=contract, tag=tag) for tag in sorted(set(tags)))

    async def _held(self, key: ContractKey) -> ContractRow:
        query = select(ContractRow).where(ContractRow.kind == key.kind.value, ContractRow.name == key.name)
        row = (await self._session.exec(query.with_for_update())).first()
        if row is None:
            raise ContractNotFound(key)
        return row

    async def _version(self, key: ContractKey, number: int) -> ContractVersionRow:
        contract = (await self._held(key)).id
        query = select(ContractVersionRow).where(
            ContractVersionRow.contract_id == contract, ContractVersionRow.number == number
        )
        row = (await self._session.exec(query)).first()
        if row is None:
            raise VersionNotFound(key, number)
        return row
