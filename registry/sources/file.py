"""One design document as it was found, before it is read."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.documents import DATA_SUFFIXES, holds_contracts

DOCUMENT_SUFFIXES = (".md", ".markdown", *DATA_SUFFIXES)
MAX_READ_BYTES = 2_000_001  # one more than a document may have: the reader then reports the limit with its line


class SourceUnreadable(Exception):
    """A place that should hold design documents and cannot be read: what was found, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """The bytes of a document; `path` is relative to the repository root, with `/`."""

    path: str
    text: bytes

    @property
    def is_document(self) -> bool:
        """Whether this is a design document: YAML and JSON are so only if they hold contracts."""
        return holds_contracts(self.text, self.path)


def is_document(path: str) -> bool:
    """Whether a file of this name may be a design document, outside hidden folders and installed packages."""
    folders = path.split("/")[:-1]
    is_hidden = any((name.startswith(".") and name not in {".", ".."}) or name == "node_modules" for name in folders)
    return path.lower().endswith(DOCUMENT_SUFFIXES) and not is_hidden
