# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""What stands inside one line of Markdown: code spans, plain text, several values in one cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from contracts.documents.text.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

_TICKS: Final = re.compile(r"`+")
_STRUCK: Final = re.compile(r"~~(?=\S)(.+?)~~")
_MARKS: Final = re.compile(r"[*_`~\[<\\&]")
_LINK: Final = re.compile(r"!?\[([^\]\[]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_FOOTNOTE: Final = re.compile(r"\[\^[^\]\[\s]*\]|<sup>[^<]*</sup>")
_KNOWN_TAG: Final = re.compile(
    r"</?(?:b|i|em|strong|code|kbd|small|sub|span|a|u|del|p|div|font|mark)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_ENTITY: Final = re.compile(r"&(mdash|ndash|rarr|larr|amp|lt|gt|quot|middot|bull);")
_ENTITIES: Final = dict(
    zip(("mdash", "ndash", "rarr", "larr", "amp", "lt", "gt", "quot", "middot", "bull"), '—–→←&<>"·•', strict=True)
)
_EMPHASIS: Final = re.compile(r"(\*{1,3}|(?<![\w])_{1,3}|_{1,3}(?![\w]))")
_ESCAPE: Final = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_PICTURE: Final = re.compile(
    "[\U0001f000-\U0001faff\U00002600-\U000026ff\U00002700-\U000027bf\U00002b00-\U00002bff\U0000fe0f\U0000200d]+"
)
_SEPARATOR: Final = re.compile(
    r"[,;；，、·•+]|<br\s*/?>|\n|\s+[/|]\s+|\s+&\s+|\s+(?:and|og|und|y|e|et|ve|và)\s+|\s*및\s*", re.IGNORECASE
)
_PARENTHESIS: Final = re.compile(r"\s*[(（][^()（）]*[)）]")
PLACEHOLDER: Final = re.compile(
    r"^\{[^{}]*\}$|^\{[^{}]*\}\.\{[^{}]*\}$|^<[a-z][\w -]*>$|^\[[a-z][\w -]*\]$", re.IGNORECASE
)


def code_spans(text: str) -> tuple[str, ...]:
    """The contents of the code spans of a line, in order."""
    return tuple(text[span.start : span.end].strip() for span in _spans(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """A code span: its content is `[start:end]`, the backticks around it are `ticks` long."""

    start: int
    end: int
    ticks: int


def _spans(text: str) -> Iterator[_Span]:
    """The code spans of a text, each within one line, in one pass over its runs of backticks (CommonMark 6.1)."""
    runs = [match.span() for match in _TICKS.finditer(text)]
    following: dict[int, int] = {}  # length of a run -> the next run of that length
    closing = [0] * len(runs)
    for index in reversed(range(len(runs))):
        length = runs[index][1] - runs[index][0]
        closing[index] = following.get(length, 0)
        following[length] = index
    index, line_end = 0, -1
    while index < len(runs):
        (first, start), closer = runs[index], closing[index]
        if line_end < start:
            found = text.find("\n", start)
            line_end = len(text) if found < 0 else found
        if closer and runs[closer][0] <= line_end:
            yield _Span(start=start, end=runs[closer][0], ticks=start - first)
            index = closer
        index += 1


@remembered
def plain_text(text: str) -> str:
    """The line without emphasis, code marks, links, footnotes and pictures."""
    if text.isascii() and not _MARKS.search(text):
        return " ".join(text.split())
    kept = _FOOTNOTE.sub("", _LINK.sub(r"\1", text)) if "[" in text or "<" in text else text
    kept = _KNOWN_TAG.sub("", kept) if "<" in kept else kept
    kept = kept if kept.isascii() else _PICTURE.sub("", kept)
    pieces: list[str] = []
    position = 0
    for span in _spans(kept):
        pieces.extend((_without_marks(kept[position : span.start - span.ticks]), kept[span.start : span.end]))
        position = span.end + span.ticks
    pieces.append(_without_marks(kept[position:]))
    return " ".join("".join(pieces).split())


def _without_marks(text: str) -> str:
    if not _MARKS.search(text):
        return text
    text = _ENTITY.sub(lambda found: _ENTITIES[found[1]], text) if "&" in text else text
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub("", _STRUCK.sub(r"\1", text)))


def without_links(text: str) -> str:
    """The text with the words of its links, and not where they lead."""
    return _LINK.sub(r"\1", text) if "](" in text else text


def is_struck(text: str) -> bool:
    """Whether the whole cell is struck through, save for notes outside of it."""
    return bool(_STRUCK.search(text)) and not _STRUCK.sub("", _PARENTHESIS.sub("", text)).strip(" *_`")


def without_parentheses(text: str) -> str:
    """The text without what stands in (round) brackets, nested ones included."""
    for _ in range(4):
        if "(" not in text and "（" not in text:
            break
        text = _PARENTHESIS.sub("", text)
    return text.strip()


def split_values(text: str) -> tuple[str, ...]:
    """Several values of one cell: separated by commas, semicolons, dots, line breaks, `and`, or ` / ` with blanks."""
    return tuple(value.strip() for value in _SEPARATOR.split(text) if value.strip())


def is_placeholder(text: str) -> bool:
    """Whether the text is a place to fill in, `{service-a}` or `<service>`."""
    return bool(PLACEHOLDER.match(plain_text(text).strip("` ")))
