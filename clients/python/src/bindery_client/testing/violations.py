"""The case that a violation is: the id that the case file would give to a message broken in this way."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bindery_client import Violation

KINDS = {
    "required": "missing",
    "dependentRequired": "missing-dependent",
    "additionalProperties": "extra-field",
    "unevaluatedProperties": "extra-field",
    "type": "wrong-type",
    "enum": "enum-outside",
    "const": "other-value",
    "format": "broken-format",
    "pattern": "broken-pattern",
    "minLength": "too-short",
    "maxLength": "too-long",
    "minimum": "below-minimum",
    "exclusiveMinimum": "below-minimum",
    "maximum": "above-maximum",
    "exclusiveMaximum": "above-maximum",
    "multipleOf": "off-multiple",
    "minItems": "too-few-items",
    "maxItems": "too-many-items",
    "uniqueItems": "duplicate-items",
    "contains": "contains-none",
    "minProperties": "too-few-properties",
    "maxProperties": "too-many-properties",
    "propertyNames": "bad-name",
}


def case_id(violation: Violation) -> str:
    """The id in the words of the case file: `missing:data.orderId`, `extra-field:data`, `wrong-type:lines[].sku`."""
    kind = KINDS.get(violation.keyword, violation.keyword)
    steps = violation.pointer.split("/")[1:]
    if violation.keyword == "type" and violation.found == "null":
        kind = "unexpected-null"
    if kind in {"missing", "missing-dependent"}:
        steps += re.findall(r"^\"([^\"]+)\"", violation.message)[:1]
    return f"{kind}:{_place(steps)}"


def listing(violations: Iterable[Violation], *, limit: int = 10) -> str:
    """One line per violation: case id, pointer and sentence."""
    found = list(violations)
    lines = [f"  [{case_id(one)}] at {one.pointer or 'the root'}: {one.message}" for one in found[:limit]]
    return "\n".join([*lines, *([f"  and {len(found) - limit} more"] if len(found) > limit else [])])


def _place(steps: list[str]) -> str:
    text = ""
    for step in (step.replace("~1", "/").replace("~0", "~") for step in steps):
        if step.isdigit():
            text += "[]"
        elif re.fullmatch(r"[\w@$-]+", step):
            text += f".{step}"
        else:
            text += f"[{json.dumps(step, ensure_ascii=False)}]"
    return text.removeprefix(".") or "$"
