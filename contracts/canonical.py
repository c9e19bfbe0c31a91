"""The stored bytes of a contract, and its fingerprint.

Canonical JSON is RFC 8785 with one difference: integers beyond 2^53 are written exactly instead of being refused.
"""

from __future__ import annotations

import hashlib
import json
import re

import rfc8785

from contracts.keywords import Json, without_annotations
from contracts.model import Definition, Kind

_PLAIN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
# What a plain encoder may write otherwise: fractions, exponents, numbers that are none, and names beyond U+FFFF, which
# sort by surrogates. That a text holds something alike costs time only.
_PERHAPS_OTHERWISE = re.compile(r"(?:^|[:,\[])-?(?:[0-9]+[.eE]|NaN|Infinity)|[\U00010000-\U0010ffff]")


def canonical_json(value: Json) -> bytes:
    """RFC 8785 bytes of a JSON value: keys sorted by UTF-16 code unit, shortest numbers, no blanks.

    Raises:
        ValueError: a number that is not finite, or text that is not Unicode (a lone surrogate).
    """
    text = _PLAIN.encode(value)
    return (_written(value) if _PERHAPS_OTHERWISE.search(text) else text).encode("utf-8")


def _written(value: Json) -> str:
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_written(key)}:{_written(item)}" for key, item in pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_written(item) for item in value) + "]"
    if isinstance(value, float):
        return rfc8785.dumps(value).decode("ascii")
    return json.dumps(value, ensure_ascii=False)


def stored_bytes(definition: Definition) -> bytes:
    """What the registry stores and serves: canonical JSON of the definition without annotations."""
    parts = tuple(part.with_schema(without_annotations(part.schema)) for part in definition.parts)
    return canonical_json(definition.with_parts(parts).to_json())


def fingerprint(definition: Definition) -> str:
    """The identity of a version: `sha256:` and 64 hexadecimal digits, over the stored bytes."""
    return fingerprint_of_bytes(stored_bytes(definition))


def fingerprint_of_bytes(body: bytes) -> str:
    """The fingerprint of bytes that are already stored."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def definition_of_bytes(kind: Kind, body: bytes) -> Definition:
    """The definition that `stored_bytes` wrote."""
    return Definition.from_json(kind, json.loads(body))
