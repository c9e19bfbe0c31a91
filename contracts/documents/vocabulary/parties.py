# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""Services as documents name them in cells, metadata lines, headings and sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from contracts.documents.text.inline import (
    code_spans,
    is_placeholder,
    is_struck,
    plain_text,
    split_values,
    without_links,
    without_parentheses,
)
from contracts.documents.text.remembered import remembered
from contracts.documents.vocabulary.names import heading_names, leading_route
from contracts.documents.vocabulary.words import SERVICE_ENDINGS, is_empty, is_wildcard, label_role, normalised, says
from contracts.errors import InvalidName
from contracts.model import service_name

if TYPE_CHECKING:
    from collections.abc import Container

_ARROW: Final = re.compile(r"[(（\[]\s*`?([\w .-]+?)`?\s*(?:→|->|⇒|=>|➜|⟶)\s*`?([\w ., /-]*?)`?\s*[)）\]]")
_HEADING_ARROW: Final = re.compile(r"^([\w .-]+?)\s*(?:→|->|⇒|=>|➜|⟶)\s*([\w .-]+?)\s*(?:[:：(].*)?$")
_SAID_BY: Final = re.compile(
    r"^(?:\W*)(?:this event is |it is |the event is |is )?"
    r"(?:(?:consumes?|receives?)\s+(?:this\s+|these\s+)?(?:events?|messages?)\s+from|"
    r"(?:produced|published|emitted|sent|raised|fired|triggered|dispatched)\s+by|"
    r"(?:publicado|emitido|producido|enviado|produzido)\s+por|(?:publié|émis|produit)\s+par)\s+"
    r"(?:the\s+|our\s+|el\s+|la\s+|o\s+|le\s+)?(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_SAID_FOR: Final = re.compile(
    r"^(?:\W*)(?:this event is |it is |is )?(?:(?:consumed|subscribed|handled|received|processed)\s+by|"
    r"(?:consumido|recibido|procesado|recebido|processado)\s+por|(?:consommé|reçu|traité)\s+par)\s+"
    r"(?:the\s+|el\s+|la\s+|o\s+|le\s+)?(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE_END: Final = re.compile(
    r"\s+(?:when|after|on|once|upon|if|as|to|whenever|in|for|via|before|at|during|with|that|which|because|while|through|using|where|then|"
    r"tras|cuando|después|al|quando|após|depois|lorsque|quand|après|mediante|para|pour)\b.*$|[.;:(]\s.*$|\.$|\s[—–-]\s.*$",
    re.IGNORECASE | re.DOTALL,
)
_ASIDE: Final = re.compile(r"\s+[—–]\s.*$|\s+-\s.*$|\s*[:：]\s.*$|\s+→.*$|\s+->.*$|[:：]$", re.DOTALL)
_BREAK: Final = re.compile(r"<br\s*/?>|\n", re.IGNORECASE)
_CODE: Final = re.compile(r"`[^`]*`")
_BETWEEN: Final = re.compile(r"^(?:\s|[/&+·|]|and|y|e|et|und|ve|và)*$", re.IGNORECASE)
_CALLED: Final = re.compile(  # a noun before a name in code marks is no part of the name
    r"^(?:(?:the|el|la|o|le)\s+)?(?:module|módulo|modulo|service|servicio|serviço|component|componente)\s+(?=`)",
    re.IGNORECASE,
)
# What a service is made of, in front of its name in code marks: ``Go `orders` ``, ``Spring Boot `billing` ``.
_MADE_OF: Final = re.compile(
    r"^(?:(?:(?i:the|our|also|and|or|only)|[A-Z][\w.+#]*)\s+)(?:[\w.+#]+\s+){0,2}(?P<first>`[^`]+`)$|"
    r"^(?:(?i:the|our)\s+)?(?P<then>`[^`]+`)\s+(?i:lambda|function|worker|job|app|application|deployment|process)$"
)
_CARRIES: Final = re.compile(
    r"\b(?:queues?|topics?|exchanges?|channels?|tables?|streams?|methods?|class|handlers?|endpoints?|groups?|events?|"
    r"via|to|from|on|in|by|when|if)\b",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[a-z][a-z0-9]{2,}(?:[-_][a-z0-9]+)*|[A-Z]\w*Service")
_WHEN: Final = re.compile(
    r"^(?:optionally|possibly|later|eventually|opcionalmente|optionnellement|opsiyonel olarak)\s+|"
    r"\s+(?:later|planned|soon|optional|optionally|예정|추후|予定|más tarde|mais tarde|plus tard|sonra)$",
    re.IGNORECASE,
)
_OR: Final = re.compile(r"\s+(?:or|oder|ou|o)\s+", re.IGNORECASE)
_NOBODY: Final = re.compile(  # `no consumer in v1`, `None yet`, `Sin consumidores obligatorios`
    r"^(?:no|none|nobody|not|sin|sem|ningún|nenhum|aucun|pas)(?=\s)|^(?:없음|暂无|无|なし)", re.IGNORECASE
)
_FILE: Final = re.compile(r"/[\w.-]*\.\w{1,5}$|^(?:[\w.-]+/){2,}")
_SLASH: Final = re.compile(r"(?<=\w)/(?=\w)")
_WORD: Final = re.compile(r"^[\w.@/&-]+(?: [\w.@/&-]+){0,3}$")
_SECTION_SERVICE: Final = re.compile(
    r"^(?:(?:events?|messages?|topics?|이벤트)\s+(?:published|produced|emitted|sent|owned|from|by)\s*(?:by|from)?\s+(?:the\s+)?|"
    r"(?:(?:events?|messages?|topics?)\s+)?(?:published|produced|emitted|sent|consumed|handled|received|subscribed(?:\s+to)?)\s+by\s+"
    r"(?:the\s+)?|"
    r"(?:eventos|mensajes|mensagens)\s+(?:publicados|emitidos|producidos|produzidos|consumidos)\s+por\s+(?:el\s+|la\s+|o\s+|a\s+)?|"
    r"(?:événements|messages)\s+(?:publiés|émis|produits|consommés)\s+par\s+(?:le\s+|la\s+)?)(.+)$",
    re.IGNORECASE,
)
_NUMBERING: Final = re.compile(r"^(?:[\dA-Z]{1,3}(?:\.\d+)*[.)]|\d+(?:\.\d+)*)[\s:]+")
_PREFIX: Final = re.compile(
    r"^(?:service|microservice|module|서비스|服务|サービス|servicio|serviço)\s*[:：]\s*", re.IGNORECASE
)
_HEADING_TAIL: Final = re.compile(
    r"\s*(?:(?:domain|technical|detailed|system|software)\s+)?(?:events?|messages?|topics?|apis?|endpoints?|contracts?|calls?|"
    r"design(?:\s+doc(?:ument)?)?|spec(?:ification)?|이벤트|事件|イベント|api 명세|接口|호출|调用|呼び出し|çağrıları|"
    r"설계서|设计文档|设计|設計書|仕様書)\s*$",
    re.IGNORECASE,
)
# `Account Service 升级完成总结` and `Event Catalog — identity-service` are about a service, too.
_LATIN_SERVICE: Final = re.compile(r"^([A-Za-z][\w -]{0,40}?[ _-][Ss]ervice)\s+(?=[^\x00-\x7f])")
_AFTER_DASH: Final = re.compile(r"(?:\s[—–-]|[:：])\s+([a-z][\w-]*-service|[A-Z][\w ]{1,40} Service)$")
_PREFIXED: Final = re.compile(r"^(?:servicio|servi[cç]o|service)-[\w-]+$")  # as Romance languages order the words
_BRACKETED: Final = re.compile(r"[(（]([^()（）]{2,80})[)）]\s*$")
_DIRECTION: Final = re.compile(
    r"^(?:由|por|par|by)\s*|\s*(?:가 |이 |が)?(?:발행|구독|소비|发布|订阅|消费|発行|購読|受信)$", re.IGNORECASE
)
_JOINED: Final = re.compile(r"[A-Z]\w*(?: [A-Z]\w*)? & [A-Z]\w*(?: [A-Z]\w*){0,2}")
_SURE_WORDS: Final = 2
_MAX_WORDS: Final = 5
_METHOD: Final = re.compile(r"^[A-Z]\w*\.[a-z]+\w*[A-Z]\w*$")  # `OrderListener.onOrder` is code, no service
_PORT_TAIL: Final = re.compile(r"(?<=\w):\d{2,5}$")
_PORT: Final = re.compile(r"\s*(?:[(（].*|:\d+.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyNames:
    """The services of a cell as the document spells them; `wildcards` and `rejected` are what names none."""

    titles: tuple[str, ...] = ()
    wildcards: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()


@remembered
def normal_service(title: str) -> str | None:
    """The normalised name of a service; None if the text cannot be one."""
    try:
        return service_name(title)
    except InvalidName:
        return None


def read_parties(cell: str, known: Container[str] = ()) -> PartyNames:
    """The services that a cell or a metadata value names; `known` are normalised names of the document's services."""
    titles: list[str] = []
    wildcards: list[str] = []
    rejected: list[str] = []
    text = cell if is_struck(cell) else re.sub(r"~~[^~]*~~", "", cell)
    for part in _parts(text):
        title = _title(part, known)
        if is_empty(part) or _NOBODY.match(part) or is_placeholder(part):
            continue
        if is_wildcard(title or part):
            wildcards.append(title or part)
        elif title:
            titles.append(title)
        else:
            rejected.append(part)
    return PartyNames(titles=tuple(dict.fromkeys(titles)), wildcards=tuple(wildcards), rejected=tuple(rejected))


def _parts(text: str) -> tuple[str, ...]:
    bracketless = _CALLED.sub("", without_parentheses(without_links(_BREAK.sub(", ", text))))
    spans = code_spans(bracketless)
    plain = plain_text(bracketless)
    if len(spans) > 1 and not re.search(r"[,;]", plain) and _BETWEEN.match(_CODE.sub("", bracketless)):
        return spans
    named = ", ".join(_bare_name(part) for part in split_values(bracketless)) if spans else bracketless
    return tuple(piece for part in split_values(_OR.sub(", ", plain_text(named))) for piece in _slashed(part))


def _bare_name(part: str) -> str:
    """The name in code marks of a part that only says what it is made of besides."""
    bare = _WHEN.sub("", " ".join(part.split()))
    match = _MADE_OF.match(bare)
    span = (match["first"] or match["then"]) if match else ""
    is_named = span and _NAME.fullmatch(span.strip("`")) and not _CARRIES.search(bare.replace(span, " "))
    return span if is_named and not is_service_title(plain_text(bare)) else part


def _slashed(part: str) -> tuple[str, ...]:
    """`orders/billing` names two services, `src/events/order.rs` none."""
    return (part,) if _FILE.search(part) else split_values(_SLASH.sub(", ", part))


def _title(part: str, known: Container[str]) -> str | None:
    word = _PORT_TAIL.sub("", _ASIDE.sub("", part).strip().strip("`\"'").rstrip(".?").strip())
    word = _WHEN.sub("", re.sub(r"^(?:the|and|or|by)\s+", "", word, flags=re.IGNORECASE))
    if normal_service(word) in known and word:
        return word
    short = _SENTENCE_END.sub("", word).strip()
    if not _WORD.match(short) or _METHOD.match(short):
        return None
    name = normal_service(short)
    if name is None or not re.search(r"\w", name) or re.fullmatch(r"[\d.-]+", name):
        return None
    if len(short.split()) > _SURE_WORDS and name not in known and not is_service_title(short):
        return short if all(piece[:1].isupper() for piece in short.split()) else None
    return short


def listed_service(cell: str) -> str:
    """The one service that a cell of a service table names, `Airports & Routes` as well; nothing if it names none."""
    whole = without_parentheses(plain_text(without_links(cell)))
    if _JOINED.fullmatch(whole):
        return whole
    titles = read_parties(cell).titles if not is_empty(cell) else ()
    return titles[0] if titles else ""


@remembered
def is_service_title(text: str) -> bool:
    """Whether the text is called like a service: `Order Service`, `billing-svc`, `API Gateway`."""
    word = normalised(without_parentheses(text))
    return bool(_PREFIXED.match(word)) or (
        any(word.endswith(ending) for ending in SERVICE_ENDINGS)
        and word not in SERVICE_ENDINGS
        and len(word.split()) <= _MAX_WORDS
    )


def heading_service(text: str, known: Container[str] = ()) -> str | None:
    """The service that a heading is about: `## Order Service`, `## Identity Service Events`; None if none is."""
    titles = _heading_titles(text)
    if titles and _PREFIX.match(_NUMBERING.sub("", plain_text(text))):
        return titles[0]
    return next((title for title in titles if normal_service(title) in known or is_service_title(title)), None)


@remembered
def _heading_titles(text: str) -> tuple[str, ...]:
    """What a heading may call a service: without numbering, brackets, and words such as `Events` or `API`."""
    if leading_route(text):
        return ()
    bare = _PREFIX.sub("", without_parentheses(_NUMBERING.sub("", plain_text(text))))
    if said := _SECTION_SERVICE.match(bare):
        bare = said[1]
    short = _ASIDE.sub("", bare)
    candidates: tuple[str, ...] = (
        *_LATIN_SERVICE.findall(bare),
        short,
        _PORT.sub("", short),
        _HEADING_TAIL.sub("", _HEADING_TAIL.sub("", _PORT.sub("", short))),
    )
    candidates += (*_AFTER_DASH.findall(bare), *_bracketed_services(text))
    titles = (candidate.strip().strip("`") for candidate in candidates)
    return tuple(dict.fromkeys(title for title in titles if title and not label_role(title)))


def _bracketed_services(text: str) -> tuple[str, ...]:
    """What the brackets behind a heading of events call a service: `Outbound events (emitted by orders service)`."""
    found = _BRACKETED.search(plain_text(text))
    if found is None or heading_names(text) or not (says(text, "published") or says(text, "consumed")):
        return ()
    said = _SECTION_SERVICE.match(found[1])
    title = said[1] if said else _DIRECTION.sub("", found[1]).strip()
    is_said = title != found[1] or not says(text, "consumed")  # `Consumed events (billing-service)` may be from there
    return (title,) if is_said else ()


def arrow_parties(text: str) -> tuple[str, str] | None:
    """Producer and consumers in brackets of a heading: `(order-service → billing)`; either may be empty."""
    match = _ARROW.search(plain_text(text))
    return (match[1].strip(), match[2].strip()) if match else None


@remembered
def heading_arrow(text: str) -> tuple[str, str] | None:
    """Caller and provider of a heading such as `order-service → Inventory Service: reserve`."""
    match = _HEADING_ARROW.match(_NUMBERING.sub("", plain_text(text)))
    if not match or not (is_service_title(match[1]) and is_service_title(match[2])):
        return None
    return match[1].strip(), match[2].strip()


@remembered
def sentence_parties(text: str) -> tuple[str, str]:
    """The producer and the consumers that the start of a sentence names: `Produced by orders-service after ...`."""
    plain = plain_text(text)
    producer = _SAID_BY.match(plain)
    consumer = _SAID_FOR.match(plain)
    return (
        _SENTENCE_END.sub("", producer[1]).strip() if producer else "",
        _SENTENCE_END.sub("", consumer[1]).strip() if consumer else "",
    )
