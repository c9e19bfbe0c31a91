"""Why a message could not be handled, and the headers that tell whoever opens the dead-letter queue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bindery_client import BinderyClientError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bindery_client import EventContract, InvalidMessage
    from bindery_client.messaging.delivery import Headers

UNREADABLE_KEYWORD = "json"  # of the one violation of a body that is no JSON text
MAX_ERRORS = 20
MAX_HEADER_BYTES = 4_000  # all headers of a message share one frame, of 128 KiB unless the broker is told otherwise

# RabbitMQ copies a message to what these name: a dead letter would travel back into the queues that it came through
_ROUTING_HEADERS = frozenset({"CC", "BCC"})


class Reason(StrEnum):
    """Why a message is a dead letter."""

    INVALID_MESSAGE = "invalid-message"
    UNKNOWN_CONTRACT = "unknown-contract"
    NOT_JSON = "not-json"
    NO_HANDLER = "no-handler"
    HANDLER_FAILED = "handler-failed"


class DeadLetterFailed(BinderyClientError):
    """A message could not be dead-lettered: it stays unacknowledged in its queue, and consuming has stopped."""

    def __init__(self, letter: DeadLetter, exchange: str, cause: str) -> None:
        super().__init__(
            f"a message could not be dead-lettered to exchange {exchange!r}: {cause}. It stays in its queue, and "
            f"consuming stops. Declare the exchange and bind a queue to it. The message was refused with:\n"
            f"{letter.explanation}"
        )
        self.letter = letter
        self.exchange = exchange


class NoDeadLetterExchange(BinderyClientError):
    """A consumer was made without a route for the messages that it has to refuse."""

    def __init__(self, queue: str) -> None:
        super().__init__(
            f"the consumer of {queue!r} has no route for messages that it must refuse: give the channel "
            "dead_letter_exchange=... (durable, with a queue bound to it), and leave its confirms on"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A verdict on a delivery that cannot be handled."""

    reason: Reason
    contract: str | None = None
    version: int | None = None
    errors: tuple[str, ...] = ()

    @classmethod
    def of(cls, reason: Reason, contract: EventContract | None, *errors: str) -> DeadLetter:
        """A dead letter of a contract, or of none."""
        if contract is None:
            return cls(reason=reason, errors=errors)
        return cls(reason=reason, contract=contract.name, version=contract.version, errors=errors)

    @property
    def explanation(self) -> str:
        """The reason, then one error per line, capped: `invalid-message` / `/data/total: ...`."""
        more = len(self.errors) - MAX_ERRORS
        lines = [self.reason.value, *self.errors[:MAX_ERRORS], *([f"and {more} more"] if more > 0 else [])]
        return _cut("\n".join(lines))

    def headers(self, original: Headers | None) -> dict[str, Any]:
        """The headers of a delivery, with `x-contract`, `x-contract-version` (the reader's) and `x-contract-errors`."""
        kept = {key: value for key, value in (original or {}).items() if key not in _ROUTING_HEADERS}
        ours: dict[str, Any] = {"x-contract-errors": self.explanation}
        if self.contract is not None:
            ours["x-contract"] = self.contract
        if self.version is not None:
            ours["x-contract-version"] = self.version
        return {**kept, **ours}


def letter_of_invalid(error: InvalidMessage, written_with: object) -> DeadLetter:
    """The dead letter for a message that its reader refuses; `written_with` is the version that it announces."""
    is_readable = all(violation.keyword != UNREADABLE_KEYWORD for violation in error.violations)
    explained = written_with is not None and written_with != error.version
    versions = (f"written with version {written_with}, read with version {error.version}",) if explained else ()
    return DeadLetter(
        reason=Reason.INVALID_MESSAGE if is_readable else Reason.NOT_JSON,
        contract=error.contract,
        version=error.version,
        errors=(*versions, *(str(violation) for violation in error.violations)),
    )


def letter_of_unknown(names: Iterable[str], service: str) -> DeadLetter:
    """The dead letter for a message that no contract claims."""
    said = ", ".join(repr(name) for name in names) or "no type"
    return DeadLetter.of(Reason.UNKNOWN_CONTRACT, None, f"the message names {said}: no contract of {service!r}")


def _cut(text: str) -> str:
    encoded = text.encode("utf-8", "replace")
    if len(encoded) <= MAX_HEADER_BYTES:
        return encoded.decode("utf-8")
    return encoded[: MAX_HEADER_BYTES - 3].decode("utf-8", "ignore") + "..."
