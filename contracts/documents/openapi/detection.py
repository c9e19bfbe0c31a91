"""Whether a YAML or JSON text is meant as an OpenAPI document, without reading all of it."""

from __future__ import annotations

import json
import re
from typing import Final

_YAML: Final = re.compile(r"""^(?:"openapi"|'openapi'|openapi)[ \t]*:[ \t]*["']?3\.""", re.MULTILINE)
_JSON: Final = re.compile(r'"openapi"\s*:\s*"3\.')
_JSON_START: Final = re.compile(r'\s*\{\s*"openapi"\s*:\s*"3\.')


def is_openapi(text: str | bytes) -> bool:
    """Whether a text says at its top that it is OpenAPI 3, whatever else is wrong with it."""
    read = text.decode("utf-8", "ignore") if isinstance(text, bytes) else text
    read = read.removeprefix("\ufeff").replace("\r", "\n")
    if read.lstrip()[:1] == "{":
        return bool(_JSON_START.match(read)) or (bool(_JSON.search(read)) and _is_at_the_top(read))
    return bool(_YAML.search(read))


def _is_at_the_top(text: str) -> bool:
    """Whether it is a member of the whole value: a collection of documents holds such members further down."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(read, dict) and str(read.get("openapi", "")).startswith("3.")
