"""JSON texts of others, read with limits: what a hostile one may cost is known before anything looks at it."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Never

from registry.entrance.problems import Refused

if TYPE_CHECKING:
    from contracts.keywords import Json

_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(body: bytes, *, max_depth: int) -> Json:
    """The JSON value of a body.

    Raises:
        Refused: it is no JSON, is nested deeper than `max_depth`, or holds what JSON cannot carry onwards (a lone
            surrogate, a number beyond all bounds).
    """
    try:
        text = body.decode("utf-8")
        value = json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise _too_deep(max_depth) from error
    except ValueError as error:  # JSONDecodeError, UnicodeDecodeError, an integer of thousands of digits
        raise Refused("invalid-json", "The body is not JSON", f"the body is not JSON: {error}") from error
    _check(value, max_depth=max_depth, has_surrogates=_ESCAPED_SURROGATE.search(text) is not None)
    return value


def _no_number(word: str) -> Never:
    raise ValueError(f"{word} is no JSON number")


def _too_deep(max_depth: int) -> Refused:
    return Refused("json-too-deep", "The body is nested too deeply", f"the body is nested deeper than {max_depth}")


def _check(value: Json, *, max_depth: int, has_surrogates: bool) -> None:
    """Walk level by level: a recursive walk would be stopped by the very thing that it looks for."""
    level = [value]
    for _ in range(max_depth + 1):
        for item in level:
            _check_leaf(item, has_surrogates=has_surrogates)
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return
    raise _too_deep(max_depth)


def _inside(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def _check_leaf(value: Json, *, has_surrogates: bool) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise Refused("invalid-json", "The body is not JSON", "a number of the body is too large to be read")
    if has_surrogates and isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
        raise Refused("invalid-json", "The body is not JSON", "a text of the body holds a lone surrogate")
