"""A contract of kind `operation`: one method and path of a service's HTTP API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from bindery_client.errors import NotAWriter
from bindery_client.violations import VALID, CheckResult, Side, Violation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bindery_client.enforcement.gate import Gate
    from bindery_client.json_values import Json, Schema
    from bindery_client.policies import Policy

REQUEST = "request"
ANY_RESPONSE = "response"
_NO_CONTENT = frozenset({204, 205})
_SUCCESS = 2  # the hundreds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OperationContract:
    """An operation as this service is bound to it. Immutable; safe to share between threads, and after a fork.

    `roles` holds `provider`, `caller` or both. The caller writes requests and reads responses, the provider the
    reverse; who is both reads, unless the side is named. `gates` is part -> side -> gate.
    """

    name: str
    version: int | None
    fingerprint: str
    roles: frozenset[str]
    origin: str
    content_model: str
    schema: Schema = field(repr=False)
    writer_schema: Schema | None = field(repr=False)
    gates: Mapping[str, Mapping[Side | None, Gate]] = field(repr=False)
    kind: ClassVar[str] = "operation"

    @property
    def provider(self) -> str:
        """The service whose operation this is."""
        return self.name.split(":", 2)[0]

    @property
    def method(self) -> str:
        """The HTTP method, `POST` for example."""
        return self.name.split(":", 2)[1]

    @property
    def path(self) -> str:
        """The path with its parameters erased: `/internal/items/{}`."""
        return self.name.split(":", 2)[2]

    @property
    def describes_responses(self) -> bool:
        """Whether the contract says anything of responses."""
        return ANY_RESPONSE in self.gates

    @property
    def requires_body(self) -> bool:
        """Whether a request must have a body; a contract that describes one may let callers leave it out."""
        return not isinstance(self.schema, dict) or bool(self.schema.get("request_required", True))

    def leaves_open(self, status: int, media_type: str = "application/json") -> bool:
        """Whether any body at all is right for such a response."""
        return self.response_part(status, media_type) is None and self._undeclared(status, media_type).valid

    def check_request(self, message: Json, side: Side | None = None) -> CheckResult:
        """The verdict on a request's body, whatever the policy is. Without a schema for it, everything is valid."""
        return self._gate(REQUEST, side).check(message) if REQUEST in self.gates else VALID

    def validate_request(self, message: Json, side: Side | None = None) -> None:
        """Nothing, if the request's body may pass.

        Raises:
            InvalidMessage: it breaks the contract, and the policy is `enforce`.
            NotAWriter: `side` is the writer, and the service only provides the operation.
        """
        if REQUEST in self.gates:
            self._gate(REQUEST, side).validate(message)

    def check_response(
        self, status: int, message: Json, side: Side | None = None, media_type: str = "application/json"
    ) -> CheckResult:
        """The verdict on a response's body, whatever the policy is.

        A contract seldom lists every redirect and error of frameworks and proxies, so such a status is valid where it
        is not declared; a success that is not declared is not valid.
        """
        part = self.response_part(status, media_type)
        if part:
            return self._gate(part, side).check(message)
        undeclared = self._undeclared(status, media_type)
        if undeclared.valid:
            return undeclared
        self._gate(ANY_RESPONSE, side).report(undeclared)
        return undeclared

    def validate_response(
        self, status: int, message: Json, side: Side | None = None, media_type: str = "application/json"
    ) -> None:
        """Nothing, if the response's body may pass; `check_response` says what may.

        Raises:
            InvalidMessage: it breaks the contract, and the policy is `enforce`.
            NotAWriter: `side` is the writer, and the service only calls the operation.
        """
        part = self.response_part(status, media_type)
        if part:
            self._gate(part, side).validate(message)
            return
        undeclared = self._undeclared(status, media_type)
        if not undeclared.valid:
            self._gate(ANY_RESPONSE, side).settle(undeclared)

    def validate_request_body(self, body: bytes, side: Side | None = None) -> None:
        """Nothing, if the JSON text of a request may pass; none at all where the contract lets callers leave it out.

        Raises:
            InvalidMessage: it is no JSON text or breaks the contract, and the policy is `enforce`.
            NotAWriter: `side` is the writer, and the service only provides the operation.
        """
        if REQUEST in self.gates and (body or self.requires_body):
            self._gate(REQUEST, side).validate_body(body)

    def validate_response_body(
        self, status: int, body: bytes, side: Side | None = None, media_type: str = "application/json"
    ) -> None:
        """Nothing, if the JSON text of a response may pass.

        Raises:
            InvalidMessage: it is no JSON text or breaks the contract, and the policy is `enforce`.
            NotAWriter: `side` is the writer, and the service only calls the operation.
        """
        part = self.response_part(status, media_type)
        if part:
            self._gate(part, side).validate_body(body)
        else:
            self.validate_response(status, None, side, media_type)

    def response_part(self, status: int, media_type: str = "application/json") -> str | None:
        """The name of the part that describes such a response: `response 201 application/json`, None if none does."""
        bare = media_type.partition(";")[0].strip().lower()
        names = (f"response {key} {bare}" for key in (str(status), f"{status // 100}XX", "default"))
        return next((name for name in names if name in self.gates), None)

    def policy(self, part: str, side: Side | None = None) -> Policy:
        """The policy in force on a part: `request`, `response 201 application/json`, or `response` for any other."""
        return self._gate(part, side).watch.policy

    def _is_bodiless(self, status: int) -> bool:
        """Whether the contract declares such a response and describes no body for it."""
        responses = self.schema.get("responses", {}) if isinstance(self.schema, dict) else {}
        return any(responses.get(key) == {} for key in (str(status), f"{status // 100}XX", "default"))

    def _undeclared(self, status: int, media_type: str) -> CheckResult:
        declared = sorted(part.removeprefix("response ") for part in self.gates if part not in {REQUEST, ANY_RESPONSE})
        if not declared or status in _NO_CONTENT or status // 100 != _SUCCESS or self._is_bodiless(status):
            return VALID
        found = f"{status} {media_type}"
        violation = Violation(
            pointer="",
            keyword="status",
            expected=" or ".join(declared),
            found=found,
            message=f"{self.name} declares no response {found}",
        )
        return CheckResult(valid=False, violations=(violation,))

    def _gate(self, part: str, side: Side | None) -> Gate:
        try:
            return self.gates[part][side]
        except KeyError:
            raise NotAWriter(
                f"the {part} of {self.name} cannot be checked as {side}: the service only reads it ({self.origin})"
            ) from None
