"""Strings at and around the bounds of a schema: lengths, patterns, formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.messages import formats
from contracts.messages.patterns import pattern_samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.messages.shapes import Shape

LENGTH_LIMIT = 200_000
FILLER = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class StringRules:
    """What a shape asks of a string. Lengths count code points; `longest` is None without an upper bound."""

    shortest: int
    longest: int | None
    patterns: tuple[str, ...]
    formats: tuple[str, ...]

    def typical(self, hint: str) -> Iterator[str]:
        """Strings that probably follow the rules, readable ones first; `hint` is a word for where any word will do."""
        seen: set[str] = set()
        for value in self._proposals(hint):
            if self._fits(value) and value not in seen:
                seen.add(value)
                yield value

    def _proposals(self, hint: str) -> Iterator[str]:
        for name in self.formats:
            yield from formats.GOOD.get(name, ())
            yield from self._padded_formats(name)
        for pattern in self.patterns:
            yield from pattern_samples(pattern, self.shortest, self.longest)
        word = hint or "text"
        yield from (self.sized(word, self.shortest), word)
        yield from (self._numbered(word, count) for count in range(2, 300))

    def _numbered(self, word: str, count: int) -> str:
        ending = f"-{count}" if self.longest is None or self.longest > len(word) else str(count)
        room = len(word) if self.longest is None else max(0, self.longest - len(ending))
        return self.sized(word[:room], self.shortest - len(ending)) + ending

    def _padded_formats(self, name: str) -> Iterator[str]:
        for length in (self.shortest, self.longest or 0):
            for value in formats.GOOD.get(name, ()):
                missing = length - len(value)
                if 0 < missing <= LENGTH_LIMIT:
                    yield self._padded(name, value, missing)

    @staticmethod
    def _padded(name: str, value: str, missing: int) -> str:
        if name == "date-time":
            return value.replace(".123Z", ".123" + "0" * missing + "Z")
        return "a" * missing + value if name in {"email", "idn-email", "hostname"} else value + "a" * missing

    def _fits(self, value: str) -> bool:
        return len(value) >= self.shortest and (self.longest is None or len(value) <= self.longest)

    def sized(self, word: str, length: int) -> str:
        """The word, filled up or (only for an upper bound) cut to the length."""
        if len(word) < length:
            filler = FILLER * (min(length, LENGTH_LIMIT) // len(FILLER) + 1)
            return word + filler[: min(length, LENGTH_LIMIT) - len(word)]
        return word if self.longest is None else word[: self.longest]

    def of_length(self, hint: str, length: int) -> Iterator[str]:
        """Strings of exactly this length that may follow the other rules."""
        if not 0 <= length <= LENGTH_LIMIT:
            return
        exact = StringRules(shortest=length, longest=length, patterns=self.patterns, formats=self.formats)
        yield from exact.typical(hint)


def string_rules(shape: Shape) -> StringRules:
    """What a shape asks of a string."""
    longest = [int(value) for value in shape.all_of("maxLength")]
    return StringRules(
        shortest=max((int(value) for value in shape.all_of("minLength")), default=0),
        longest=min(longest, default=None),
        patterns=tuple(dict.fromkeys(shape.all_of("pattern"))),
        formats=tuple(dict.fromkeys(shape.all_of("format"))),
    )
