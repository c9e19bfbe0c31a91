"""Tables of services that say in words what each publishes or handles -> claims, and who consumes all events."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from contracts.documents.claims import EventClaim
from contracts.documents.party_lists import cell_parties
from contracts.documents.tables import TableKind
from contracts.documents.text.inline import code_spans, is_placeholder, plain_text
from contracts.documents.vocabulary.names import is_channel, is_past, name_style
from contracts.documents.vocabulary.words import is_product, is_wildcard, says

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.documents.claims import PartyClaim
    from contracts.documents.survey import Survey
    from contracts.documents.tables import Record, Table

_CODE: Final = re.compile(r"`[^`\n]+`")
_MOST_CONSUMERS: Final = 100
_WIRE_STYLES: Final = frozenset({"dot", "pascal", "upper", "colon"})
_ALL: Final = re.compile(  # `All order events` are not all of the document
    r"(?:all|every|any)(?: of)?(?: the)?(?: domain| business)? (?:events?|messages?|topics?)|"
    r"tod[oa]s (?:l[oa]s |os |as )?(?:eventos|mensajes|mensagens)|tou(?:te)?s les (?:événements|messages)|"
    r"(?:tüm|bütün) (?:olaylar|mesajlar)|(?:tất cả|mọi) (?:các )?sự kiện|(?:모든|전체) (?:이벤트|메시지)|"
    r"(?:所有|全部)的?(?:事件|消息)|(?:すべての|全ての|全)(?:イベント|メッセージ)",
    re.IGNORECASE,
)


def service_cell_events(survey: Survey) -> Iterator[EventClaim]:
    """The claims of cells such as ``Publishes `order.created` `` in a table of services."""
    for table, kind in survey.tables.values():
        if (
            kind in {TableKind.SERVICES, TableKind.OTHER}
            and table.has("service")
            and not survey.is_ignored(table.block)
        ):
            for record in table.records():
                yield from _cell_claims(record, table, survey)


def _cell_claims(record: Record, table: Table, survey: Survey) -> Iterator[EventClaim]:
    said = [name for role in ("responsibility", "description") for name in _said_events(record.cell(role), survey)]
    if not said or is_placeholder(record.cell("service")):
        return
    parties = cell_parties(record.cell("service"), record.line, survey, "the row")
    for name, is_published in dict.fromkeys(said):
        yield EventClaim(
            name=name,
            block=table.block,
            line=record.line,
            via="event-table",
            producers=parties if is_published else (),
            consumers=() if is_published else parties,
        )


def _said_events(cell: str, survey: Survey) -> Iterator[tuple[str, bool]]:
    """The events of a cell, each with whether it is published: by the verb before it, or behind it if none begins."""
    if "`" not in cell:
        return
    verbs = [_is_published(piece) for piece in _CODE.split(cell)]
    spans = [span.strip("`") for span in _CODE.findall(cell)]
    if verbs[0] is None:  # a language that puts the verb last
        spans, verbs = spans[::-1], verbs[::-1]
    said: bool | None = None
    for verb, span in zip(verbs, spans, strict=False):
        said = said if verb is None else verb
        if said is not None and _is_event(span, survey):
            yield span, said


def _is_published(words: str) -> bool | None:
    published, consumed = says(words, "published"), says(words, "consumed")
    return None if published == consumed else published


def _is_event(name: str, survey: Survey) -> bool:
    is_wire = name_style(name) in _WIRE_STYLES and not is_channel(name) and not is_product(name)
    return is_wire and (is_past(name) or name in survey.event_names)


def with_consumers_of_all(claims: Iterable[EventClaim], survey: Survey) -> list[EventClaim]:
    """The claims with the consumers of which a table says that they handle all events."""
    kept = list(claims)
    consumers = _once(
        party
        for table, kind in survey.tables.values()
        if kind is TableKind.SERVICE_EVENTS and not survey.is_ignored(table.block)
        for record in table.records()
        if _means_all(record.cell("consumes"))
        for party in cell_parties(record.cell("service", "consumer"), record.line, survey, "the row")
    )
    return [replace(claim, consumers=(*claim.consumers, *consumers)) for claim in kept] if consumers else kept


def _once(parties: Iterable[PartyClaim]) -> tuple[PartyClaim, ...]:
    """Each service once, and no more than a document can mean: every event gets all of them."""
    return tuple({party.title: party for party in parties}.values())[:_MOST_CONSUMERS]


def _means_all(cell: str) -> bool:
    text = plain_text(cell)
    return bool(text) and not code_spans(cell) and (bool(_ALL.fullmatch(text)) or is_wildcard(text))
