"""Tables of channels -> the parties of events that are sent over them: `| Queue | Publisher | Consumers |`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from contracts.documents.party_lists import cell_parties
from contracts.documents.tables import TableKind
from contracts.documents.text.inline import is_placeholder, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.documents.claims import EventClaim, PartyClaim
    from contracts.documents.survey import Survey

_ROLES: Final = ("queue", "topic", "exchange")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Who writes to a channel and who reads from it."""

    producers: tuple[PartyClaim, ...]
    consumers: tuple[PartyClaim, ...]


def read_channels(survey: Survey) -> dict[str, Channel]:
    """The channels of the document by name."""
    found: dict[str, Channel] = {}
    for table, kind in survey.tables.values():
        if kind is not TableKind.CHANNELS or survey.is_ignored(table.block):
            continue
        for record in table.records():
            name = plain_text(record.cell(*_ROLES))
            if name and not is_placeholder(name):
                found[name] = Channel(
                    producers=cell_parties(record.cell("producer"), record.line, survey, name),
                    consumers=cell_parties(record.cell("consumer"), record.line, survey, name),
                )
    return found


def with_channel_parties(claims: Iterable[EventClaim], channels: dict[str, Channel]) -> list[EventClaim]:
    """The claims with the parties of their channel, for events of which the document names none directly."""
    kept = list(claims)
    produced = {claim.name for claim in kept if claim.producers}
    consumed = {claim.name for claim in kept if claim.consumers}
    return [_filled(claim, channels, claim.name in produced, claim.name in consumed) for claim in kept]


def _filled(claim: EventClaim, channels: dict[str, Channel], is_produced: bool, is_consumed: bool) -> EventClaim:  # noqa: FBT001 - two facts
    channel = channels.get(claim.topic)
    if channel is None:
        return claim
    return replace(
        claim,
        producers=claim.producers if is_produced else channel.producers,
        consumers=claim.consumers if is_consumed else channel.consumers,
    )
