"""Where a design document lies in its repository: one spelling per file, on every machine."""

from __future__ import annotations

import re

MAX_PATH_CHARACTERS = 1024
# a segment is neither `.` nor `..` and holds no backslash
_IN_SEGMENT = r"[^/\\\x00-\x1f\x7f]"
_SEGMENT = rf"(?:[^./\\\x00-\x1f\x7f]|\.[^./\\\x00-\x1f\x7f]|\.\.{_IN_SEGMENT}){_IN_SEGMENT}*"
DOCUMENT_PATH = rf"^{_SEGMENT}(?:/{_SEGMENT})*$"


def document_path(value: str) -> str:
    """The path, if it is one of a document.

    Raises:
        ValueError: it is none, and how it is written.
    """
    if re.fullmatch(DOCUMENT_PATH, value) is None or len(value) > MAX_PATH_CHARACTERS:
        raise ValueError(
            f"{value!r} is no path of a document: write it from the root of the repository, with '/' between names, "
            "without '.', '..' and '\\', as in 'docs/orders.md'"
        )
    return value
