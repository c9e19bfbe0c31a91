"""Leaves: null, booleans, numbers and texts that satisfy some atoms and fail others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.compatibility.finite import content_key
from contracts.compatibility.proving.answers import EMPTY, Answer, Gap, found, gap_at
from contracts.compatibility.proving.automata import find_texts
from contracts.compatibility.proving.expressions import NotRegular, parsed_pattern
from contracts.compatibility.proving.languages import is_within, pattern_of_all, pattern_of_some
from contracts.compatibility.proving.numbers import NumberQuestion, as_json, find_numbers
from contracts.compatibility.proving.samples import samples_of
from contracts.validation.occurrence import occurs
from contracts.validation.referee import exact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from contracts.compatibility.proving.automata import Texts
    from contracts.compatibility.proving.splitting import Atom
    from contracts.keywords import Json, Step
    from contracts.validation.effort import Budget

_MAX_EXCLUDED = 40
_MAX_LENGTH = 100_000
# What is open about a text, by the keyword that it is about: the first of these that there is.
_OPEN = {
    "format": "which texts have the format is known in part only; keep it as it is, or put a `pattern` beside it",
    "pattern": "the patterns together are too large to be compared; make them shorter, or their repetitions smaller",
    "maxLength": f"no text of more than {_MAX_LENGTH} characters is tried; lower the limit",
    "minLength": f"no text of more than {_MAX_LENGTH} characters is tried; lower the limit",
    "enum": "no text was found that is not listed, and none was excluded; list fewer texts",
}


def few_values(kind: str, atoms: Iterable[Atom]) -> Answer:
    """Null or the booleans that the atoms (enumerations) allow."""
    values: list[Json] = [None] if kind == "null" else [True, False]
    for atom in atoms:
        listed = {content_key(value) for value in atom.schema["enum"]}
        values = [value for value in values if (content_key(value) in listed) is atom.holds]
    return found(*values) if values else EMPTY


def numbers(kind: str, atoms: Iterable[Atom], path: tuple[Step, ...], *, with_fraction: bool = False) -> Answer:
    """Numbers that satisfy the atoms.

    For draft 4, `integer` are whole numbers written without a fraction, and the others are asked for `with_fraction`.
    """
    question = NumberQuestion()
    if kind == "integer":
        question.steps.append(exact(1))
    asked = list(atoms)
    for atom in asked:
        _ask(question, atom)
    answer = find_numbers(question)
    written = [as_json(value, as_float=with_fraction) for value in answer.found]
    values = tuple(value for value in written if value is not None)
    if answer.is_complete and not answer.found:
        return EMPTY
    if values or not asked:
        return found(*values)
    atom = min(asked, key=lambda item: item.keyword != "multipleOf")
    return found(gap=gap_at(path, atom, "no such number was found, and none was excluded; use fewer digits"))


def _ask(question: NumberQuestion, atom: Atom) -> None:
    value = atom.schema[atom.keyword]
    match atom.keyword, atom.holds:
        case ("minimum", True) | ("exclusiveMaximum", False):
            question.raise_least(exact(value), is_strict=False)
        case ("exclusiveMinimum", True) | ("maximum", False):
            question.raise_least(exact(value), is_strict=True)
        case ("maximum", True) | ("exclusiveMinimum", False):
            question.lower_most(exact(value), is_strict=False)
        case ("exclusiveMaximum", True) | ("minimum", False):
            question.lower_most(exact(value), is_strict=True)
        case ("multipleOf", True):
            question.steps.append(exact(value))
        case ("multipleOf", False):
            question.no_steps.append(exact(value))
        case ("enum", True):
            listed = dict.fromkeys(exact(item) for item in value)
            known = listed if question.allowed is None else question.allowed
            question.allowed = [item for item in known if item in listed]
        case ("enum", False):
            question.excluded.update(_exact_all(value))


def _exact_all(values: list[Json]) -> list[Fraction]:
    return [exact(value) for value in values]


def texts(atoms: Iterable[Atom], path: tuple[Step, ...], budget: Budget) -> Answer:
    """Texts that satisfy the atoms; of formats, only what `languages` says is used."""
    asked = list(atoms)
    question = _TextQuestion(asked, budget)
    if question.is_contradictory:
        return EMPTY
    answer = question.answer()
    return answer if answer.is_empty else replace(answer, gap=_text_gap(asked, path))


def _text_gap(atoms: list[Atom], path: tuple[Step, ...]) -> Gap | None:
    """What it is about texts that could not be settled, if the candidates fail: the least understood condition."""
    for atom in atoms:
        misunderstood = _misunderstood(atom.schema["pattern"]) if atom.keyword == "pattern" else None
        if misunderstood is not None:
            return gap_at(path, atom, f"{misunderstood}: only the same pattern is comparable; write it without")
    for keyword, sentence in _OPEN.items():
        for atom in sorted(atoms, key=lambda item: -len(item.key)):
            if atom.keyword == keyword:
                return gap_at(path, atom, sentence)
    return None


class _TextQuestion:
    """Lengths, patterns and formats of one text."""

    def __init__(self, atoms: Iterable[Atom], budget: Budget) -> None:
        self._budget = budget
        self.least = 0
        self.most: int | None = None
        self.wanted: list[str] = []
        self.unwanted: list[str] = []
        self.formats: list[str] = []
        self.no_formats: list[str] = []
        self.excluded: set[str] = set()
        self.allowed: list[str] | None = None
        for atom in atoms:
            self._ask(atom)

    def _ask(self, atom: Atom) -> None:
        value = atom.schema[atom.keyword]
        match atom.keyword, atom.holds:
            case ("minLength", True):
                self.least = max(self.least, int(value))
            case ("minLength", False):
                self._limit(int(value) - 1)
            case ("maxLength", True):
                self._limit(int(value))
            case ("maxLength", False):
                self.least = max(self.least, int(value) + 1)
            case ("pattern", _):
                (self.wanted if atom.holds else self.unwanted).append(value)
            case ("format", _):
                (self.formats if atom.holds else self.no_formats).append(value)
            case ("enum", True):
                listed = set(value)
                self.allowed = [item for item in (value if self.allowed is None else self.allowed) if item in listed]
            case ("enum", False):
                self.excluded.update(value)

    def _limit(self, most: int) -> None:
        self.most = most if self.most is None else min(self.most, most)

    @property
    def is_contradictory(self) -> bool:
        is_within_refused = any(is_within(one, other) for one in self.formats for other in self.no_formats)
        return (self.most is not None and self.most < self.least) or self.allowed == [] or is_within_refused

    def answer(self) -> Answer:
        """The texts, or the proof of none: what is not understood is left out, which only allows more texts."""
        if self.allowed is not None:
            return self._of_allowed(self.allowed)
        samples = [text for name in self.formats for text in samples_of(name)]
        fitting = [text for text in samples if self._is_sure(text)] if len(self.formats) == 1 else []
        if fitting:
            return found(*fitting)  # spares the automata, of which those of dates are large
        searched = self._searched()
        if searched is not None and searched == ():
            return EMPTY
        return found(*dict.fromkeys((*samples, *(searched or ()))))

    def _of_allowed(self, allowed: list[str]) -> Answer:
        values = [item for item in allowed if item not in self.excluded and self._fits(item)]
        return found(*values[:8]) if values else EMPTY

    def _fits(self, text: str) -> bool:
        """Whether lengths and patterns let the text pass; formats and unknown patterns do."""
        is_long_enough = len(text) >= self.least and (self.most is None or len(text) <= self.most)
        matches = all(occurs(pattern, text) is not False for pattern in self.wanted)
        return is_long_enough and matches and all(occurs(pattern, text) is not True for pattern in self.unwanted)

    def _is_sure(self, text: str) -> bool:
        """Whether a sample of the format is an answer without a doubt."""
        matches = all(occurs(pattern, text) is True for pattern in self.wanted)
        lacking = [pattern_of_all(name) for name in self.no_formats]
        lacks = all(pattern is not None and occurs(pattern, text) is False for pattern in lacking)
        return matches and lacks and text not in self.excluded and self._fits(text)

    def _searched(self) -> tuple[str, ...] | None:
        """Texts by length, patterns and what is known of formats; () is a proof of none, None says nothing."""
        if self.least > _MAX_LENGTH:
            return None
        unwanted = list(self.unwanted)
        if len(self.excluded) <= _MAX_EXCLUDED:
            unwanted += [f"^{_quoted(text)}$" for text in sorted(self.excluded)]
        unwanted += _known(map(pattern_of_some, self.no_formats))
        is_free = self.least == 0 and self.most is None and len(self.formats) == 1
        if not self.wanted and not unwanted and (is_free or not self.formats):
            return self._plain()
        wanted = [*self.wanted, *_known(map(pattern_of_all, self.formats))]
        self._budget.spend(2 * sum(map(len, (*wanted, *unwanted))))
        wanted, refused = _regular(wanted, is_wide=True), _regular(unwanted)
        try:
            answer = self._found(wanted, refused)
        except NotRegular:
            return None
        if answer.is_complete and not answer.found:
            return ()
        values = (*self._without_formats(wanted, refused), *answer.found)
        values = tuple(text for text in values if text not in self.excluded)
        return values or None

    def _without_formats(self, wanted: list[str], refused: list[str]) -> tuple[str, ...]:
        """Texts that are sure to lack the refused formats."""
        lacking = _known(map(pattern_of_all, self.no_formats))
        if not lacking:
            return ()
        try:
            return self._found(wanted, [*refused, *lacking]).found
        except NotRegular:
            return ()

    def _found(self, wanted: list[str], refused: list[str]) -> Texts:
        return find_texts(tuple(wanted), tuple(refused), budget=self._budget, least=self.least, most=self.most)

    def _plain(self) -> tuple[str, ...]:
        tried = ("", "a", "0", "x y", "(", "a" * self.least)
        fitting = [text for text in tried if len(text) >= self.least and (self.most is None or len(text) <= self.most)]
        return tuple(dict.fromkeys(fitting))


def _quoted(text: str) -> str:
    return "".join(f"\\u{{{ord(character):x}}}" for character in text)


def _known(patterns: Iterable[str | None]) -> list[str]:
    return [pattern for pattern in patterns if pattern is not None]


def _regular(patterns: list[str], *, is_wide: bool = False) -> list[str]:
    """The patterns that are understood; leaving out the others only allows more texts."""
    return [pattern for pattern in dict.fromkeys(patterns) if _misunderstood(pattern, is_wide=is_wide) is None]


def _misunderstood(pattern: str, *, is_wide: bool = False) -> str | None:
    """What is not understood about a pattern, or None."""
    try:
        parsed_pattern(pattern, is_wide=is_wide)
    except NotRegular as error:
        return str(error)
    return None
