r"""Regular expressions of ECMA-262 as trees, as far as they are regular.

Look-around, back-references, word borders and `\p{..}` are refused: what is not understood is never guessed.
In a `wide` tree they stand for anything: it matches all texts that the pattern matches, and others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

LAST = 0x10FFFF
Ranges: TypeAlias = tuple[tuple[int, int], ...]
_DIGIT: Ranges = ((0x30, 0x39),)
_WORD: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SPACE: Ranges = (
    *((0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)),
    *((0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
)
_CLASSES = {"d": _DIGIT, "w": _WORD, "s": _SPACE}
_CONTROLS = {"t": 0x09, "n": 0x0A, "v": 0x0B, "f": 0x0C, "r": 0x0D}
_MAX_REPEATS = 3_000


class NotRegular(ValueError):
    """A pattern that is no regular language, or that is not understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Characters:
    """One character out of these ranges of code points; `is_dot` marks `.`, on which engines differ."""

    ranges: Ranges
    is_dot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """One after the other."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of these."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """Between `least` and `most` times; None is without end."""

    item: Node
    least: int
    most: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """The start or the end of the text."""

    is_start: bool


Node: TypeAlias = "Characters | Sequence | Choice | Repeat | Border"


_NOTHING = Sequence(items=())
_IRREGULAR = frozenset("bBpP123456789")


def complement(ranges: Ranges) -> Ranges:
    """All code points outside the ranges."""
    found, start = [], 0
    for low, high in sorted(ranges):
        if low > start:
            found.append((start, low - 1))
        start = max(start, high + 1)
    return (*found, (start, LAST)) if start <= LAST else tuple(found)


@lru_cache(maxsize=1024)
def parsed_pattern(pattern: str, *, is_wide: bool = False) -> Node:
    """The tree of a pattern, or a wide one.

    Raises:
        NotRegular: it is no regular language, or it is not understood.
    """
    reader = _Reader(pattern, is_wide=is_wide)
    node = reader.choice(0)
    if not reader.is_done:
        raise NotRegular(f"unexpected {pattern[reader.position]!r} in {pattern!r}")
    return node


class _Reader:
    """A recursive descent over one pattern."""

    def __init__(self, text: str, *, is_wide: bool) -> None:
        self._text, self.position, self._is_wide = text, 0, is_wide

    @property
    def is_done(self) -> bool:
        return self.position >= len(self._text)

    def _peek(self) -> str:
        return self._text[self.position] if not self.is_done else ""

    def _take(self, expected: str = "") -> str:
        if self.is_done or (expected and self._peek() != expected):
            raise NotRegular(f"expected {expected or 'more'} at {self.position} of {self._text!r}")
        self.position += 1
        return self._text[self.position - 1]

    def choice(self, depth: int) -> Node:
        if depth > 30:  # noqa: PLR2004  # groups in groups; deeper ones are not written by people
            raise NotRegular("too many nested groups")
        branches = [self._sequence(depth)]
        while self._peek() == "|":
            self._take()
            branches.append(self._sequence(depth))
        return branches[0] if len(branches) == 1 else Choice(items=tuple(branches))

    def _sequence(self, depth: int) -> Node:
        items: list[Node] = []
        while self._peek() not in {"", "|", ")"}:
            items.append(self._repeated(self._atom(depth)))
        return items[0] if len(items) == 1 else Sequence(items=tuple(items))

    def _repeated(self, item: Node) -> Node:
        least, most = self._quantifier()
        if (least, most) == (1, 1):
            return item
        if isinstance(item, Border):
            if not self._is_wide:
                raise NotRegular("a repeated border")
            item = _NOTHING
        if self._peek() == "?":
            self._take()  # lazy: the same texts
        if self._peek() in {"*", "+", "?", "{"} and self._peek():
            raise NotRegular("a repeated repetition")
        return Repeat(item=item, least=least, most=most)

    def _quantifier(self) -> tuple[int, int | None]:
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self._peek() in simple:
            return simple[self._take()]
        if self._peek() != "{":
            return 1, 1
        self._take()
        least = self._number()
        most: int | None = least
        if self._peek() == ",":
            self._take()
            most = None if self._peek() == "}" else self._number()
        self._take("}")
        if max(least, most or 0) > _MAX_REPEATS or (most is not None and most < least):
            raise NotRegular("a repetition beyond what is counted")
        return least, most

    def _number(self) -> int:
        digits = ""
        while self._peek().isascii() and self._peek().isdigit():
            digits += self._take()
        if not digits:
            raise NotRegular("a brace that is no repetition")
        return int(digits)

    def _atom(self, depth: int) -> Node:
        character = self._take()
        match character:
            case "(":
                return self._group(depth)
            case "[":
                return self._bracket()
            case ".":
                return Characters(ranges=complement(((0x0A, 0x0A),)), is_dot=True)
            case "^" | "$":
                return Border(is_start=character == "^")
            case "\\":
                return self._taken_widely() or Characters(ranges=self._escape(in_class=False))
            case "*" | "+" | "?" | "{":
                raise NotRegular("a repetition of nothing")
        return Characters(ranges=((ord(character), ord(character)),))

    def _taken_widely(self) -> Node | None:
        """What may stand for an escape that is not regular; None where it is."""
        if not self._is_wide or self._peek() not in _IRREGULAR:
            return None
        character = self._take()
        if character in "bB":
            return _NOTHING
        if character in "pP":
            self._property()
            return Characters(ranges=((0, LAST),))
        while self._peek().isdigit():
            self._take()
        return Repeat(item=Characters(ranges=((0, LAST),)), least=0, most=None)

    def _property(self) -> None:
        self._take("{")
        while self._take() != "}":
            pass

    def _group(self, depth: int) -> Node:
        look = next((mark for mark in ("?=", "?!", "?<=", "?<!") if self._text.startswith(mark, self.position)), None)
        if self._is_wide and look is not None:
            self.position += len(look)
            self.choice(depth + 1)
            self._take(")")
            return _NOTHING
        if self._text.startswith("?:", self.position):
            self.position += 2
        elif self._text.startswith("?<", self.position) and self._text[self.position + 2 : self.position + 3].isalpha():
            self.position = self._text.find(">", self.position) + 1 or len(self._text)
        elif self._peek() == "?":
            raise NotRegular("look-around or an unknown group")
        node = self.choice(depth + 1)
        self._take(")")
        return node

    def _bracket(self) -> Node:
        is_negated = self._peek() == "^"
        if is_negated:
            self._take()
        ranges: list[tuple[int, int]] = []
        while self._peek() != "]":
            ranges += self._class_item()
        self._take("]")
        inside = tuple(ranges)
        if (0, LAST) in inside and self._is_wide:
            return Characters(ranges=((0, LAST),))  # what it leaves out is not known either
        return Characters(ranges=complement(inside) if is_negated else inside)

    def _class_item(self) -> Ranges:
        low = self._class_atom()
        is_range = self._peek() == "-" and self._text[self.position + 1 : self.position + 2] not in {"]", ""}
        if not is_range:
            return low
        self._take("-")
        high = self._class_atom()
        if len(low) != 1 or len(high) != 1 or low[0][0] != low[0][1] or high[0][0] != high[0][1]:
            raise NotRegular("a range between classes")
        if low[0][0] > high[0][0]:
            raise NotRegular("a range backwards")
        return ((low[0][0], high[0][0]),)

    def _class_atom(self) -> Ranges:
        character = self._take()
        if character == "\\" and self._is_wide and self._peek() in {"p", "P"}:
            self._take()
            self._property()
            return ((0, LAST),)
        if character == "\\":
            return self._escape(in_class=True)
        # Engines differ on nested classes and on `&&`, `--`, `~~` in a class.
        is_doubled = character in "&-~|" and self._peek() == character
        if character == "[" or is_doubled:
            raise NotRegular("a class in a class")
        return ((ord(character), ord(character)),)

    def _escape(self, *, in_class: bool) -> Ranges:
        character = self._take()
        if character.lower() in _CLASSES:
            ranges = _CLASSES[character.lower()]
            return complement(ranges) if character.isupper() else ranges
        point = self._code_point(character)
        if point is None:
            is_literal = character.isascii() and not character.isalnum() and character != "_"
            if not is_literal or (in_class and character == "b"):
                raise NotRegular(f"\\{character} is not understood")
            point = ord(character)
        return ((point, point),)

    def _code_point(self, character: str) -> int | None:
        if character in _CONTROLS:
            return _CONTROLS[character]
        if character == "x":
            return self._hexadecimal(2)
        if character == "u" and self._peek() == "{":
            self._take()
            end = self._text.find("}", self.position)
            point = self._hexadecimal(max(end - self.position, 0))
            self._take("}")
            return point
        return self._hexadecimal(4) if character == "u" else None

    def _hexadecimal(self, length: int) -> int:
        digits = self._text[self.position : self.position + length]
        if len(digits) != length or not length or not all(digit in "0123456789abcdefABCDEF" for digit in digits):
            raise NotRegular("an escape that is cut off")
        self.position += length
        point = int(digits, 16)
        if point > LAST or 0xD800 <= point <= 0xDFFF:  # noqa: PLR2004  # surrogates are no characters
            raise NotRegular("a surrogate")
        return point
