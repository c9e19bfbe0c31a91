"""Bytes of versions that were asked for lately: versions never change, so what is here is never stale."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.model import ContractKey
    from registry.storage.views import StoredSchema


class SchemaCache:
    """The versions that were used last, at most `max_bytes` of them. Used from one event loop only."""

    def __init__(self, *, max_bytes: int = 32 * 1024 * 1024) -> None:
        self._max_bytes = max_bytes
        self._held_bytes = 0
        self._held: OrderedDict[tuple[ContractKey, int], StoredSchema] = OrderedDict()

    def get(self, key: ContractKey, number: int) -> StoredSchema | None:
        """The version, if it is here."""
        found = self._held.get((key, number))
        if found is not None:
            self._held.move_to_end((key, number))
        return found

    def keep(self, key: ContractKey, number: int, schema: StoredSchema) -> None:
        """Hold the version, and let go of what was not used for longest if that is too much."""
        if (key, number) in self._held or len(schema.body) > self._max_bytes:
            return
        self._held[(key, number)] = schema
        self._held_bytes += len(schema.body)
        while self._held_bytes > self._max_bytes:
            _, dropped = self._held.popitem(last=False)
            self._held_bytes -= len(dropped.body)
