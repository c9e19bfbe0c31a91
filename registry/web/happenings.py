"""Events of the registry as sentences with a link to what they tell of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.model import ContractKey, Kind
from registry.services.events import DEPLOYED, DEPRECATED
from registry.web.links import contract_url, service_url, version_url

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.keywords import Json
    from registry.storage.outbox import Event

_OUTCOMES = {
    "new": "is new",
    "unchanged": "has a new owner, policy or status",
    "contract-removed": "is archived: its document no longer declares it",
    "parties-changed": "has other parties",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened to `subject`, whose page is at `url`: "order.created", "has a new version 2"."""

    subject: str
    said: str
    url: str
    at: datetime


def happening_of(event: Event) -> Happening:
    """The sentence that tells of an event."""
    data = event.data
    if event.type == DEPLOYED:
        said = _deployed(data)
        return Happening(subject=data["service"], said=said, url=service_url(data["service"]), at=event.happened_at)
    key = ContractKey(kind=Kind(data["kind"]), name=data["name"])
    said = _deprecated(data) if event.type == DEPRECATED else _registered(data)
    url = version_url(key, data["version"]) if data["version"] else contract_url(key)
    return Happening(subject=key.name, said=said, url=url, at=event.happened_at)


def _deployed(data: Json) -> str:
    does = "now runs in" if data["active"] else "no longer runs in"
    return f"{data['version']} {does} {data['environment']}"


def _deprecated(data: Json) -> str:
    what = f"version {data['version']} " if data["version"] else ""
    return f"{what}is deprecated" if data["deprecated"] else f"{what}is no longer deprecated"


def _registered(data: Json) -> str:
    known = _OUTCOMES.get(data["outcome"])
    return known or f"has version {data['version']}, which is {data['outcome'].replace('-', ' ')}"
