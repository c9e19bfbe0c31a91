"""When two JSON values are the same, as keys of sets and dictionaries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from contracts.canonical import canonical_json

if TYPE_CHECKING:
    from contracts.keywords import Json


def json_key(value: Json) -> bytes:
    """A key that is equal for equal JSON values: 1 and 1.0 are equal, 1 and true are not."""
    try:
        return canonical_json(value)
    except ValueError:
        return repr(value).encode("utf-8", "backslashreplace")


def text_key(value: Json) -> str:
    """A key that is equal for values written alike: much faster than `json_key`, but 1 and 1.0 differ."""
    return json.dumps(value, sort_keys=True)
