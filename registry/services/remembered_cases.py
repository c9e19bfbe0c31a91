"""Test cases that were generated lately: the same definition has the same cases for ever."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from contracts.canonical import canonical_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.keywords import Json
    from contracts.model import Definition, Formats


class RememberedCases:
    """The cases that were used last, written down, at most `max_bytes` of them; may be shared by threads.

    What was stopped is not remembered, and is generated again.
    """

    def __init__(self, *, max_bytes: int = 16 * 1024**2) -> None:
        self._max_bytes = max_bytes
        self._held = 0
        self._written: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = Lock()

    def of(self, definition: Definition, formats: Formats, generate: Callable[[], Json]) -> Json:
        """What `generate` returned for this definition, or returns now."""
        key = sha256(canonical_json([definition.kind.value, definition.to_json(), formats.value])).digest()
        with self._lock:
            written = self._written.get(key)
            if written is not None:
                self._written.move_to_end(key)
        if written is not None:
            return pickle.loads(written)  # noqa: S301 - what this process wrote itself
        found = generate()
        self._keep(key, pickle.dumps(found))
        return found

    def _keep(self, key: bytes, written: bytes) -> None:
        with self._lock:
            self._held += len(written) - len(self._written.pop(key, b""))
            self._written[key] = written
            while self._held > self._max_bytes:
                self._held -= len(self._written.popitem(last=False)[1])
