"""The YAML between the `---` lines -> a mapping of plain values, in bounded time whatever it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import yaml

from contracts.documents.text.source_text import MAX_FRONT_MATTER_BYTES

if TYPE_CHECKING:
    from contracts.keywords import Json

# PyYAML's constructors of explicit tags (`!!int ""`, `!!bool x`, `!!timestamp x`) fail with errors of plain Python.
_FAILURES: Final = (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, RecursionError)


class UnreadableFrontMatter(Exception):
    """Front matter that cannot be read; `str()` says why."""


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases: a few lines of them expand to more values than any memory holds."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("write the value again in place of the alias (*)")
        return super().compose_node(parent, index)


def read_yaml(content: str) -> dict[str, Json]:
    """The front matter by its keys; empty if it is no mapping.

    Raises:
        UnreadableFrontMatter: it is no YAML, too large, or holds a number that has no text.
    """
    size = len(content.encode("utf-8"))
    if size > MAX_FRONT_MATTER_BYTES:
        raise UnreadableFrontMatter(f"it has {size} bytes, the limit is {MAX_FRONT_MATTER_BYTES}")
    try:
        read = yaml.load(content, Loader=_PlainLoader)  # noqa: S506 - it is a SafeLoader
        str(read)  # a hexadecimal integer can have more digits than Python writes
    except _FAILURES as error:
        raise UnreadableFrontMatter(_reason(error)) from error
    return {str(key): value for key, value in read.items()} if isinstance(read, dict) else {}


def _reason(error: Exception) -> str:
    is_said = isinstance(error, yaml.YAMLError | ValueError)
    return " ".join(str(error).split()) if is_said else "a value does not fit its tag (!!int, !!bool, !!timestamp)"
