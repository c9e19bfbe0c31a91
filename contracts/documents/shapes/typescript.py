"""TypeScript text -> declarations: interface, type, enum, `extends`, `?`, unions, arrays, inline objects.

The subset of the language that people describe messages in. What is outside of it is an `unknown-type`, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.typescript_nodes import Declaration, TypeField, TypeNode
from contracts.documents.text.source_text import MAX_NESTING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.keywords import Json

_TOKEN: Final = re.compile(
    r"(?P<blank>\s+)|(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`\n]*`)"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_$][\w$.]*)|(?P<mark>=>|\.\.\.|[{}\[\]<>():;,|&?=@!-])|(?P<other>.)",
    re.DOTALL,
)
_WRAPPERS: Final = frozenset({"Readonly", "Required", "NonNullable", "Promise"})
DECLARES: Final = re.compile(
    r"^[ \t]*(?:export\s+)?(?:declare\s+)?(?:interface\s+\w+|type\s+\w+(?:<[^>\n]*>)?\s*=)", re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    kind: str
    text: str
    line: int


class _Stop(Exception):
    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(slots=True)
class _Parser:
    tokens: list[_Token]
    comments: Mapping[int, str]
    index: int = 0
    depth: int = 0

    def peek(self, ahead: int = 0) -> _Token:
        position = min(self.index + ahead, len(self.tokens) - 1)
        return self.tokens[position]

    def next(self) -> _Token:
        token = self.peek()
        self.index += 1
        return token

    def accept(self, *texts: str) -> bool:
        if self.peek().text in texts and self.peek().kind == "mark":
            self.index += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise _Stop(f"'{text}' is missing before '{self.peek().text}'", self.peek().line)


def read_declarations(text: str, *, first_line: int) -> tuple[tuple[Declaration, ...], str, int]:
    """The interfaces and types of a TypeScript text; a reason and its line where the text stops being readable."""
    parser = _tokens(text, first_line)
    found: list[Declaration] = []
    try:
        while parser.peek().kind != "end":
            declared = _declaration(parser)
            if declared:
                found.append(declared)
    except _Stop as stop:
        return tuple(found), stop.reason, stop.line
    return tuple(found), "", 0


def _tokens(text: str, first_line: int) -> _Parser:
    tokens: list[_Token] = []
    comments: dict[int, str] = {}
    line = first_line
    for match in _TOKEN.finditer(text):
        kind, said = str(match.lastgroup), match[0]
        if kind == "comment":
            comments.setdefault(line, said.strip("/* \n"))
        elif kind != "blank":
            tokens.append(_Token(kind=kind, text=said, line=line))
        line += said.count("\n")
    tokens.append(_Token(kind="end", text="", line=line))
    return _Parser(tokens=tokens, comments=comments)


def _declaration(parser: _Parser) -> Declaration | None:
    token = parser.next()
    if token.kind != "name" or token.text not in {"interface", "type", "enum"} or parser.peek().kind != "name":
        return None
    name = parser.next().text
    _skip_generics(parser)
    if token.text == "enum":
        return Declaration(name=name, type=_enum(parser), bases=(), line=token.line)
    if token.text == "type":
        if not parser.accept("="):
            return None
        return Declaration(name=name, type=_type(parser), bases=(), line=token.line)
    bases: list[str] = []
    if parser.peek().text == "extends":
        parser.next()
        bases.append(_base(parser))
        while parser.accept(","):
            bases.append(_base(parser))
    return Declaration(name=name, type=_object(parser), bases=tuple(bases), line=token.line)


def _base(parser: _Parser) -> str:
    name = parser.next().text
    _skip_generics(parser)
    return name


def _skip_generics(parser: _Parser) -> None:
    if not parser.accept("<"):
        return
    depth = 1
    while depth and parser.peek().kind != "end":
        text = parser.next().text
        depth += (text == "<") - (text == ">")


def _enum(parser: _Parser) -> TypeNode:
    line = parser.peek().line
    parser.expect("{")
    options: list[TypeNode] = []
    while not parser.accept("}"):
        name = parser.next()
        if name.kind == "end":
            raise _Stop("the enum is not closed", line)
        value: Json = name.text.strip("\"'")
        if parser.accept("="):
            value = _literal_value(parser.next())
        parser.accept(",")
        options.append(TypeNode(kind="literal", line=name.line, value=value))
    return TypeNode(kind="union", line=line, parts=tuple(options))


def _object(parser: _Parser) -> TypeNode:
    line = parser.peek().line
    parser.expect("{")
    parser.depth += 1
    if parser.depth > MAX_NESTING:
        raise _Stop(f"nested more than {MAX_NESTING} levels deep", line)
    fields: list[TypeField] = []
    while not parser.accept("}"):
        if parser.peek().kind == "end":
            raise _Stop("the object is not closed", line)
        if parser.accept(";", ",", "..."):
            continue
        found = _field(parser)
        if found:
            fields.append(found)
    parser.depth -= 1
    return TypeNode(kind="object", line=line, fields=tuple(fields))


def _field(parser: _Parser) -> TypeField | None:
    while parser.peek().text in {"readonly", "public", "private"} and parser.peek(1).text not in {":", "?"}:
        parser.next()
    token = parser.next()
    if token.text == "[":
        return _index_signature(parser, token)
    if token.kind not in {"name", "string", "number"}:
        raise _Stop(f"a field name is missing before '{token.text}'", token.line)
    is_optional = parser.accept("?")
    parser.accept("!")
    if parser.peek().text in {"(", "<"}:
        _skip_method(parser)
        return None
    parser.expect(":")
    type_ = _type(parser)
    line = parser.tokens[parser.index - 1].line
    return TypeField(
        name=token.text.strip("\"'`"),
        type=type_,
        line=token.line,
        is_optional=is_optional,
        comment=parser.comments.get(line, ""),
    )


def _index_signature(parser: _Parser, token: _Token) -> TypeField:
    while not parser.accept("]"):
        if parser.next().kind == "end":
            raise _Stop("the index signature is not closed", token.line)
    parser.accept("?")
    parser.expect(":")
    return TypeField(name="", type=_type(parser), line=token.line)


def _skip_method(parser: _Parser) -> None:
    while parser.peek().text not in {";", "}", ""}:
        parser.next()


def _type(parser: _Parser) -> TypeNode:
    line = parser.peek().line
    parser.accept("|", "&")
    parser.depth += 1
    if parser.depth > MAX_NESTING:
        raise _Stop(f"nested more than {MAX_NESTING} levels deep", line)
    options = [_intersection(parser)]
    while parser.accept("|"):
        options.append(_intersection(parser))
    parser.depth -= 1
    return options[0] if len(options) == 1 else TypeNode(kind="union", line=line, parts=tuple(options))


def _intersection(parser: _Parser) -> TypeNode:
    line = parser.peek().line
    parts = [_postfix(parser)]
    while parser.accept("&"):
        parts.append(_postfix(parser))
    return parts[0] if len(parts) == 1 else TypeNode(kind="all", line=line, parts=tuple(parts))


def _postfix(parser: _Parser) -> TypeNode:
    node = _primary(parser)
    depth = parser.depth
    while parser.peek().text == "[":
        parser.next()
        depth += 1
        if depth > MAX_NESTING:
            raise _Stop(f"nested more than {MAX_NESTING} levels deep", node.line)
        if parser.accept("]"):
            node = TypeNode(kind="array", line=node.line, parts=(node,))
        else:  # an indexed access: Order["status"]
            while not parser.accept("]"):
                if parser.next().kind == "end":
                    raise _Stop("']' is missing", node.line)
            node = TypeNode(kind="name", line=node.line, name="unknown")
    return node


def _primary(parser: _Parser) -> TypeNode:
    token = parser.peek()
    if token.text == "{":
        return _object(parser)
    while token.text == "readonly":
        parser.next()
        token = parser.peek()
    parser.next()
    if token.text == "(":
        inner = _type(parser)
        parser.expect(")")
        return inner
    if token.text == "[":
        return _tuple(parser, token)
    if token.kind in {"string", "number"} or token.text in {"true", "false"}:
        return TypeNode(kind="literal", line=token.line, value=_literal_value(token))
    if token.kind != "name":
        raise _Stop(f"a type is missing before '{token.text}'", token.line)
    if token.text in {"keyof", "typeof"}:
        parser.next()
        return TypeNode(kind="name", line=token.line, name="unknown")
    return _generic(parser, token)


def _literal_value(token: _Token) -> Json:
    if token.kind == "number":
        return float(token.text) if "." in token.text else int(token.text[:18])
    if token.text in {"true", "false"}:
        return token.text == "true"
    return token.text.strip("\"'`")


def _tuple(parser: _Parser, token: _Token) -> TypeNode:
    items: list[TypeNode] = []
    while not parser.accept("]"):
        if parser.peek().kind == "end":
            raise _Stop("the tuple is not closed", token.line)
        items.append(_type(parser))
        parser.accept(",")
    item = items[0] if len(items) == 1 else TypeNode(kind="union", line=token.line, parts=tuple(items))
    return TypeNode(kind="array", line=token.line, parts=(item,) if items else ())


def _generic(parser: _Parser, token: _Token) -> TypeNode:
    arguments: list[TypeNode] = []
    if parser.accept("<"):
        arguments.append(_type(parser))
        while parser.accept(","):
            arguments.append(_type(parser))
        parser.expect(">")
    if token.text in {"Array", "ReadonlyArray", "Set", "List"} and arguments:
        return TypeNode(kind="array", line=token.line, parts=tuple(arguments[:1]))
    if token.text in {"Record", "Map"} and arguments:
        return TypeNode(kind="record", line=token.line, parts=tuple(arguments[-1:]))
    if token.text == "Partial" and arguments:
        return TypeNode(kind="partial", line=token.line, parts=tuple(arguments[:1]))
    if token.text in _WRAPPERS and arguments:
        return arguments[0]
    return TypeNode(kind="name", line=token.line, name=token.text)
