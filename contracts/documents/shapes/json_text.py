"""The tolerant JSON reader: JSON with positions, plus what people write in design documents.

Tolerated: `//`, `#` and `/* */` comments, trailing and missing commas, `...`, `"k"?:`, unquoted keys, single quotes,
bare words and unions after the colon (`string | null`), and several values in one text. On every valid JSON text it
agrees with the standard library.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import Final

from contracts.documents.shapes.json_nodes import JsonDocument, Member, Node, NodeKind, Reading, Tolerance, Unreadable
from contracts.documents.text.source_text import MAX_NESTING

_BLANK: Final = re.compile(r"[ \t\n\r\u00a0\ufeff]+")
_LINE_COMMENT: Final = re.compile(r"//([^\n]*)|(?:(?<=\s)|(?<![^\n]))#([^\n]*)|--(?=\s)([^\n]*)")
_COMMENT_STARTS: Final = frozenset("/#-<")
_BLOCK_COMMENT: Final = re.compile(r"/\*(.*?)\*/|<!--(.*?)-->", re.DOTALL)
_ELLIPSIS: Final = re.compile(r"(?:\.\.\.|…)[^\n,}\]]*")
_STRING: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_QUOTED: Final = re.compile(r"'((?:[^'\\\n]|\\.)*)'")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?(?=[\s,}\]/#]|$)")
_LITERAL: Final = re.compile(r"(true|false|null)(?=[\s,}\]/#]|$)")
_KEY: Final = re.compile(r"[A-Za-z_$@][\w$.-]*|\{[\w-]+\}|<[\w-]+>")
_BARE: Final = re.compile(
    r"(?:\[\]|<[^<>\n]*>|\{[\w-]+\}|\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)|(?!\s(?://|#|/\*))[^,}\]\n\[<{\"'(])+"
)
_PLACEHOLDER: Final = re.compile(r"\{[A-Za-z][\w-]*\}")
# Plain JSON, most of what documents hold, in one step each: a key with its colon, a comma and what is blank around it.
_PLAIN_KEY: Final = re.compile(r'"([^"\\\n]*)"[ \t\n\r]*+:[ \t\n\r]*+(?![/#<\u00a0\ufeff-])')
_PLAIN_COMMA: Final = re.compile(r"[ \t\n\r]*+(,?+)[ \t\n\r]*+(?![/#<\u00a0\ufeff-])")
_UNION: Final = re.compile(r"[ \t]*\|")
_LITERALS: Final = {"true": True, "false": False, "null": None}


class _Stop(Exception):
    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


@dataclass(slots=True)
class _Reader:
    text: str
    first_line: int
    starts: list[int]
    position: int = 0
    depth: int = 0
    comment: str = ""
    tolerances: list[Tolerance] = field(default_factory=list)

    def place(self, position: int) -> tuple[int, int]:
        index = bisect_right(self.starts, position) - 1
        return self.first_line + index, position - self.starts[index] + 1

    def tolerate(self, kind: str, position: int) -> None:
        line, column = self.place(position)
        self.tolerances.append(Tolerance(kind=kind, line=line, column=column))

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.position)
        if match:
            self.position = match.end()
        return match

    def peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def skip(self) -> None:
        """Skip blanks and comments; what the comments say is kept in `comment`."""
        self.comment = ""
        self.take(_BLANK)
        if self.peek() not in _COMMENT_STARTS:
            return
        said: list[str] = []
        while self.peek() in _COMMENT_STARTS:
            start = self.position
            match = self.take(_BLOCK_COMMENT) or self.take(_LINE_COMMENT)
            if not match:
                break
            self.tolerate("comment", start)
            said.append(next((group for group in match.groups() if group), "").strip())
            self.take(_BLANK)
        self.comment = "\n".join(said)


def read_json_text(text: str, *, first_line: int = 1) -> Reading | Unreadable:
    """Every value of the text with its positions, or why it cannot be read; `first_line` is the line it starts on."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    reader = _Reader(text=text, first_line=first_line, starts=starts)
    try:
        documents = tuple(_documents(reader))
    except _Stop as stop:
        return _unreadable(stop, reader)
    return Reading(documents=documents, tolerances=tuple(reader.tolerances))


def _unreadable(stop: _Stop, reader: _Reader) -> Unreadable:
    """What stopped the reader; what is missing at the end is missing behind the last character."""
    end = len(reader.text.rstrip())
    line, column = reader.place(min(stop.position, end))
    reason = f"{stop.reason}, the text ends here" if stop.position >= end > 0 else stop.reason
    return Unreadable(reason=reason, line=line, column=column)


def _documents(reader: _Reader) -> list[JsonDocument]:
    documents: list[JsonDocument] = []
    while True:
        reader.skip()
        title = reader.comment
        if documents and reader.peek() in {",", ";"}:
            reader.tolerate("several-values", reader.position)
            reader.position += 1
            continue
        if reader.take(_ELLIPSIS):
            reader.tolerate("ellipsis", reader.position)
            continue
        if not reader.peek():
            break
        if documents and reader.peek() not in {"{", "["}:
            raise _Stop("text after the end of the value", reader.position)
        documents.append(JsonDocument(node=_value(reader), title=title))
    if not documents:
        raise _Stop("there is no value", reader.position)
    return documents


def _value(reader: _Reader) -> Node:
    start = reader.position
    opening = reader.peek()
    if opening == "{" and not _is_placeholder(reader):
        node = _nested(reader, NodeKind.OBJECT)
    elif opening == "[":
        node = _nested(reader, NodeKind.ARRAY)
    else:
        node = _scalar(reader)
        if _UNION.match(reader.text, reader.position):
            reader.position = start
            return _bare(reader)
        return node
    if _UNION.match(reader.text, reader.position) and reader.take(_BARE):
        reader.tolerate("bare-word", start)
        return replace(node, is_elided=True)
    return node


def _is_placeholder(reader: _Reader) -> bool:
    return bool(_PLACEHOLDER.match(reader.text, reader.position))


def _nested(reader: _Reader, kind: NodeKind) -> Node:
    start = reader.position
    if reader.depth >= MAX_NESTING:
        raise _Stop(f"nested more than {MAX_NESTING} levels deep", start)
    reader.depth += 1
    reader.position += 1
    node = _object(reader, start) if kind is NodeKind.OBJECT else _array(reader, start)
    reader.depth -= 1
    return node


def _object(reader: _Reader, start: int) -> Node:
    line, column = reader.place(start)
    members: list[Member] = []
    is_elided, comma, said = False, True, ""
    while True:
        reader.skip()
        said = said or reader.comment
        if reader.peek() == "}":
            _closing_comma(reader, comma=comma and bool(members))
            reader.position += 1
            break
        if reader.take(_ELLIPSIS):
            reader.tolerate("ellipsis", reader.position)
            is_elided = True
        else:
            if not comma:
                reader.tolerate("missing-comma", reader.position)
            members.append(_member(reader))
        comma, members = _after(reader, members)
    is_elided = is_elided or bool(said and not members)
    return Node(kind=NodeKind.OBJECT, line=line, column=column, members=tuple(members), is_elided=is_elided)


def _closing_comma(reader: _Reader, *, comma: bool) -> None:
    if comma:
        reader.tolerate("trailing-comma", reader.position)


def _after(reader: _Reader, members: list[Member]) -> tuple[bool, list[Member]]:
    """Skip a comma and keep the comment on the line of the last member."""
    if plain := reader.take(_PLAIN_COMMA):
        return bool(plain[1]), members
    end_line = reader.place(reader.position)[0]
    said = _same_line_comment(reader)
    reader.skip()
    comma = reader.peek() == ","
    if comma:
        reader.position += 1
        said = said or _same_line_comment(reader)
    if said and members and members[-1].line <= end_line:
        members[-1] = replace(members[-1], comment=said)
    return comma, members


_TRAILING: Final = re.compile(r"[ \t]*(?://([^\n]*)|#([^\n]*)|/\*([^\n]*?)\*/|--[ \t]([^\n]*))")


def _same_line_comment(reader: _Reader) -> str:
    match = _TRAILING.match(reader.text, reader.position)
    return next((group.strip() for group in match.groups() if group), "") if match else ""


def _member(reader: _Reader) -> Member:
    start = reader.position
    line, column = reader.place(start)
    if plain := reader.take(_PLAIN_KEY):
        return Member(key=plain[1], node=_value(reader), line=line, column=column)
    key = _key(reader)
    reader.skip()
    is_optional = reader.peek() == "?"
    if is_optional:
        reader.tolerate("optional-key", reader.position)
        reader.position += 1
        reader.skip()
    if reader.peek() != ":":
        raise _Stop(f"a colon is missing after the key {key!r}", reader.position)
    reader.position += 1
    reader.skip()
    return Member(key=key, node=_value(reader), line=line, column=column, is_optional=is_optional)


def _key(reader: _Reader) -> str:
    start = reader.position
    match = reader.take(_STRING)
    if match:
        return _unescaped(match[0], start)
    match = reader.take(_QUOTED) or reader.take(_KEY)
    if not match:
        raise _Stop("a key is missing", start)
    reader.tolerate("unquoted-key", start)
    return match[1] if match.re is _QUOTED else match[0]


def _array(reader: _Reader, start: int) -> Node:
    line, column = reader.place(start)
    items: list[Node] = []
    is_elided, comma, said = False, True, ""
    while True:
        reader.skip()
        said = said or reader.comment
        if reader.peek() == "]":
            _closing_comma(reader, comma=comma and bool(items))
            reader.position += 1
            break
        if reader.take(_ELLIPSIS):
            reader.tolerate("ellipsis", reader.position)
            is_elided = True
        else:
            if not comma:
                reader.tolerate("missing-comma", reader.position)
            items.append(_value(reader))
        comma, _ = _after(reader, [])
    is_elided = is_elided or bool(said and not items)
    return Node(kind=NodeKind.ARRAY, line=line, column=column, items=tuple(items), is_elided=is_elided)


def _scalar(reader: _Reader) -> Node:
    start = reader.position
    line, column = reader.place(start)
    if match := reader.take(_STRING):
        return Node(kind=NodeKind.STRING, line=line, column=column, value=_unescaped(match[0], start))
    if match := reader.take(_NUMBER):
        return Node(kind=NodeKind.NUMBER, line=line, column=column, value=_number(match, start))
    if match := reader.take(_LITERAL):
        kind = NodeKind.NULL if match[1] == "null" else NodeKind.BOOLEAN
        return Node(kind=kind, line=line, column=column, value=_LITERALS[match[1]])
    if match := reader.take(_QUOTED):
        reader.tolerate("single-quotes", start)
        return Node(kind=NodeKind.STRING, line=line, column=column, value=match[1])
    return _bare(reader)


def _bare(reader: _Reader) -> Node:
    start = reader.position
    line, column = reader.place(start)
    match = reader.take(_BARE)
    if not match or not match[0].strip():
        raise _Stop("a value is missing", start)
    reader.tolerate("bare-word", start)
    return Node(kind=NodeKind.WORD, line=line, column=column, value=match[0].strip())


def _number(match: re.Match[str], start: int) -> float:
    try:
        return float(match[0]) if match[1] or match[2] else int(match[0])
    except ValueError as error:
        raise _Stop("the number has too many digits", start) from error


def _unescaped(token: str, start: int) -> str:
    if "\\" not in token:
        return token[1:-1]
    try:
        read: str = json.loads(token, strict=False)
    except ValueError as error:
        raise _Stop("the string has an escape that JSON does not know", start) from error
    return read
