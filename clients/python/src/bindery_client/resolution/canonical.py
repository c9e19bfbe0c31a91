"""Fingerprints: the client's own writer of canonical JSON, kept in step with the registry's by a property test.

RFC 8785 (with numbers as ECMA-262 section 6.1.6.1.20 writes them), and one difference that the registry has too:
integers beyond 2^53 are written exactly.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bindery_client.json_values import Json

_SMALLEST_EXPONENT, _LARGEST_EXPONENT = -6, 21


def has_fingerprint(value: Json, fingerprint: str) -> bool:
    """Whether the canonical JSON of a value has this fingerprint.

    Sorted compact JSON is canonical unless there are fractions or rare keys, and a match proves itself: the quick
    writer is asked first, since a large lock file is checked at every start.
    """
    quick = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return fingerprint in (fingerprint_of(quick.encode("utf-8")), fingerprint_of(canonical_json(value)))
    except ValueError:
        return False


def fingerprint_of(body: bytes) -> str:
    """`sha256:` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def canonical_json(value: Json) -> bytes:
    """RFC 8785 bytes of a JSON value.

    Raises:
        ValueError: a number that is not finite, or text that is not Unicode.
    """
    return _written(value).encode("utf-8")


def _written(value: Json) -> str:
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_written(key)}:{_written(item)}" for key, item in pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_written(item) for item in value) + "]"
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """The shortest digits that read back as the same number, as ECMA-262 lays them out."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is no JSON number")
    if value == 0:
        return "0"
    sign, digits, exponent = _shortest(value)
    point = exponent + len(digits)
    if len(digits) <= point <= _LARGEST_EXPONENT:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= _LARGEST_EXPONENT:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if _SMALLEST_EXPONENT < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{point - 1:+d}"


def _shortest(value: float) -> tuple[str, str, int]:
    """Sign, digits without zeros at either end, and the power of ten of the last digit: 1250.0 is `125` and 1."""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    kept = digits.rstrip("0")
    power = int(exponent or 0) - len(fraction) + len(digits) - len(kept)
    return "-" if value < 0 else "", kept, power
