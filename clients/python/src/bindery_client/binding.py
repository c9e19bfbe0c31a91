"""Makes contracts of locked ones: merges the roles of a service and sets up a gate per schema and side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bindery_client.enforcement.gate import Gate, Watch
from bindery_client.enforcement.validators import SchemaSource, ValidatorCache
from bindery_client.events import EventContract
from bindery_client.operations import ANY_RESPONSE, REQUEST, OperationContract
from bindery_client.policies import Policies, policy_for
from bindery_client.violations import CheckEvent, Side

if TYPE_CHECKING:
    from bindery_client.json_values import Json, Schema
    from bindery_client.resolution.lock_file import LockedContract

Hook: TypeAlias = Callable[[CheckEvent], None]
_Sides: TypeAlias = "dict[Side | None, Gate]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What all contracts of a process share."""

    origin: str
    policies: Policies | None
    on_check: Hook | None
    validators: ValidatorCache

    def event(self, locked: list[LockedContract]) -> EventContract:
        """The event that these entries, one per role of the service, speak of."""
        first, roles, closed = _merged(locked)
        return EventContract(
            name=first.name,
            version=first.version,
            fingerprint=first.fingerprint,
            roles=roles,
            origin=self.origin,
            content_model=first.content_model,
            schema=first.schema,
            writer_schema=closed,
            gates=self._sides(
                first, "message", _Schemas(read=first.schema, written=closed, writes="producer" in roles), roles
            ),
        )

    def operation(self, locked: list[LockedContract]) -> OperationContract:
        """The operation that these entries, one per role of the service, speak of."""
        first, roles, closed = _merged(locked)
        written = _parts(closed or {})
        gates = {
            part: self._sides(
                first, part, _Schemas(read=schema, written=written.get(part), writes=writer in roles), roles
            )
            for part, schema in _parts(first.schema).items()
            for writer in ("caller" if part == REQUEST else "provider",)
        }
        if any(part != REQUEST for part in gates):
            # The gate of a response that is not declared: only its policy and name are used.
            refused = _Schemas(read=False, written=False, writes="provider" in roles)
            gates[ANY_RESPONSE] = self._sides(first, ANY_RESPONSE, refused, roles)
        return OperationContract(
            name=first.name,
            version=first.version,
            fingerprint=first.fingerprint,
            roles=roles,
            origin=self.origin,
            content_model=first.content_model,
            schema=first.schema,
            writer_schema=closed,
            gates=gates,
        )

    def _sides(self, locked: LockedContract, part: str, schemas: _Schemas, roles: frozenset[str]) -> _Sides:
        """The gate of each side that the service can take; None stands for the side that it has by itself."""
        reader = self._gate(locked, part, Side.READER, schemas.read)
        if not schemas.writes:
            return {None: reader, Side.READER: reader}
        written = schemas.read if schemas.written is None else schemas.written
        writer = self._gate(locked, part, Side.WRITER, written)
        return {None: writer if len(roles) == 1 else reader, Side.READER: reader, Side.WRITER: writer}

    def _gate(self, locked: LockedContract, part: str, side: Side, schema: Schema) -> Gate:
        # Under the content model `open`, both sides share one compiled schema.
        form = "closed" if side is Side.WRITER and locked.content_model == "closed-writer" else "open"
        return Gate(
            contract=locked.name,
            version=locked.version,
            side=side,
            origin=self.origin,
            part=part,
            source=SchemaSource(
                key=f"{locked.fingerprint} {locked.name} {part} {form}",
                schema=schema,
                asserts_formats=locked.asserts_formats,
                label=f"{locked.name} ({part}, {side}; from {self.origin})",
            ),
            watch=Watch(policy=policy_for(self.policies, locked.name, side), on_check=self.on_check),
            validators=self.validators,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Schemas:
    """What is read and written under one part, and whether the service writes it; `written` None: as it is read."""

    read: Schema
    written: Schema | None
    writes: bool


def _merged(locked: list[LockedContract]) -> tuple[LockedContract, frozenset[str], Json]:
    """The first entry, the roles of all, and what the service writes under any of them."""
    first = locked[0]
    closed: Json = None
    for entry in locked:
        if isinstance(closed, dict) and isinstance(entry.writer_schema, dict) and first.kind == "operation":
            closed = {**closed, **entry.writer_schema}
        elif entry.writer_schema is not None:
            closed = entry.writer_schema
    return first, frozenset(entry.role for entry in locked), closed


def _parts(definition: Json) -> dict[str, Schema]:
    """The schemas of an operation by the name of their part."""
    parts: dict[str, Schema] = {REQUEST: definition[REQUEST]} if REQUEST in definition else {}
    for status, media_types in definition.get("responses", {}).items():
        parts |= {f"response {status} {media_type.lower()}": schema for media_type, schema in media_types.items()}
    return parts
