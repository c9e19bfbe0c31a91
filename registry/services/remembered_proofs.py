"""Proofs that one registration has seen already: planning again asks only about what came between."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.compatibility import Prove, Verdict
    from contracts.keywords import Json


@dataclass(frozen=True, slots=True)
class RememberedProofs:
    """The verdicts of one registration by question; a proof that was stopped is none, and is tried again."""

    _found: dict[str, Verdict] = field(default_factory=dict)

    def remembering(self, prove: Prove) -> Prove:
        """The same `prove`, which is not asked a second time what it has answered."""

        def ask(**question: Json) -> Verdict:
            key = json.dumps(question, sort_keys=True)
            if key not in self._found:
                self._found[key] = prove(**question)
            return self._found[key]

        return ask
