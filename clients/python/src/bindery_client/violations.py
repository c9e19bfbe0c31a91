"""Why a message breaks its contract, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Which end of a message is checked: who writes it, or who reads it."""

    WRITER = "writer"
    READER = "reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken rule: where in the message (JSON Pointer), which keyword, what it expects, and what is there.

    All texts are capped, and containers are described by their size: a violation never carries a payload.
    """

    pointer: str
    keyword: str
    expected: str
    found: str
    message: str

    def __str__(self) -> str:
        return (
            f"{self.pointer or '(root)'}: {self.message} [{self.keyword}: expected {self.expected}; found {self.found}]"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The verdict on one message; true in a condition if the message is valid."""

    valid: bool
    violations: tuple[Violation, ...] = ()

    def __bool__(self) -> bool:
        return self.valid


VALID = CheckResult(valid=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEvent:
    """What the metrics hook is told of every check.

    `part` is `message` for an event, and `request` or `response 201 application/json` for an operation.
    """

    contract: str
    side: Side
    valid: bool
    violations: tuple[Violation, ...] = ()
    part: str = "message"
