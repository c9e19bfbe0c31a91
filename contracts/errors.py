"""What callers of the core can be told they asked for in vain.

Findings in a design document, an incompatible schema and an invalid message are *results*, never exceptions.

    BinderyError
    ├── InvalidSchema       a value that was handed in as a JSON Schema is none
    ├── UnsupportedSchema   a JSON Schema that the core does not judge (unknown draft, reference to the outside)
    ├── InvalidName         a contract or service name that no contract can have
    ├── InvalidLockFile     a value that was handed in as a lock file is none
    └── CouldNotCheck       a proof that was stopped from outside (time, memory): not a verdict
"""

from __future__ import annotations


class BinderyError(Exception):
    """The root of all errors that Bindery raises on purpose."""


class InvalidSchema(BinderyError):
    """A value that is not a JSON Schema of its draft.

    `pointer` is a JSON Pointer into the schema, `reason` one sentence.
    """

    def __init__(self, reason: str, *, pointer: str = "") -> None:
        super().__init__(f"not a valid JSON Schema at {pointer or 'the root'}: {reason}")
        self.pointer = pointer
        self.reason = reason


class UnsupportedSchema(BinderyError):
    """A JSON Schema that cannot be judged here; `pointer` is a JSON Pointer into it."""

    def __init__(self, reason: str, *, pointer: str = "") -> None:
        super().__init__(f"unsupported JSON Schema at {pointer or 'the root'}: {reason}")
        self.pointer = pointer
        self.reason = reason


class InvalidName(BinderyError):
    """A name that no contract or service can have."""


class InvalidLockFile(BinderyError):
    """A value that is not a lock file; `reason` is one sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"not a lock file: {reason}; write it again with `bindery pull`")
        self.reason = reason


class CouldNotCheck(BinderyError):
    """A comparison that was stopped from outside; `reason` says by what. Never the same as compatible."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"could not check: {reason}")
        self.reason = reason
