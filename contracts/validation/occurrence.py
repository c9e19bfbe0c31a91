"""Whether a pattern occurs in a text, in a bounded time.

Python's engine backtracks: on a text of 40 characters, `^(a+)+$` takes it a day. Where that threatens, the linear-time
engine of the normative validator answers, and where only backtracking could, nobody does.
"""

from __future__ import annotations

import re
from functools import lru_cache

import jsonschema_rs

from contracts.validation.ecma import UnknownPattern, compiled_pattern

_ALWAYS_SHORT = 20
_STEPS = 1_000_000
_CLASS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]", re.DOTALL)
_MANY = re.compile(r"[*+]|\{\d+,\d*\}|\{(?:[2-9]|\d{2,})\}")
_REPEATED_GROUP = re.compile(r"\)(?:[*+]|\{)")


def occurs(pattern: str, text: str) -> bool | None:
    """Whether the pattern occurs in the text, as ECMA-262 has it; None where its meaning is not known."""
    try:
        if len(text) <= longest_judged(pattern):
            return compiled_pattern(pattern).search(text) is not None
    except UnknownPattern:
        return None
    linear = _linear(pattern)
    try:
        return None if linear is None else linear.is_valid(text)
    except ValueError:
        return False  # a lone surrogate is in no text


@lru_cache(maxsize=4096)
def longest_judged(pattern: str) -> float:
    """The length of a text up to which backtracking ends soon: each repetition may begin and end anywhere."""
    bare = _CLASS.sub("x", pattern)
    repetitions = len(_MANY.findall(bare)) + (not bare.startswith("^"))
    if _REPEATED_GROUP.search(bare) or "\\" in bare:
        return _ALWAYS_SHORT
    return float(_STEPS ** (1 / max(repetitions, 1)))


@lru_cache(maxsize=256)
def _linear(pattern: str) -> jsonschema_rs.Validator | None:
    try:
        return jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions())
    except jsonschema_rs.ValidationError:
        return None
