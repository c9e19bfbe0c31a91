"""A provider under test: every request of its contracts, and generated ones, against its app or its URL."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest

from bindery_client import Side
from bindery_client.testing.case_file import Case
from bindery_client.testing.errors import BrokenContract
from bindery_client.testing.openapi import parameters, template
from bindery_client.testing.violations import listing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import schemathesis

    from bindery_client import OperationContract
    from bindery_client.json_values import Json
    from bindery_client.testing.project import Project

INVENTED_VALUES: Final = ("1", "123e4567-e89b-12d3-a456-426614174000", "example")
NO_BODY: Final = Case(id="no-body", message=None, valid=True)
MOST_FAULTS: Final = 10
_UNKNOWN_RESOURCE: Final = frozenset({400, 404, 410, 422})
_UNAUTHENTICATED: Final = frozenset({401, 403})
_REFUSED: Final = frozenset({400, 422})
_CLIENT_ERROR: Final = 400
_SERVER_ERROR: Final = 500


class _Refused(Exception):
    """A generated request was answered in a way that the contract forbids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One response: status, media type and body as they came."""

    status: int
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """Where the requests go: an app in this process, or a URL."""

    app: Json  # ASGI or WSGI: whatever Schemathesis can call
    base_url: str | None
    headers: Mapping[str, str]

    def answer(self, case: schemathesis.Case[Json]) -> Answer:
        """The answer to a request."""
        options = {} if self.app is None else {"app": self.app}
        response = case.call(base_url=self.base_url, headers=dict(self.headers), **options)
        content_type = (response.headers.get("content-type") or [""])[0]
        return Answer(status=response.status_code, media_type=content_type, body=response.content)


@dataclass(slots=True, kw_only=True)
class ContractApi:
    """The provider's side of a contract test; `verify` does it all."""

    project: Project
    names: tuple[str, ...]
    deep: int = 0
    was_verified: bool = False
    was_judged: bool = False
    not_judged: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def verify(
        self,
        app: object,
        *,
        headers: Mapping[str, str] | None = None,
        path_values: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Nothing, if each response is one that its contract declares.

        `app` is an ASGI or WSGI application, or the base URL of a running service. `path_values` gives the values for
        the parameters of a path: `{"/internal/items/{}": ["42"]}`; without them, values are made up, and an undeclared
        400, 404, 410 or 422 to such a request says nothing. Neither does an undeclared 401 or 403 without `headers`.

        Raises:
            BrokenContract: with every fault, each named by operation and case.
        """
        self.was_verified = True
        is_url = isinstance(app, str)
        target = _Target(
            app=None if is_url else app, base_url=app if isinstance(app, str) else None, headers=headers or {}
        )
        faults: list[str] = []
        for entry in self.project.provided(self.names):
            values = (path_values or {}).get(entry["name"].split(":", 2)[2])
            trial = _Trial(project=self.project, entry=entry, target=target, given_values=values, deep=self.deep)
            trial.run()
            faults += trial.faults
            self.was_judged |= trial.was_judged
            self.not_judged += [] if trial.was_judged or trial.faults else [f"{entry['name']}: {trial.reason}"]
        self.faults += faults
        if faults:
            raise BrokenContract(_told(faults))

    def close(self, error: Exception | None) -> bool:
        """End of the test, with what it raised; never an excuse for that. Skips a test that could judge nothing.

        Raises:
            BrokenContract: the test has verified nothing, or has swallowed what was found.
        """
        if error is None and self.faults:
            raise BrokenContract(_told(self.faults))
        if error is None and not self.was_verified:
            raise BrokenContract("no API was verified: call contract_api.verify(app)")
        if error is None and not self.was_judged:
            pytest.skip("nothing was judged: " + "; ".join(self.not_judged))
        return False


def _told(faults: list[str]) -> str:
    shown = faults[:MOST_FAULTS]
    more = [f"and {len(faults) - len(shown)} more"] if len(faults) > len(shown) else []
    return "\n\n".join([*shown, *more])


@dataclass(slots=True, kw_only=True)
class _Trial:
    """One operation against one target."""

    project: Project
    entry: Mapping[str, Json]  # JSON: an entry of the lock file
    target: _Target
    given_values: Sequence[str] | None
    deep: int
    faults: list[str] = field(default_factory=list)
    was_judged: bool = False
    was_taken: bool = False  # whether a valid request to the path at hand has succeeded: then the path exists
    refusal: str = ""  # the last one
    refusals: list[str] = field(default_factory=list)  # of valid requests to that path, faults if it exists
    reason: str = "nothing was sent"

    def run(self) -> None:
        """Send everything."""
        from bindery_client.testing.generation import EXAMPLES, api_of, run_examples  # noqa: PLC0415 - Schemathesis takes 0.5 s

        _, method, _ = self.entry["name"].split(":", 2)
        operation = api_of(self.project.contracts.service, [self.entry])[self._path][method]
        for values in self._path_parameters():
            self.was_taken, self.refusals = False, []
            for case in self._cases():
                request = operation.Case(path_parameters=dict(values), **self._body(case))
                self._try(case.id, request, is_valid=case.valid)
            self.faults += self.refusals if self.was_taken else []
        if not self.faults and self.was_judged:
            try:
                run_examples(
                    operation, self._try_generated, examples=self.deep or EXAMPLES, path_parameters=self._given()
                )
            except _Refused as refusal:
                self.faults.append(str(refusal))

    @property
    def _path(self) -> str:
        return template(self.entry["name"])

    @property
    def _contract(self) -> OperationContract:
        return self.project.contracts.operation(self.entry["name"])

    @property
    def _statuses(self) -> Mapping[str, Json]:
        found: Mapping[str, Json] = self.entry["schema"].get("responses", {})
        return found

    def _path_parameters(self) -> list[dict[str, str]]:
        names = parameters(self._path)
        if not names:
            return [{}]
        return [dict.fromkeys(names, value) for value in self.given_values or INVENTED_VALUES]

    def _given(self) -> dict[str, str] | None:
        return self._path_parameters()[0] if self.given_values else None

    def _cases(self) -> list[Case]:
        """The cases of the request: the invalid ones only where the contract declares how these are refused."""
        if "request" not in self.entry["schema"]:
            return [NO_BODY]
        promises_refusal = any(str(status) in self._statuses for status in _REFUSED)
        return [case for case in self.project.cases(self.entry)["request"] if case.valid or promises_refusal]

    def _body(self, case: Case) -> dict[str, Json]:  # arguments of Schemathesis
        return {} if case is NO_BODY else {"body": case.fresh(), "media_type": "application/json"}

    def _try(self, case_id: str, request: schemathesis.Case[Json], *, is_valid: bool) -> None:
        self.refusal = ""
        fault = self._fault(request, is_valid=is_valid, is_generated=False)
        told = f"{self.entry['name']} [{case_id}]: {fault or self.refusal}\n  {request.as_curl_command()}"
        if fault:
            self.faults.append(told)
        elif self.refusal:
            self.refusals.append(told)

    def _try_generated(self, request: schemathesis.Case[Json]) -> None:
        if "request" in self.entry["schema"] and not self._contract.check_request(request.body, Side.READER).valid:
            return  # Schemathesis gives up on some schemas, and sends nothing or too much: only valid requests count
        fault = self._fault(request, is_valid=True, is_generated=True)
        if fault:
            raise _Refused(f"{self.entry['name']} [generated]: {fault}\n  {request.as_curl_command()}")

    def _fault(self, request: schemathesis.Case[Json], *, is_valid: bool, is_generated: bool) -> str:
        """What is wrong with the answer to a request; nothing if it conforms, or cannot be judged."""
        try:
            answer = self.target.answer(request)
        except Exception as error:  # noqa: BLE001 - the app's own failure is what this looks for
            return f"the request raised {type(error).__name__}: {error}"
        part = self._contract.response_part(answer.status, answer.media_type)
        if part:
            self.was_judged = True
            self.was_taken |= is_valid and answer.status < _CLIENT_ERROR
            return self._broken_body(answer)
        excuse = self._excuse(answer, is_valid=is_valid, is_generated=is_generated)
        if excuse:
            self.reason = excuse
            self.refusal = self._undeclared(answer) if is_valid and answer.status in _REFUSED else ""
            return ""
        return self._undeclared(answer)

    def _excuse(self, answer: Answer, *, is_valid: bool, is_generated: bool) -> str:
        """Why an undeclared response is no fault, nothing if it is one."""
        status = answer.status
        has_made_up_path = bool(parameters(self._path)) and not self.given_values
        if not self._statuses and status < _SERVER_ERROR:
            return "its contract declares no response"
        if not is_valid and _CLIENT_ERROR <= status < _SERVER_ERROR:
            return "an invalid request was refused"
        if is_generated and status in _REFUSED:
            return "generated requests were refused"
        if has_made_up_path and status in _UNKNOWN_RESOURCE:
            return (
                f"made-up path parameters were answered with {status}: give verify(path_values=...) of some that exist"
            )
        if not self.target.headers and status in _UNAUTHENTICATED:
            return f"requests without credentials were answered with {status}: give verify(headers=...)"
        is_silent = not answer.body and not any(key.startswith(("2", "default")) for key in self._statuses)
        return "its contract declares no success" if is_silent and status < 300 else ""  # noqa: PLR2004 - success ends

    def _undeclared(self, answer: Answer) -> str:
        declared = [f"{status} {kind}" for status, kinds in self._statuses.items() for kind in kinds]
        kind = answer.media_type.partition(";")[0] or "no content type"
        shown = answer.body[:200].decode("utf-8", "replace")
        return (
            f"status {answer.status} ({kind}) is not declared, only {', '.join(declared) or 'nothing'}; it said {shown}"
        )

    def _broken_body(self, answer: Answer) -> str:
        try:
            message = json.loads(answer.body)
        except ValueError as error:
            return f"the body of response {answer.status} is no JSON: {error}"
        result = self._contract.check_response(answer.status, message, Side.WRITER, answer.media_type)
        if result.valid:
            return ""
        return f"response {answer.status} breaks its contract:\n{listing(result.violations)}"
