"""TypeScript text -> tokens with their lines, and the comments beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOKEN: Final = re.compile(
    r"(?P<blank>\s+)|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`\n]*`)"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_$][\w$.]*)|(?P<mark>=>|\.\.\.|[{}\[\]<>():;,|&?=@!-])|(?P<other>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token: its kind is `name`, `string`, `number`, `mark`, `other` or `end`."""

    kind: str
    text: str
    line: int


class Unexpected(Exception):
    """A token that cannot stand where it does: why, and on which line."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(slots=True)
class Tokens:
    """The tokens of a text and where their reader stands; `comments` are kept by their lines."""

    tokens: list[Token]
    comments: Mapping[int, str]
    index: int = 0
    depth: int = 0

    def peek(self, ahead: int = 0) -> Token:
        """The token that comes next, or some places behind it."""
        position = min(self.index + ahead, len(self.tokens) - 1)
        return self.tokens[position]

    def next(self) -> Token:
        """The next token, which is then behind the reader."""
        token = self.peek()
        self.index += 1
        return token

    def accept(self, *texts: str) -> bool:
        """Whether one of these marks comes next; if so, it is then behind the reader."""
        if self.peek().text in texts and self.peek().kind == "mark":
            self.index += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Go past this mark.

        Raises:
            Unexpected: something else comes next.
        """
        if not self.accept(text):
            raise Unexpected(f"'{text}' is missing before '{self.peek().text}'", self.peek().line)


def read_tokens(text: str, first_line: int) -> Tokens:
    """The tokens of a text that starts on this line, an `end` behind them."""
    tokens: list[Token] = []
    comments: dict[int, str] = {}
    line = first_line
    for match in _TOKEN.finditer(text):
        kind, said = str(match.lastgroup), match[0]
        if kind == "comment":
            comments.setdefault(line, said.strip("/* \n"))
        elif kind != "blank":
            tokens.append(Token(kind=kind, text=said, line=line))
        line += said.count("\n")
    tokens.append(Token(kind="end", text="", line=line))
    return Tokens(tokens=tokens, comments=comments)
