"""Verdicts that were given lately: versions never change, so what two of them mean to each other never does either."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from contracts.canonical import canonical_json

if TYPE_CHECKING:
    from contracts.compatibility import Prove, Verdict
    from contracts.keywords import Json


class RememberedProofs:
    """The verdicts that were used last, at most `capacity`; may be shared by threads.

    What was stopped is no verdict, and is asked again.
    """

    def __init__(self, *, capacity: int = 20_000) -> None:
        self._capacity = capacity
        self._verdicts: OrderedDict[bytes, Verdict] = OrderedDict()
        self._lock = Lock()

    def before(self, prove: Prove) -> Prove:
        """A `prove` that looks here first."""

        def remembered(**question: Json) -> Verdict:
            key = sha256(canonical_json(question)).digest()
            with self._lock:
                if key in self._verdicts:
                    self._verdicts.move_to_end(key)
                    return self._verdicts[key]
            return self._kept(key, prove(**question))

        return remembered

    def _kept(self, key: bytes, verdict: Verdict) -> Verdict:
        with self._lock:
            self._verdicts[key] = verdict
            while len(self._verdicts) > self._capacity:
                self._verdicts.popitem(last=False)
        return verdict
