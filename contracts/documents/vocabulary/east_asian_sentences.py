# ruff: noqa: RUF001 - fullwidth marks of the languages that documents are written in are meant
"""Who publishes and who consumes, as sentences in Korean, Japanese and Chinese say it."""

from __future__ import annotations

import re
from typing import Final

from contracts.documents.vocabulary.parties import is_service_title, read_parties

_PUBLISHES: Final = re.compile(r"발행(?=[하한합했되된됩])|発行(?=[しすさ])|(?:发布|發布)(?![的者方时時])")
_CONSUMES: Final = re.compile(
    r"(?:소비|구독|수신)(?=[하한합했되된됩])|(?:購読|消費|受信)(?=[しすさ])|(?:订阅|訂閱|消费|接收)(?![的者方时時])"
)
_NEVER: Final = re.compile(r"없|않|ません|ない|不会|不再|没有|尚未|并未")
_NAME: Final = r"`?[A-Za-z][A-Za-z0-9_-]*(?: [A-Z][A-Za-z0-9_-]*){0,3}`?(?: ?(?:서비스|サービス|服务|服務))?"
_NAMES: Final = rf"(?P<names>{_NAME}(?:\s?(?:,|、|，|와|과|및|と|和|与)\s?{_NAME}){{0,8}})"
_SUBJECT: Final = re.compile(rf"{_NAMES}(?:이|가|은|는|에서|\s?(?:が|は|から|より|で))(?![A-Za-z])")
_BEFORE_VERB: Final = re.compile(rf"{_NAMES}\s?(?:负责|会|将|各自|分别|來|来)?\s?$")  # Chinese has no particles
_AND: Final = re.compile(r"(?<=[\w`])(?:와|과|と)(?=\s?[A-Za-z`])|\s?(?:、|，|및|和|与)\s?")
_KEBAB: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_MAX_LINE: Final = 400  # characters


def said_parties(line: str) -> tuple[str, str]:
    """The producer and the consumers that a sentence names, each separated by commas; empty where it names none.

    `주문 서비스가 발행하고 Billing Service가 소비합니다` names what is called like a service, nobody else.
    """
    if line.isascii() or len(line) > _MAX_LINE or _NEVER.search(line):
        return "", ""
    published, consumed = _PUBLISHES.search(line), _CONSUMES.search(line)
    return _named_before(line, published, consumed), _named_before(line, consumed, published)


def _named_before(line: str, verb: re.Match[str] | None, other: re.Match[str] | None) -> str:
    """The services that are the subject of a verb: they stand before it, and behind the other verb."""
    if verb is None:
        return ""
    start = other.end() if other and other.end() <= verb.start() else 0
    clause = line[start : verb.start()]
    found = _SUBJECT.search(clause) or _BEFORE_VERB.search(clause)
    titles = read_parties(_AND.sub(", ", found["names"])).titles if found else ()
    return ", ".join(title for title in titles if is_service_title(title) or _KEBAB.fullmatch(title))
