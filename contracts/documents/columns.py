# ruff: noqa: RUF001 - letters of the languages that documents are written in are meant
"""What the columns of a table hold: by their headers, corrected by what stands in their cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contracts.documents.text.inline import plain_text
from contracts.documents.vocabulary.names import leading_route, name_style
from contracts.documents.vocabulary.parties import read_parties
from contracts.documents.vocabulary.words import header_role, is_empty, says

if TYPE_CHECKING:
    from contracts.documents.text.markdown import Block

_FILE: Final = re.compile(r"(?:^|/)[\w.-]*\w\.[a-z]{1,5}$|^(?:[\w.-]+/){2,}[\w.-]*$")
_SENDS: Final = re.compile(r"\b(?:emitting|publishing|producing|sending)\b", re.IGNORECASE)
_RECEIVES: Final = re.compile(r"\b(?:consuming|subscribing|receiving|listening)\b", re.IGNORECASE)
_TIMES: Final = re.compile(
    r"\b(?:when|at|on|date|time|count|number|status|group|lag|offset|action|notes?)\b|\?$", re.IGNORECASE
)
# What a qualified header is about: the last word, the first one in Romance languages.
_HEAD_NOUN: Final = re.compile(
    r"(?P<consumer>\b(?:consumers?|subscribers?|tüketiciler|tüketici|aboneler|abone)$|"
    r"(?:소비자|구독자|컨슈머|消费者|消费方|订阅者|订阅方|消費者|購読者|コンシューマー?)$|"
    r"^(?:consumidor(?:es)?|suscriptor(?:es)?|assinantes?|consommateurs?|abonnés?)\b)|"
    r"(?P<producer>\b(?:producers?|publishers?|üreticiler|üretici|yayıncılar|yayıncı)$|"
    r"(?:생산자|발행자|프로듀서|生产者|生产方|发布者|发布方|生産者|発行者|発行元|プロデューサー?)$|"
    r"^(?:productor(?:es)?|produtor(?:es)?|producteurs?|émetteurs?)\b)",
    re.IGNORECASE,
)
_LISTS: Final = re.compile(r"\w\s*[,;:]\s*\w")  # several fields of an event, not the one that its messages are keyed by
_HANDLES: Final = re.compile(
    r"^(?:handles?|processes|handled events|처리|처리 이벤트|처리하는 이벤트|处理|处理事件|処理|処理イベント|"
    r"procesa|processa|traite|işler|xử lý)$",
    re.IGNORECASE,
)
_QUALIFIER: Final = re.compile(
    r"^(?:key|main|core|primary|major|important|typical)\s+(?=\w+\s+\w|\w+s$)", re.IGNORECASE
)
_MAX_HEADER: Final = 4  # words of a header that is not in the word table but says who sends or receives
_WIRE_STYLES: Final = frozenset({"dot", "pascal", "upper"})
_PARTIES: Final = frozenset({"producer", "consumer"})


def column_roles(block: Block) -> tuple[str | None, ...]:
    """The role of each column; of several columns with one role the first keeps it."""
    roles: list[str | None] = []
    headers = [plain_text(cell) for cell in block.rows[0].cells]
    for index, header in enumerate(headers):
        cells = _said_cells(block, index)
        role = (
            header_role(header)
            or header_role(_QUALIFIER.sub("", header))
            or _handled(header, headers)
            or _party_role(header, cells)
            or _spoken_role(header, cells)
        )
        if role in _PARTIES and cells and sum(bool(_FILE.search(cell)) for cell in cells) * 2 > len(cells):
            role = None  # a Source column that holds files names nobody
        roles.append(role if role not in roles else None)
    return tuple(_corrected(roles, block))


def _handled(header: str, headers: list[str]) -> str | None:
    """Consumes for the header `Handles` in a table of consumers: `| Consumer | Group | Handles |`."""
    is_handled = bool(_HANDLES.match(header)) and any(header_role(other) == "consumer" for other in headers)
    return "consumes" if is_handled else None


def _said_cells(block: Block, index: int) -> list[str]:
    cells = [plain_text(row.cells[index]) for row in block.rows[1:] if index < len(row.cells)]
    return [cell for cell in cells if not is_empty(cell)]


def _party_role(header: str, cells: list[str]) -> str | None:
    """Producer or consumer for a header such as `Publishing module`, if every cell can be read as services."""
    noun = _HEAD_NOUN.search(header)
    published = bool(noun and noun["producer"]) or says(header, "published") or bool(_SENDS.search(header))
    consumed = bool(noun and noun["consumer"]) or says(header, "consumed") or bool(_RECEIVES.search(header))
    if published == consumed or len(header.split()) > _MAX_HEADER or _TIMES.search(header):
        return None
    said = [cell for cell in cells if read_parties(cell).titles and not read_parties(cell).rejected]
    return ("producer" if published else "consumer") if len(said) * 2 > len(cells) else None


def _spoken_role(header: str, cells: list[str]) -> str | None:
    """Event for a header such as `Event v1` over names, payload for `Required payload fields` over lists of names."""
    words = set(re.findall(r"\w+", header.lower()))
    if says(header, "event") and _hold_names(cells):
        return "event"
    is_list = bool(cells) and all(re.search(r"\w[,;·] ?\w|^\{?\w*\}?$", cell) for cell in cells)
    return "payload" if words & {"payload", "fields", "body"} and is_list else None


def _corrected(roles: list[str | None], block: Block) -> list[str | None]:
    """The roles as the other columns show them: Type may hold the event, and Payload the fields."""
    if "type" in roles and not {"field", "event"} & set(roles) and _PARTIES & set(roles):
        index = roles.index("type")
        if _hold_names(_said_cells(block, index)):
            roles[index] = "event"
    if "payload" in roles and "type" in roles and not {"field", "event", "topic"} & set(roles):
        roles[roles.index("payload")] = "field"
    if "field" in roles and "event" in roles and not {"type", "payload"} & set(roles):
        index = roles.index("field")
        roles[index] = "payload" if any(_LISTS.search(cell) for cell in _said_cells(block, index)) else None
    if "method" in roles and "path" not in roles and _hold_routes(block, roles.index("method")):
        roles[roles.index("method")] = "path"
    if not {"path", "method"} & set(roles):
        index = next((at for at, role in enumerate(roles) if role is None and _hold_routes(block, at)), -1)
        if index >= 0:
            roles[index] = "path"
    if "component" in roles:
        roles[roles.index("component")] = _component(roles)
    if {"path", "to", "producer"} <= set(roles) and "from" not in roles:
        roles[roles.index("producer")] = "from"  # where the target provides, the source calls
    return roles


def _component(roles: list[str | None]) -> str | None:
    """A component is the service of endpoints; elsewhere it may be a class."""
    return "service" if "path" in roles and not {"service", "to"} & set(roles) else None


def _hold_names(cells: list[str]) -> bool:
    return bool(cells) and all(name_style(cell) in _WIRE_STYLES for cell in cells)


def _hold_routes(block: Block, index: int) -> bool:
    """Whether most cells of a column begin with a method and a path."""
    cells = _said_cells(block, index)
    return bool(cells) and sum(leading_route(cell) is not None for cell in cells) * 2 > len(cells)
