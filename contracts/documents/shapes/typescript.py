"""TypeScript text -> declarations: interface, type, enum, `extends`, `?`, unions, arrays, inline objects.

The subset of the language that people describe messages in. What is outside of it is an `unknown-type`, never a guess.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.typescript_nodes import Declaration, TypeField, TypeNode
from contracts.documents.shapes.typescript_tokens import Unexpected, read_tokens
from contracts.documents.text.source_text import MAX_NESTING

if TYPE_CHECKING:
    from contracts.documents.shapes.typescript_tokens import Token, Tokens
    from contracts.keywords import Json

_WRAPPERS: Final = frozenset({"Readonly", "Required", "NonNullable", "Promise"})
DECLARES: Final = re.compile(
    r"^[ \t]*(?:export\s+)?(?:declare\s+)?(?:interface\s+\w+|type\s+\w+(?:<[^>\n]*>)?\s*=)", re.MULTILINE
)


def read_declarations(text: str, *, first_line: int) -> tuple[tuple[Declaration, ...], str, int]:
    """The interfaces and types of a TypeScript text; a reason and its line where the text stops being readable."""
    tokens = read_tokens(text, first_line)
    found: list[Declaration] = []
    try:
        while tokens.peek().kind != "end":
            declared = _declaration(tokens)
            if declared:
                found.append(declared)
    except Unexpected as stop:
        return tuple(found), stop.reason, stop.line
    return tuple(found), "", 0


def _declaration(tokens: Tokens) -> Declaration | None:
    token = tokens.next()
    if token.kind != "name" or token.text not in {"interface", "type", "enum"} or tokens.peek().kind != "name":
        return None
    name = tokens.next().text
    _skip_generics(tokens)
    if token.text == "enum":
        return Declaration(name=name, type=_enum(tokens), bases=(), line=token.line)
    if token.text == "type":
        if not tokens.accept("="):
            return None
        return Declaration(name=name, type=_type(tokens), bases=(), line=token.line)
    bases: list[str] = []
    if tokens.peek().text == "extends":
        tokens.next()
        bases.append(_base(tokens))
        while tokens.accept(","):
            bases.append(_base(tokens))
    return Declaration(name=name, type=_object(tokens), bases=tuple(bases), line=token.line)


def _base(tokens: Tokens) -> str:
    name = tokens.next().text
    _skip_generics(tokens)
    return name


def _skip_generics(tokens: Tokens) -> None:
    if not tokens.accept("<"):
        return
    depth = 1
    while depth and tokens.peek().kind != "end":
        text = tokens.next().text
        depth += (text == "<") - (text == ">")


def _enum(tokens: Tokens) -> TypeNode:
    line = tokens.peek().line
    tokens.expect("{")
    options: list[TypeNode] = []
    while not tokens.accept("}"):
        name = tokens.next()
        if name.kind == "end":
            raise Unexpected("the enum is not closed", line)
        value: Json = name.text.strip("\"'")
        if tokens.accept("="):
            value = _literal_value(tokens.next())
        tokens.accept(",")
        options.append(TypeNode(kind="literal", line=name.line, value=value))
    return TypeNode(kind="union", line=line, parts=tuple(options))


def _object(tokens: Tokens) -> TypeNode:
    line = tokens.peek().line
    tokens.expect("{")
    tokens.depth += 1
    if tokens.depth > MAX_NESTING:
        raise Unexpected(f"nested more than {MAX_NESTING} levels deep", line)
    fields: list[TypeField] = []
    while not tokens.accept("}"):
        if tokens.peek().kind == "end":
            raise Unexpected("the object is not closed", line)
        if tokens.accept(";", ",", "..."):
            continue
        found = _field(tokens)
        if found:
            fields.append(found)
    tokens.depth -= 1
    return TypeNode(kind="object", line=line, fields=tuple(fields))


def _field(tokens: Tokens) -> TypeField | None:
    while tokens.peek().text in {"readonly", "public", "private"} and tokens.peek(1).text not in {":", "?"}:
        tokens.next()
    token = tokens.next()
    if token.text == "[":
        return _index_signature(tokens, token)
    if token.kind not in {"name", "string", "number"}:
        raise Unexpected(f"a field name is missing before '{token.text}'", token.line)
    is_optional = tokens.accept("?")
    tokens.accept("!")
    if tokens.peek().text in {"(", "<"}:
        _skip_method(tokens)
        return None
    tokens.expect(":")
    type_ = _type(tokens)
    line = tokens.tokens[tokens.index - 1].line
    return TypeField(
        name=token.text.strip("\"'`"),
        type=type_,
        line=token.line,
        is_optional=is_optional,
        comment=tokens.comments.get(line, ""),
    )


def _index_signature(tokens: Tokens, token: Token) -> TypeField:
    while not tokens.accept("]"):
        if tokens.next().kind == "end":
            raise Unexpected("the index signature is not closed", token.line)
    tokens.accept("?")
    tokens.expect(":")
    return TypeField(name="", type=_type(tokens), line=token.line)


def _skip_method(tokens: Tokens) -> None:
    while tokens.peek().text not in {";", "}", ""}:
        tokens.next()


def _type(tokens: Tokens) -> TypeNode:
    line = tokens.peek().line
    tokens.accept("|", "&")
    tokens.depth += 1
    if tokens.depth > MAX_NESTING:
        raise Unexpected(f"nested more than {MAX_NESTING} levels deep", line)
    options = [_intersection(tokens)]
    while tokens.accept("|"):
        options.append(_intersection(tokens))
    tokens.depth -= 1
    return options[0] if len(options) == 1 else TypeNode(kind="union", line=line, parts=tuple(options))


def _intersection(tokens: Tokens) -> TypeNode:
    line = tokens.peek().line
    parts = [_postfix(tokens)]
    while tokens.accept("&"):
        parts.append(_postfix(tokens))
    return parts[0] if len(parts) == 1 else TypeNode(kind="all", line=line, parts=tuple(parts))


def _postfix(tokens: Tokens) -> TypeNode:
    node = _primary(tokens)
    depth = tokens.depth
    while tokens.peek().text == "[":
        tokens.next()
        depth += 1
        if depth > MAX_NESTING:
            raise Unexpected(f"nested more than {MAX_NESTING} levels deep", node.line)
        if tokens.accept("]"):
            node = TypeNode(kind="array", line=node.line, parts=(node,))
        else:  # an indexed access: Order["status"]
            while not tokens.accept("]"):
                if tokens.next().kind == "end":
                    raise Unexpected("']' is missing", node.line)
            node = TypeNode(kind="name", line=node.line, name="unknown")
    return node


def _primary(tokens: Tokens) -> TypeNode:
    token = tokens.peek()
    if token.text == "{":
        return _object(tokens)
    while token.text == "readonly":
        tokens.next()
        token = tokens.peek()
    tokens.next()
    if token.text == "(":
        inner = _type(tokens)
        tokens.expect(")")
        return inner
    if token.text == "[":
        return _tuple(tokens, token)
    if token.kind in {"string", "number"} or token.text in {"true", "false"}:
        return TypeNode(kind="literal", line=token.line, value=_literal_value(token))
    if token.kind != "name":
        raise Unexpected(f"a type is missing before '{token.text}'", token.line)
    if token.text in {"keyof", "typeof"}:
        tokens.next()
        return TypeNode(kind="name", line=token.line, name="unknown")
    return _generic(tokens, token)


def _literal_value(token: Token) -> Json:
    if token.kind == "number":
        return float(token.text) if "." in token.text else int(token.text[:18])
    if token.text in {"true", "false"}:
        return token.text == "true"
    return token.text.strip("\"'`")


def _tuple(tokens: Tokens, token: Token) -> TypeNode:
    items: list[TypeNode] = []
    while not tokens.accept("]"):
        if tokens.peek().kind == "end":
            raise Unexpected("the tuple is not closed", token.line)
        items.append(_type(tokens))
        tokens.accept(",")
    item = items[0] if len(items) == 1 else TypeNode(kind="union", line=token.line, parts=tuple(items))
    return TypeNode(kind="array", line=token.line, parts=(item,) if items else ())


def _generic(tokens: Tokens, token: Token) -> TypeNode:
    arguments: list[TypeNode] = []
    if tokens.accept("<"):
        arguments.append(_type(tokens))
        while tokens.accept(","):
            arguments.append(_type(tokens))
        tokens.expect(">")
    if token.text in {"Array", "ReadonlyArray", "Set", "List"} and arguments:
        return TypeNode(kind="array", line=token.line, parts=tuple(arguments[:1]))
    if token.text in {"Record", "Map"} and arguments:
        return TypeNode(kind="record", line=token.line, parts=tuple(arguments[-1:]))
    if token.text == "Partial" and arguments:
        return TypeNode(kind="partial", line=token.line, parts=tuple(arguments[:1]))
    if token.text in _WRAPPERS and arguments:
        return arguments[0]
    return TypeNode(kind="name", line=token.line, name=token.text)
