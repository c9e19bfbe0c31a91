"""The text of a document as it was handed in: bytes decoded, line ends made one, limits kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from contracts.documents.problems import Findings

MAX_DOCUMENT_BYTES: Final = 2_000_000
MAX_FENCE_BYTES: Final = 256_000
MAX_FRONT_MATTER_BYTES: Final = 32_000
MAX_NESTING: Final = 64
MAX_TABLE_ROWS: Final = 2_000
MAX_VALUES: Final = 300_000


def decoded_text(text: str | bytes, findings: Findings) -> str | None:
    r"""The text with `\n` as its only line end and no byte order mark; None if it cannot be read (which is noted)."""
    try:
        body = text if isinstance(text, bytes) else text.encode("utf-8")
        if len(body) > MAX_DOCUMENT_BYTES:
            findings.note("document-too-large", 1, size=len(body), limit=MAX_DOCUMENT_BYTES)
            return None
        read = body.decode("utf-8")
    except UnicodeError as error:
        findings.note("unreadable-text", _line_of(text, error), reason=_reason(error))
        return None
    return read.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _line_of(text: str | bytes, error: UnicodeError) -> int:
    position = error.start if isinstance(error, UnicodeDecodeError | UnicodeEncodeError) else 0
    before = text[:position]
    return 1 + (before.count(b"\n") if isinstance(before, bytes) else before.count("\n"))


def _reason(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError | UnicodeEncodeError):
        return f"{error.reason} at position {error.start}"
    return str(error)
