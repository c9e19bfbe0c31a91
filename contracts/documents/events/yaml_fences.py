"""YAML below the heading of an event -> its payload, and the parties that it names."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from contracts.documents.claims import EventClaim
from contracts.documents.fences import read_json_bodies
from contracts.documents.party_lists import cell_parties
from contracts.documents.shapes.json_nodes import Unreadable
from contracts.documents.text.front_matter import UnreadableFrontMatter, read_yaml
from contracts.documents.vocabulary.words import label_role
from contracts.model import Confidence

if TYPE_CHECKING:
    from contracts.documents.claims import PartyClaim
    from contracts.documents.survey import Survey
    from contracts.documents.text.markdown import Block
    from contracts.keywords import Json

_LANGUAGES: Final = frozenset({"yaml", "yml"})
_OTHER: Final = frozenset({"asyncapi", "openapi", "apiVersion", "services", "spring", "paths", "channels", "version"})
_SIDES: Final = frozenset({"producer", "consumer"})


def yaml_claim(block: Block, name: str, survey: Survey) -> EventClaim | None:
    """What a YAML block says of the event `name`; None if it holds settings, another format, or no mapping.

    A block with a key for a party (`producer: orders`) describes the event, any other one is its payload.
    """
    if block.language not in _LANGUAGES:
        return None
    try:
        read = read_yaml(block.text)
    except UnreadableFrontMatter:
        return None
    if not read or _OTHER & set(read):
        return None
    roles = {key: label_role(str(key)) for key in read}
    describes = bool(_SIDES & {role for role in roles.values() if role})
    payload: Json = next((read[key] for key in read if roles[key] == "payload"), None) if describes else read
    bodies = (
        read_json_bodies(block, text=json.dumps(payload, default=_said, skipkeys=True))
        if isinstance(payload, dict)
        else ()
    )
    shape = bodies[0].shape if not isinstance(bodies, Unreadable) and bodies else None
    if shape is None and not describes:
        return None
    return EventClaim(
        name=name,
        block=block,
        line=block.line,
        via="example",
        shape=replace(shape, line=block.line + 1, has_example=False) if shape else None,
        producers=_parties(read, roles, "producer", (block, name, survey)),
        consumers=_parties(read, roles, "consumer", (block, name, survey)),
        confidence=Confidence.INFERRED,
    )


def _said(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _parties(
    read: dict[str, Json], roles: dict[str, str | None], role: str, context: tuple[Block, str, Survey]
) -> tuple[PartyClaim, ...]:
    block, name, survey = context
    values = [value for key, value in read.items() if roles[key] == role]
    said = [str(item) for value in values for item in (value if isinstance(value, list) else [value])]
    return tuple(party for text in said for party in cell_parties(text, block.line, survey, name))
