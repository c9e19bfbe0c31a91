# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""What a word of a document means: the look-ups over `word_table`."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from contracts.documents.text.remembered import remembered
from contracts.documents.vocabulary import word_table

if TYPE_CHECKING:
    from collections.abc import Mapping

_LATIN = re.compile(r"[a-z]")
_PARENTHESIS = re.compile(r"\s*[(（［\[【][^()（）\[\]［］【】]*[)）］\]】]\s*$")
_MARKS = re.compile(r"[*_`~]+(?=\W|$)|(?<!\w)[*_`~]+")
_TOKEN = re.compile(r"[\w./-]+")
_OF_EVENTS = re.compile(
    r"(?:\bevents|\bevent types|\bmessages|olayları?|이벤트|事件|消息|イベント|メッセージ)$|"
    r"^(?:eventos|mensajes|mensagens|événements|messages|sự kiện)\b"
)
_EDGES = " \t:：.?¿*`"


def split_words(row: str) -> tuple[str, ...]:
    """The words of one row of the word table."""
    return tuple(" ".join(word.split()) for word in row.split(",") if word.strip())


@remembered
def normalised(text: str) -> str:
    """The text as the word table spells it: NFKC, lower case, no emphasis, single blanks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_MARKS.sub("", folded).split()).strip(_EDGES)


def _index(table: Mapping[str, str]) -> dict[str, str]:
    index: dict[str, str] = {}
    for role, row in table.items():
        for word in split_words(row):
            index.setdefault(normalised(word), role)
    return index


def _heading_index(row: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words that must stand alone, and those that are looked for anywhere: phrases, and scripts without blanks."""
    said = tuple(normalised(word) for word in split_words(row))
    whole = frozenset(word for word in said if _LATIN.match(word) and " " not in word)
    return whole, tuple(word for word in said if word not in whole)


_HEADERS: Final = _index(word_table.HEADER_WORDS)
_LABELS: Final = _index(word_table.LABEL_WORDS)
_IN_HEADINGS: Final = {topic: _heading_index(row) for topic, row in word_table.HEADING_WORDS.items()}
_EMPTY: Final = frozenset(unicodedata.normalize("NFKC", word) for word in split_words(word_table.EMPTY_WORDS))
_WILDCARDS: Final = frozenset(split_words(word_table.WILDCARD_WORDS))
_YES: Final = frozenset(unicodedata.normalize("NFKC", word) for word in split_words(word_table.YES_WORDS))
_NO: Final = frozenset(unicodedata.normalize("NFKC", word) for word in split_words(word_table.NO_WORDS))
_PRODUCTS: Final = frozenset(split_words(word_table.PRODUCT_WORDS))
SERVICE_ENDINGS: Final = split_words(word_table.SERVICE_WORDS)


def _spellings(text: str) -> tuple[str, ...]:
    word = normalised(text)
    bare = normalised(_PARENTHESIS.sub("", word))
    return tuple(dict.fromkeys((word, bare, bare.removesuffix("s"), bare.removesuffix("es"))))


@remembered
def header_role(text: str) -> str | None:
    """What a column with this header holds, `producer` for `Published By`; None for an unknown word."""
    return next((_HEADERS[word] for word in _spellings(text) if word in _HEADERS), None)


@remembered
def label_role(text: str) -> str | None:
    """What the label announces, `request` for `Request body`; None for an unknown word."""
    return next((_LABELS[word] for word in _spellings(text) if word in _LABELS), None)


@remembered
def says(text: str, topic: str) -> bool:
    """Whether a heading speaks of the topic (a row of the heading words), at any place of it."""
    word = normalised(text)
    whole, within = _IN_HEADINGS[topic]
    return not whole.isdisjoint(_TOKEN.findall(word)) or any(said in word for said in within)


def is_empty(text: str) -> bool:
    """Whether a cell says that there is nothing: `-`, `none`, `N/A`."""
    word = unicodedata.normalize("NFKC", text).strip().strip("*`").strip().casefold().rstrip(".")
    return not word or word in _EMPTY


def is_wildcard(text: str) -> bool:
    """Whether a party cell means several services without naming them."""
    return normalised(text) in _WILDCARDS or text.strip() == "*"


def describes_no_message(heading: str) -> bool:
    """Whether a heading is about settings, errors or tests, and not about the events of such: `Deployment events`."""
    word = normalised(heading)
    return says(heading, "not_contract") and not _OF_EVENTS.search(word) and not word.endswith(SERVICE_ENDINGS)


def is_product(name: str) -> bool:
    """Whether a name is that of a tool or a platform, written as an event could be: `RabbitMQ`."""
    return name.casefold() in _PRODUCTS


def yes_or_no(text: str) -> bool | None:
    """What a Required cell says; None if it says neither."""
    word = unicodedata.normalize("NFKC", text).strip().strip("*`_ ").casefold()
    if word in _YES:
        return True
    return False if word in _NO or not word else None
