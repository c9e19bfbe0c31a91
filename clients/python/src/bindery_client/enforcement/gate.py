"""The hot path: one schema of one contract, as one side checks it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson

from bindery_client.enforcement.explanation import unreadable, violations_of
from bindery_client.errors import InvalidMessage
from bindery_client.policies import Policy
from bindery_client.violations import VALID, CheckEvent, CheckResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from bindery_client.enforcement.validators import SchemaSource, ValidatorCache
    from bindery_client.json_values import Json
    from bindery_client.violations import Side, Violation

_LOG = logging.getLogger("bindery_client")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """How checks are acted upon: the policy, and the metrics hook if there is one."""

    policy: Policy
    on_check: Callable[[CheckEvent], None] | None


def _undecided(_message: Json) -> bool:
    return False


@dataclass(slots=True, kw_only=True, eq=False)
class Gate:
    """What lets messages through, or refuses them.

    `passes` is the hot path: the compiled schema's own check where nobody else has to hear of the verdict. False says
    only that `validate` has to look; so says a gate whose schema is not compiled.
    """

    contract: str
    version: int | None
    side: Side
    origin: str
    part: str
    source: SchemaSource
    watch: Watch
    validators: ValidatorCache
    passes: Callable[[Json], bool] = field(init=False, default=_undecided, repr=False)

    def keep(self, check: Callable[[Json], bool] | None) -> None:
        """Nothing; messages meet this check first, or none: the schema is looked up again for the next one."""
        self.passes = check or _undecided

    def validate(self, message: Json) -> None:
        """Nothing, if the policy lets the message through.

        Raises:
            InvalidMessage: the message breaks the contract, and the policy is `enforce`.
        """
        try:
            if self.passes(message):
                return
        except ValueError:  # a value that is no JSON: explained below
            pass
        if self.watch.policy is not Policy.OFF:
            self.settle(self._verdict(message))

    def decode(self, body: bytes) -> Json:
        """The message in a body that is JSON text and may pass.

        Raises:
            InvalidMessage: the body is no JSON text (under any policy), or `validate` refuses the message.
        """
        try:
            message = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            result = _unreadable(error, body)
            self.report(result)
            raise self.refusal(result.violations) from error
        self.validate(message)
        return message

    def validate_body(self, body: bytes) -> None:
        """Nothing, if the policy lets the message in this body through, or lets pass that it is no JSON text.

        Raises:
            InvalidMessage: it is no JSON text or breaks the contract, and the policy is `enforce`.
        """
        if self.watch.policy is Policy.OFF:
            return
        try:
            message = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            self.settle(_unreadable(error, body))
            return
        self.validate(message)

    def check(self, message: Json) -> CheckResult:
        """The verdict, whatever the policy is."""
        result = self._verdict(message)
        self.report(result)
        return result

    def refusal(self, violations: tuple[Violation, ...]) -> InvalidMessage:
        """The error that says what these violations are of."""
        return InvalidMessage(
            contract=self.contract,
            version=self.version,
            side=self.side,
            origin=self.origin,
            violations=violations,
            part=self.part,
        )

    def report(self, result: CheckResult) -> None:
        """Nothing; tells the metrics hook, whose own errors never reach the message."""
        if self.watch.on_check is None:
            return
        event = CheckEvent(
            contract=self.contract,
            side=self.side,
            valid=result.valid,
            violations=result.violations,
            part=self.part,
        )
        try:
            self.watch.on_check(event)
        except Exception:  # noqa: BLE001 - the edge to code of the user: a broken metric must not lose a message
            _LOG.exception("the on_check hook failed for %s", self.contract)

    def _verdict(self, message: Json) -> CheckResult:
        validator = self.validators.get(self.source)
        if self.passes is _undecided and self.watch.policy is Policy.ENFORCE and self.watch.on_check is None:
            self.validators.lend(validator.is_valid, self)
        try:
            if validator.is_valid(message):
                return VALID
        except ValueError:  # as in validate
            pass
        return CheckResult(valid=False, violations=violations_of(validator, message))

    def settle(self, result: CheckResult) -> None:
        """Nothing, if the policy lets a message with this verdict through; it is not looked at under `off`.

        Raises:
            InvalidMessage: the verdict is invalid, and the policy is `enforce`.
        """
        if self.watch.policy is Policy.OFF:
            return
        self.report(result)
        if result.valid:
            return
        refusal = self.refusal(result.violations)
        if self.watch.policy is Policy.ENFORCE:
            raise refusal
        _LOG.warning("let through by policy: %s", refusal)


def _unreadable(error: orjson.JSONDecodeError, body: bytes) -> CheckResult:
    return CheckResult(valid=False, violations=unreadable(str(error), len(body)))
