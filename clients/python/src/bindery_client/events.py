"""A contract of kind `event`: one message on a bus."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import orjson

from bindery_client.errors import NotAWriter
from bindery_client.violations import CheckResult, Side, Violation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bindery_client.enforcement.gate import Gate
    from bindery_client.json_values import Json, Schema
    from bindery_client.policies import Policy


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventContract:
    """An event as this service is bound to it. Immutable; safe to share between threads, and after a fork.

    `roles` holds `producer`, `consumer` or both; `origin` says where the contract came from. A side that is not named
    is what the service is: a producer writes, a consumer reads, and one that is both reads.
    """

    name: str
    version: int | None
    fingerprint: str
    roles: frozenset[str]
    origin: str
    content_model: str
    schema: Schema = field(repr=False)
    writer_schema: Schema | None = field(repr=False)
    gates: Mapping[Side | None, Gate] = field(repr=False)
    own_gate: Gate = field(init=False, repr=False)
    kind: ClassVar[str] = "event"

    def __post_init__(self) -> None:
        object.__setattr__(self, "own_gate", self.gates[None])  # looked up once, since every message asks

    def validate(self, message: Json, *, side: Side | None = None) -> None:
        """Nothing, if the message may pass. It takes JSON values: pass a `datetime` as text.

        Raises:
            InvalidMessage: it breaks the contract, and the policy is `enforce`.
            NotAWriter: `side` is the writer, and the service only reads.
        """
        gate = self.own_gate if side is None else self._gate(side)
        try:
            if gate.passes(message):  # as the gate does it, without one more call for every message
                return
        except ValueError:
            pass
        gate.validate(message)

    def check(self, message: Json, *, side: Side | None = None) -> CheckResult:
        """The same as a value, whatever the policy is."""
        return self._gate(side).check(message)

    def encode(self, message: Json) -> bytes:
        """The message as the writer sends it: validated, then serialised as UTF-8 JSON.

        Raises:
            InvalidMessage: it breaks the contract (policy `enforce`), or it cannot be written as JSON.
            NotAWriter: the service only reads.
        """
        gate = self._gate(Side.WRITER)
        gate.validate(message)
        try:
            return orjson.dumps(message)
        except TypeError:
            return _encoded_exactly(message, gate)

    def decode(self, body: bytes) -> Json:
        """The message in a body, as the reader takes it.

        Integers beyond 64 bits come back as floats.

        Raises:
            InvalidMessage: the body is no JSON text, or the message breaks the contract (policy `enforce`).
        """
        return self._gate(Side.READER).decode(body)

    def policy(self, side: Side | None = None) -> Policy:
        """The policy in force on a side."""
        return self._gate(side).watch.policy

    def _gate(self, side: Side | None) -> Gate:
        try:
            return self.gates[side]
        except KeyError:
            raise NotAWriter(
                f"{self.name} cannot be checked as {side}: the service only reads it ({self.origin})"
            ) from None


def _encoded_exactly(message: Json, gate: Gate) -> bytes:
    """What orjson cannot write and JSON can: integers beyond 64 bits."""
    try:
        return json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    except (TypeError, ValueError) as error:
        violation = Violation(
            pointer="", keyword="json", expected="JSON values", found="something else", message=str(error)
        )
        raise gate.refusal((violation,)) from error
