"""The header block of a document: title, version, status, author, wherever it keeps them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contracts.documents.text.inline import is_placeholder, plain_text
from contracts.documents.text.markdown import BlockKind
from contracts.documents.vocabulary.labels import read_label

if TYPE_CHECKING:
    from contracts.documents.text.markdown import Page

_KEYS: Final = frozenset(
    {
        "version",
        "status",
        "author",
        "authors",
        "owner",
        "date",
        "project",
        "level",
        "summary",
        "last updated",
        "system",
        "reviewed",
    }
)
_KEY: Final = re.compile(r"^[\w .-]{2,30}$")


def read_metadata(page: Page) -> dict[str, str]:
    """The metadata of a document, keys in lower case: front matter first, then the lines above the first section."""
    found: dict[str, str] = {}
    if page.title:
        found["title"] = plain_text(page.title)
    for key, value in page.front_matter.items():
        if isinstance(value, str | int | float) or hasattr(value, "isoformat"):
            found[key.lower()] = str(value)
    for block in page.blocks:
        if block.kind is BlockKind.HEADING and block.level > 1:
            break
        if block.kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            continue
        for line in block.text.split("\n"):
            label = read_label(line, number=block.line)
            key = label.head.lower() if label else ""
            if label and label.value and _KEY.match(key) and key in _KEYS and not is_placeholder(label.value):
                found.setdefault(key, plain_text(label.value))
    return found
