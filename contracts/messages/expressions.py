"""The parts of a regular expression: a small reader of ECMA-262 patterns, for making strings that match."""

from __future__ import annotations

import string
from dataclasses import dataclass

REPEAT_LIMIT = 4096
NESTING_LIMIT = 60
READABLE = string.ascii_lowercase + string.digits + string.ascii_uppercase + " -_.:/@#+,;!?%&*=()[]{}<>~^$|\"'`\\\t\n\r"
DIGITS = frozenset(string.digits)
WORDS = frozenset(string.ascii_letters + string.digits + "_")
SPACES = frozenset(" \t\n\r\f\v\u00a0\ufeff")
CLASSES = {"d": DIGITS, "w": WORDS, "s": SPACES}
CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One character out of these, the friendliest first; empty: no character is known."""

    characters: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the branches."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part `least` to `most` times."""

    part: Node
    least: int
    most: int


Node = OneOf | Sequence | Choice | Repeat


class UnreadablePattern(Exception):
    """A construct that this reader does not know; never leaves the package."""


def read_pattern(pattern: str) -> Node:
    """The parts of a pattern, anchors, word boundaries and what is looked ahead for left out.

    Raises:
        UnreadablePattern: a construct that this reader does not know, or no pattern at all.
    """
    return _Reader(pattern).read()


class _Reader:
    """Reads one pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._depth = 0

    def read(self) -> Node:
        node = self._choice()
        if self._at < len(self._text):
            raise UnreadablePattern
        return node

    def _peek(self) -> str:
        return self._text[self._at] if self._at < len(self._text) else ""

    def _next(self) -> str:
        if self._at >= len(self._text):
            raise UnreadablePattern
        self._at += 1
        return self._text[self._at - 1]

    def _take(self, text: str) -> bool:
        if self._text.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    def _choice(self) -> Node:
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while self._peek() not in {"", "|", ")"}:
            part = self._atom()
            if part is not None:
                parts.append(self._repeated(part))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _atom(self) -> Node | None:
        character = self._next()
        if character in "^$":
            return None
        if character == "(":
            return self._group()
        if character == "[":
            return self._set()
        if character == ".":
            return _one_of(frozenset("\n\r\u2028\u2029"), is_negated=True)
        if character == "\\":
            return None if self._peek() in {"b", "B"} and self._next() else self._escape()
        return OneOf(character)

    def _group(self) -> Node | None:
        self._depth += 1
        if self._depth > NESTING_LIMIT:
            raise UnreadablePattern
        is_ahead = self._take("?=") or self._take("?!")
        if not is_ahead and self._take("?"):
            self._group_kind()
        node = self._choice()
        if self._next() != ")":
            raise UnreadablePattern
        self._depth -= 1
        return None if is_ahead else node

    def _group_kind(self) -> None:
        if self._take(":"):
            return
        if self._take("P<") or (self._peek() == "<" and self._text[self._at + 1 : self._at + 2] not in {"=", "!"}):
            while self._next() != ">":
                pass
            return
        raise UnreadablePattern

    def _escape(self) -> OneOf:
        characters = self._escaped()
        return OneOf(characters) if isinstance(characters, str) else _one_of(characters[0], is_negated=characters[1])

    def _escaped(self) -> str | tuple[frozenset[str], bool]:
        """One literal character, or a class of characters with whether it is negated."""
        character = self._next()
        if character.lower() in CLASSES:
            return CLASSES[character.lower()], character.isupper()
        if character in {"p", "P"}:
            return self._property(is_negated=character == "P")
        if character in {"x", "u"}:
            return self._code_point(is_wide=character == "u")
        if character.isdecimal() and character != "0":
            raise UnreadablePattern
        return CONTROLS.get(character, character)

    def _property(self, *, is_negated: bool) -> tuple[frozenset[str], bool]:
        if not self._take("{"):
            raise UnreadablePattern
        name = ""
        while (character := self._next()) != "}":
            name += character
        known = {"L": str.isalpha, "Lu": str.isupper, "Ll": str.islower, "N": str.isdigit, "Nd": str.isdigit}
        is_member = known.get({"Letter": "L", "Number": "N", "Alphabetic": "L"}.get(name, name))
        if is_member is None:
            raise UnreadablePattern
        return frozenset(character for character in READABLE if is_member(character)), is_negated

    def _code_point(self, *, is_wide: bool) -> str:
        if is_wide and self._take("{"):
            text = self._text[self._at :].partition("}")[0]
            self._at += len(text) + 1
        else:
            digits = 4 if is_wide else 2
            text = self._text[self._at : self._at + digits]
            self._at += digits
        try:
            return chr(int(text, 16))
        except (ValueError, OverflowError):
            raise UnreadablePattern from None

    def _set(self) -> Node:
        is_negated = self._take("^")
        members: set[str] = set()
        while not self._take("]"):
            members |= self._set_member()
        return _one_of(frozenset(members), is_negated=is_negated)

    def _set_member(self) -> set[str]:
        first = self._set_character()
        if not isinstance(first, str):
            members, is_negated = first
            return set(READABLE) - members if is_negated else set(members)
        if self._peek() == "-" and self._text[self._at + 1 : self._at + 2] not in {"]", ""}:
            self._next()
            last = self._set_character()
            if not isinstance(last, str):
                return {first, "-"} | set(last[0])
            return {chr(code) for code in range(ord(first), min(ord(last), ord(first) + REPEAT_LIMIT) + 1)}
        return {first}

    def _set_character(self) -> str | tuple[frozenset[str], bool]:
        character = self._next()
        if character != "\\":
            return character
        return "\b" if self._take("b") else self._escaped()

    def _repeated(self, part: Node) -> Node:
        least, most = self._times()
        if most < 0:
            return part
        self._take("?")
        if least > REPEAT_LIMIT:
            raise UnreadablePattern
        return self._repeated(Repeat(part, least, min(most, REPEAT_LIMIT)))

    def _times(self) -> tuple[int, int]:
        """How often the part before is repeated; `most` is -1 where nothing says so."""
        for sign, times in (("*", (0, REPEAT_LIMIT)), ("+", (1, REPEAT_LIMIT)), ("?", (0, 1))):
            if self._take(sign):
                return times
        counted = self._text[self._at :].partition("}")[0] if self._peek() == "{" else ""
        least, comma, most = counted[1:].partition(",")
        if not least.isdecimal() or (most and not most.isdecimal()):
            return (1, -1)
        self._at += len(counted) + 1
        return (int(least), int(most) if most else REPEAT_LIMIT if comma else int(least))


def _one_of(members: frozenset[str], *, is_negated: bool) -> OneOf:
    if is_negated:
        characters = "".join(character for character in READABLE if character not in members)
    else:
        known = [character for character in READABLE if character in members]
        characters = "".join(known + sorted(members - set(READABLE)))
    if not characters:
        raise UnreadablePattern
    return OneOf(characters)
