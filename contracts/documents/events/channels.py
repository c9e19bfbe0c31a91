"""Channels -> the parties of events sent over them: `| Queue | Publisher | Consumers |`, `## Topic: order-events`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from contracts.documents.party_lists import cell_parties
from contracts.documents.tables import TableKind, event_column
from contracts.documents.text.inline import is_placeholder, plain_text
from contracts.documents.text.markdown import BlockKind
from contracts.documents.vocabulary.labels import labels_of
from contracts.documents.vocabulary.names import names_only_events
from contracts.model import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from contracts.documents.claims import EventClaim, PartyClaim
    from contracts.documents.subjects import Subject
    from contracts.documents.survey import Survey
    from contracts.documents.tables import Table
    from contracts.documents.text.markdown import Block

_ROLES: Final = ("queue", "topic", "exchange")
_OWNERS: Final = frozenset({"owner", "source", "origin", "event source"})  # of a document as often as of its events


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Who writes to a channel and who reads from it."""

    producers: tuple[PartyClaim, ...] = ()
    consumers: tuple[PartyClaim, ...] = ()


def read_channels(survey: Survey) -> dict[str, Channel]:
    """The channels of the document by name."""
    found: dict[str, Channel] = {}
    for table, kind in survey.tables.values():
        if not _lists_channels(table, kind) or survey.is_ignored(table.block):
            continue
        for record in table.records():
            name = plain_text(record.cell(*_ROLES))
            if name and not is_placeholder(name):
                found[name] = Channel(
                    producers=cell_parties(record.cell("producer"), record.line, survey, name),
                    consumers=cell_parties(record.cell("consumer"), record.line, survey, name),
                )
    return found


def _lists_channels(table: Table, kind: TableKind) -> bool:
    """Whether each row of a table is a channel, or a topic that may be one."""
    return kind is TableKind.CHANNELS or (kind is TableKind.EVENTS and event_column(table) == "topic")


def without_channels(claims: Iterable[EventClaim]) -> list[EventClaim]:
    """The claims without those of a topic that carries several other events of the document."""
    kept = list(claims)
    carried: dict[str, set[str]] = {}
    for claim in kept:
        if claim.topic and claim.topic != claim.name:
            carried.setdefault(claim.topic, set()).add(claim.name)
    shared = {topic for topic, names in carried.items() if len(names) > 1}
    return [claim for claim in kept if claim.topic != claim.name or claim.name not in shared]


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


def section_channels(
    survey: Survey, subjects: Iterable[Subject], claims: Iterable[EventClaim]
) -> dict[tuple[str, ...], Channel]:
    """What sections that are no events themselves say of all events below them, by the headings that lead there."""
    own = {subject.anchor.line for subject in subjects}
    sections = {claim.block.section[:depth] for claim in claims for depth in range(len(claim.block.section) + 1)}
    found: dict[tuple[str, ...], Channel] = {}
    heading: Block | None = None
    for block in survey.page.blocks:
        if block.kind is BlockKind.HEADING or block.line in own:
            heading = None if block.line in own else block
        elif heading is not None and block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} and not block.parents:
            scope = (*heading.section, heading.text)
            if scope in sections:
                found[scope] = _joined(found.get(scope, Channel()), block, survey)
    return {scope: channel for scope, channel in found.items() if channel.producers or channel.consumers}


def _joined(channel: Channel, block: Block, survey: Survey) -> Channel:
    producers, consumers = channel.producers, channel.consumers
    for label in labels_of(block):
        if not label.value or label.head.lower() in _OWNERS or names_only_events(label.value):
            continue
        if label.role == "producer":
            producers = producers or cell_parties(label.value, label.line, survey, label.head)
        elif label.role == "consumer":
            consumers = consumers or cell_parties(label.value, label.line, survey, label.head)
    return Channel(producers=producers, consumers=consumers)


def with_section_parties(claims: Iterable[EventClaim], channels: Mapping[tuple[str, ...], Channel]) -> list[EventClaim]:
    """The claims with the parties of the section around them, for events of which the document says nothing nearer."""
    kept = list(claims)
    if not channels:
        return kept
    produced = {claim.name for claim in kept if _states(claim.producers)}
    consumed = {claim.name for claim in kept if claim.consumers}
    return [_within(claim, channels, claim.name in produced, claim.name in consumed) for claim in kept]


def _states(parties: tuple[PartyClaim, ...]) -> bool:
    return any(party.confidence is not Confidence.INFERRED for party in parties)


def _within(claim: EventClaim, channels: Mapping[tuple[str, ...], Channel], *known: bool) -> EventClaim:
    is_produced, is_consumed = known
    section = claim.block.section
    around = [channels[section[:depth]] for depth in range(len(section), 0, -1) if section[:depth] in channels]
    if not around:
        return claim
    return replace(
        claim,
        producers=claim.producers if is_produced else around[0].producers or claim.producers,
        consumers=claim.consumers if is_consumed else around[0].consumers or claim.consumers,
    )
