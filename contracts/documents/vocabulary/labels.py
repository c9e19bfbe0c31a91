# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""Labels: what a short line says about the block or the value that follows it, `**Response (201):**`, `Producer: x`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from contracts.documents.text.inline import plain_text
from contracts.documents.text.markdown import BlockKind
from contracts.documents.text.remembered import remembered
from contracts.documents.vocabulary.words import label_role

if TYPE_CHECKING:
    from contracts.documents.text.markdown import Block

_COLON: Final = re.compile(r"\s*[:：]\s*")
# Runs of blanks and emphasis are possessive: giving them back would take the square of their length.
_BOLD_HEAD: Final = re.compile(
    r"^\s*+(?:[-*+]\s+)?(\*\*|__)(?P<head>.+?)\1\s*(?:[:：]|[—–-]\s|→)?\s*(?P<value>.*)$", re.DOTALL
)
_PLAIN_HEAD: Final = re.compile(
    r"^\s*+(?:[-*+]\s++)?[*_]*+(?P<head>(?!`)[^:：|]{2,60}?)[*_`]*+\s*+(?::[*_]*+(?:\s++|$)|：[*_]*+\s*+)(?P<value>.*)$",
    re.DOTALL,
)
_HTML_BOLD: Final = re.compile(r"</?(?:b|strong)>", re.IGNORECASE)
_HTML_BREAK: Final = re.compile(r"<br\s*/?>(?=\n|$)", re.IGNORECASE)
_BARE_HEAD: Final = re.compile(
    r"^(?P<head>(?P<word>[^\W\d_]+(?: [^\W\d_]+)?)(?:\s+[`(（]*[1-5]\d\d(?: [A-Z][A-Za-z]+){0,3}[`)）]*)?)\s*$"
)
_BODIES: Final = frozenset({"request", "response"})
_BOLD_LABEL: Final = re.compile(r"\*\*[^*]{2,40}(?::\*\*|\*\*\s*:)")
# `Published by: orders. Consumed by: billing` and `producer: orders · consumer: billing` are two labels each.
_NEXT_LABEL: Final = re.compile(
    r"(?:[.;]|\s(?P<dot>[·•|]))\s+(?=[*_]{0,3}(?P<head>[^\W\d_][\w ()]{2,30})[*_]{0,3}\s*[:：]\s)"
)
_SIDES: Final = frozenset({"producer", "consumer", "topic"})
_STATUS: Final = re.compile(r"(?<!\d)([1-5]\d\d)(?!\d)")
_REASON: Final = re.compile(
    r"\b(?:OK|Created|Accepted|No Content|Bad Request|Unauthorized|Forbidden|Not Found|Conflict|Unprocessable \w+|"
    r"Internal Server Error|HTTP|status|code)\b",
    re.IGNORECASE,
)
_NUMBERING: Final = re.compile(r"^(?:[\dA-Z]{1,3}(?:\.\d+)*[.)]|\d+(?:\.\d+)*)[\s:]+")
_BRACKETS: Final = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_BLOCK_ROLES: Final = ("error", "parameters", "request", "response", "payload")
_MAX_HEAD: Final = 60
_MAX_WORDS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a label announces; `role` is None for unknown words, `value` is the Markdown behind the colon."""

    head: str
    role: str | None
    status: str = ""
    value: str = ""
    line: int = 0


def read_label(line: str, *, number: int) -> Label | None:
    """The label that a line is or begins with; None for an ordinary line."""
    bold, plain = _BOLD_HEAD.match(line), _PLAIN_HEAD.match(line)
    for match in (bold, plain):
        if match and len(match["head"]) <= _MAX_HEAD:
            head, value = _split_head(match["head"], match["value"])
            label = _label(head, value, number)
            if label.role or match is bold or not value:
                return label
    return _bare_label(line, number)


def _bare_label(line: str, number: int) -> Label | None:
    """A line of nothing but what it announces: `Request`, ``Response `200 OK` ``."""
    match = _BARE_HEAD.match(line)
    return _label(plain_text(match["head"]), "", number) if match and label_role(match["word"]) in _BODIES else None


def _split_head(head: str, value: str) -> tuple[str, str]:
    """The colon may stand within the emphasis: `**Producer: orders**`."""
    inner = _COLON.split(plain_text(head), maxsplit=1)
    return (inner[0], f"{inner[1]} {value}".strip()) if len(inner) > 1 and inner[1] else (inner[0], value.strip())


def heading_label(text: str, *, number: int) -> Label:
    """What a heading announces about the blocks below it."""
    plain = _NUMBERING.sub("", plain_text(text))
    return _label(plain.rstrip(":："), "", number)


def _label(head: str, value: str, number: int) -> Label:
    status = _STATUS.search(head) or (_STATUS.match(plain_text(value).strip("`( ")) if value else None)
    bare = _REASON.sub(" ", _STATUS.sub(" ", head))
    role = label_role(head) or label_role(bare) or label_role(_BRACKETS.sub("", bare)) or _role_within(bare)
    if role is None and status and (not bare.strip(" -—–:()[]`") or _STATUS.match(head.strip("`( "))):
        role = "response"
    return Label(head=head, role=role, status=status[1] if status else "", value=value, line=number)


def _role_within(head: str) -> str | None:
    """The role of the first or last words of a head: `Example request`, `Response body (JSON)`."""
    words = re.findall(r"[^\W\d_]+", head)
    if not words or len(words) > _MAX_WORDS:
        return None
    pieces = [words[-1], words[0], " ".join(words[-2:]), " ".join(words[:2])]
    roles = [label_role(piece) for piece in pieces]
    return next((role for role in _BLOCK_ROLES if role in roles), None)


def labels_of(block: Block) -> tuple[Label, ...]:
    """The labels of a paragraph or list item, line by line."""
    return _text_labels(block.text, block.line) if block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} else ()


def _next_labels(line: str) -> list[int]:
    """Where further labels of a line begin: after a dot between words, or at a word for a party after a sentence."""
    found = list(_NEXT_LABEL.finditer(line))
    if not any(label_role(match["head"]) in _SIDES for match in found):
        return []
    return [match.end() for match in found if match["dot"] or label_role(match["head"]) in _SIDES]


@remembered
def _text_labels(text: str, first_line: int) -> tuple[Label, ...]:
    found: list[Label] = []
    for offset, line in enumerate(_HTML_BREAK.sub("", _HTML_BOLD.sub("**", text)).split("\n")):
        starts = [match.start() for match in _BOLD_LABEL.finditer(line)] if line.count(":") > 1 else []
        if not starts or line[: starts[0]].strip(" -*+>"):
            starts = [0, *_next_labels(line)]
        cuts = [0, *starts[1:], len(line)]
        for start, end in pairwise(cuts):
            label = read_label(line[start:end].rstrip(" |·•;,—-"), number=first_line + offset)
            if label:
                found.append(label)
    return tuple(found)
