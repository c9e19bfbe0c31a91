"""The parameters and headers of a definition, one by one, as OpenAPI describes them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from contracts.messages.references import refers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contracts.keywords import Json, Schema
    from contracts.model import Definition

_TEXT = {"type": "string"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter or header; `style` holds what differs from the default of its place."""

    name: str
    place: str
    schema: Schema = field(default_factory=lambda: dict(_TEXT))
    is_required: bool = False
    style: Mapping[str, Json] = field(default_factory=dict)


def described_parameters(definition: Definition | None, path_names: Sequence[str]) -> list[Parameter]:
    """The parameters of a definition; those of the path by name, in its order, any text where nothing is said."""
    part = definition.part("parameters") if definition else None
    styles = definition.terms.styles if definition else {}
    schema = part.schema if part is not None and isinstance(part.schema, dict) else {}
    found = {place: _fields(schema, place, styles.get(place, {})) for place in schema.get("properties", {})}
    positions = {item.name: item for item in found.pop("path", [])}
    path = [
        replace(positions.get(str(number), Parameter(name=name, place="path")), name=name, is_required=True)
        for number, name in enumerate(path_names, start=1)
    ]
    return [*path, *(item for items in found.values() for item in items)]


def fields_of(schema: Schema, place: str) -> list[Parameter]:
    """The fields of an object schema, each with the definitions that it may refer to."""
    return _fields({"properties": {place: schema}, **_definitions(schema)}, place, {})


def _fields(schema: dict[str, Json], place: str, styles: Mapping[str, Json]) -> list[Parameter]:
    location = schema["properties"][place]
    return [
        Parameter(
            name=name,
            place=place,
            schema={**item, **_definitions(schema)} if isinstance(item, dict) and refers(item) else item,
            is_required=name in location.get("required", ()),
            style=styles.get(name, {}),
        )
        for name, item in location.get("properties", {}).items()
    ]


def _definitions(schema: Schema) -> dict[str, Json]:
    return {"$defs": schema["$defs"]} if isinstance(schema, dict) and "$defs" in schema else {}
