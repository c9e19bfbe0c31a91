r"""Regular expressions of ECMA-262 as Python writes them, for the referee.

Python differs where it matters: `$` also matches before a newline, `\d` and `\w` reach beyond ASCII, `.` stops at
fewer line ends, `\p{..}` is unknown. Source: ECMA-262 section 22.2, with the `u` flag as JSON Schema asks for.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SPACE = "\\t\\n\\v\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
LINE_END = "\\n\\r\\u2028\\u2029"
_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_", "s": SPACE}
_CONTROLS = "tnrfv"
_TOKEN = re.compile(
    r"\\(?:p|P)\{(?P<property>[^}]*)\}"
    r"|\\u\{(?P<point>[0-9A-Fa-f]{1,6})\}"
    r"|\\u(?P<unit>[0-9A-Fa-f]{4})"
    r"|\\x(?P<hex>[0-9A-Fa-f]{2})"
    r"|\\c(?P<control>[A-Za-z])"
    r"|\\k<(?P<backreference>\w+)>"
    r"|\(\?<(?P<group>[A-Za-z_]\w*)>"
    r"|\\(?P<escaped>.)"
    r"|(?P<plain>.)",
    re.DOTALL,
)


class UnknownPattern(ValueError):
    """A pattern that has no meaning here that both engines share."""


@lru_cache(maxsize=1024)
def compiled_pattern(pattern: str) -> re.Pattern[str]:
    """The Python pattern whose `search` answers as ECMA-262 does.

    Raises:
        UnknownPattern: it uses something that Python cannot express.
    """
    written, in_class = [], False
    for token in _TOKEN.finditer(pattern):
        written.append(_translated(token, in_class=in_class))
        plain = token["plain"]
        in_class = (in_class or plain == "[") and plain != "]"
    try:
        return re.compile("".join(written))
    except (re.error, RecursionError, OverflowError) as error:
        raise UnknownPattern(str(error)) from error


def _translated(token: re.Match[str], *, in_class: bool) -> str:
    text = token[token.lastgroup or 0]
    match token.lastgroup:
        case "plain":
            written = _plain(text, in_class=in_class)
        case "escaped":
            written = _escaped(text, in_class=in_class)
        case "property":
            written = _bracketed(_property_ranges(text), negated=token[0][1] == "P", in_class=in_class)
        case "control":
            written = re.escape(chr(ord(text) % 32))
        case "group":
            written = f"(?P<{text}>"
        case "backreference":
            written = f"(?P={text})"
        case _:
            written = re.escape(chr(int(text, 16)))
    return written


def _plain(text: str, *, in_class: bool) -> str:
    if in_class:
        # `[` and `&&`, `--`, `~~`, `||` are reserved in Python classes, and plain characters in ECMA-262.
        return "\\" + text if text in "[&~|" else text
    return {"$": r"\Z", ".": f"[^{LINE_END}]"}.get(text, text)


def _escaped(text: str, *, in_class: bool) -> str:
    if text.lower() in _CLASSES:
        return _bracketed(_CLASSES[text.lower()], negated=text.isupper(), in_class=in_class)
    if text in "bB":
        # `\w` is ASCII in ECMA-262, and so is the border of a word.
        return "\\x08" if in_class else f"(?a:\\{text})"
    if text in _CONTROLS or text in "123456789":
        return "\\" + text
    if text == "0":
        return "\\x00"
    if text.isalnum():
        raise UnknownPattern(f"\\{text} is no escape of ECMA-262")
    return re.escape(text)


def _bracketed(ranges: str, *, negated: bool, in_class: bool) -> str:
    if not in_class:
        return f"[{'^' if negated else ''}{ranges}]"
    if negated:
        ranges = "".join(f"{_point(low)}-{_point(high)}" for low, high in _complement(ranges))
    return ranges


def _complement(ranges: str) -> list[tuple[int, int]]:
    inside = re.compile(f"[{ranges}]")
    return _runs(lambda character: not inside.match(character))


@lru_cache(maxsize=64)
def _property_ranges(name: str) -> str:
    value = name.rpartition("=")[2]
    category = {"Letter": "L", "Number": "N", "Punctuation": "P", "Symbol": "S", "Uppercase_Letter": "Lu"}.get(
        value, {"Lowercase_Letter": "Ll", "Decimal_Number": "Nd"}.get(value, value)
    )
    if not re.fullmatch(r"[LMNPSZC][a-z]?", category):
        raise UnknownPattern(f"\\p{{{name}}} is not known here")
    runs = _runs(lambda character: unicodedata.category(character).startswith(category))
    return "".join(f"{_point(low)}-{_point(high)}" for low, high in runs)


def _runs(holds: Callable[[str], bool]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for point in range(sys.maxunicode + 1):
        if holds(chr(point)):
            if runs and runs[-1][1] == point - 1:
                runs[-1] = (runs[-1][0], point)
            else:
                runs.append((point, point))
    return runs


def _point(point: int) -> str:
    return f"\\U{point:08x}"
