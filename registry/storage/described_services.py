"""Writing what documents say of services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from registry.storage.plain_tables import SERVICE, add_missing
from registry.storage.registered import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncConnection

    from contracts.keywords import Json
    from contracts.model import Service
    from contracts.registration import Plan
    from registry.storage.plain_tables import AnyRow

_SERVICES = select(
    SERVICE.c.id, SERVICE.c.name, SERVICE.c.title, SERVICE.c.responsibility, SERVICE.c.tech_stack, SERVICE.c.aliases
)
_SAID = ("title", "responsibility", "tech_stack", "aliases")
_CHANGE = (
    update(SERVICE)
    .where(SERVICE.c.id == bindparam("new_id"))
    .values({name: bindparam(f"new_{name}", type_=SERVICE.c[name].type) for name in _SAID})
)


async def record_services(connection: AsyncConnection, plan: Plan) -> dict[str, UUID]:
    """The id of every service that the documents name; those that are new become known."""
    described = {service.name: service for service in plan.services}
    parties = {party.service for planned in plan.contracts for party in planned.parties}
    rows = await _known(connection, described.keys() | parties)
    changes = [change for name, service in described.items() if (change := _change(rows[name], service))]
    if changes:
        await connection.execute(_CHANGE, sorted(changes, key=lambda change: change["new_id"]))
    return {name: row.id for name, row in rows.items()}


async def _known(connection: AsyncConnection, names: Iterable[str]) -> dict[str, AnyRow]:
    """The rows of these services, added where they were not there."""
    wanted = sorted(names)
    found = await _rows(connection, wanted)
    missing = [{"name": name, "title": name} for name in wanted if name not in found]
    if missing:
        await add_missing(connection, SERVICE, missing)
        found = await _rows(connection, wanted)
    return found


async def _rows(connection: AsyncConnection, names: list[str]) -> dict[str, AnyRow]:
    found: dict[str, AnyRow] = {}
    for some in chunks(names):
        found |= {row.name: row for row in await connection.execute(_SERVICES.where(SERVICE.c.name.in_(some)))}
    return found


def _change(row: AnyRow, service: Service) -> dict[str, Json] | None:
    """What a document changes in what is said of a service; one that only names it takes nothing away."""
    said = {
        "title": service.title,
        "responsibility": service.responsibility or row.responsibility,
        "tech_stack": service.tech_stack or row.tech_stack,
        "aliases": sorted({*row.aliases, *service.aliases}),
    }
    if all(getattr(row, name) == value for name, value in said.items()):
        return None
    return {"new_id": row.id} | {f"new_{name}": value for name, value in said.items()}
