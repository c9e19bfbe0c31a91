"""A caller under test: a provider that answers in every way that its contract allows, and holds requests to theirs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import httpx2

from bindery_client import Side
from bindery_client.testing.case_file import Case
from bindery_client.testing.errors import BrokenContract
from bindery_client.testing.openapi import parameters, template
from bindery_client.testing.violations import listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bindery_client.testing.project import Project

NOTHING_DECLARED: Final = "response 204 none"
FIRST_ERROR: Final = 400
# Types that Python and parsers raise when an answer is not what the code takes it for. A caller that means to fail
# raises a type of its own, or one that stands for its words: RuntimeError, ValueError.
_CRASHES: Final = frozenset(
    {KeyError, TypeError, AttributeError, IndexError, LookupError, NameError, UnboundLocalError, AssertionError}
)
_PARSERS: Final = ("json", "pydantic_core", "pydantic", "msgspec", "marshmallow", "attr", "attrs", "cattrs", "orjson")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One way in which an operation may answer: a part of its contract, and a case of it."""

    operation: str
    part: str
    case: Case

    @property
    def id(self) -> str:
        """`201:optional-absent:expiresAt`."""
        return f"{self.status}:{self.case.id}"

    @property
    def status(self) -> int:
        """The HTTP status; the first of a range such as 4XX."""
        word = self.part.split(" ")[1].upper().replace("XX", "00")
        return int(word) if word.isdigit() else 200

    @property
    def media_type(self) -> str:
        """The media type, empty for a response without a body."""
        kind = self.part.split(" ", 2)[2]
        return "" if kind == "none" else kind


@dataclass(frozen=True, kw_only=True)
class ContractServer:
    """The provider's place in a caller's test: `client`, `async_client` or `transport`, all of httpx2."""

    project: Project
    names: tuple[str, ...]
    reply: Reply
    requests: list[httpx2.Request] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def transport(self) -> httpx2.MockTransport:
        """Give it to a client that the service makes itself."""
        return httpx2.MockTransport(self._answer)

    @property
    def base_url(self) -> str:
        """A URL whose host is the provider."""
        return f"http://{self.names[0].partition(':')[0]}"

    @cached_property
    def client(self) -> httpx2.Client:
        """A client that reaches the provider's operations by their path."""
        return httpx2.Client(transport=self.transport, base_url=self.base_url)

    @cached_property
    def async_client(self) -> httpx2.AsyncClient:
        """The same, for callers that await."""
        return httpx2.AsyncClient(transport=self.transport, base_url=self.base_url)

    def close(self, error: Exception | None) -> bool:
        """End of the test: whether what it raised is a caller's right answer to an error status.

        Raises:
            BrokenContract: a request did not conform, or the operation was not called.
        """
        if "client" in self.__dict__:
            self.client.close()
        if self.faults:
            raise BrokenContract("\n".join(self.faults)) from error
        if error is None and not self.requests:
            raise BrokenContract(f"{self.reply.operation} was not called: give contract_server.client to the service")
        is_crash = type(error) in _CRASHES or type(error).__module__.split(".")[0] in _PARSERS
        return error is not None and self.reply.status >= FIRST_ERROR and bool(self.requests) and not is_crash

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        name = next((name for name in self.names if _is_call_of(name, request)), None)
        if name is None:
            self._fail(f"{request.method} {request.url.path} was called, not among {', '.join(self.names)}")
        self._check(str(name), request)
        reply = self.reply if name == self.reply.operation else replies(self.project, str(name))[0]
        if not reply.media_type:
            return httpx2.Response(reply.status, request=request)
        content = json.dumps(reply.case.message, ensure_ascii=False).encode()
        headers = {"content-type": reply.media_type}
        return httpx2.Response(reply.status, headers=headers, content=content, request=request)

    def _check(self, name: str, request: httpx2.Request) -> None:
        definition = self.project.entry(name, "caller")["schema"]
        if "request" not in definition:
            if request.content:
                self._fail(f"{name}: a body was sent, and the contract declares none [extra-field:$]")
            return
        try:
            message = json.loads(request.content)
        except ValueError as error:
            self._fail(f"{name}: the body of the request is no JSON: {error}")
        result = self.project.contracts.operation(name).check_request(message, Side.WRITER)
        if not result.valid:
            self._fail(f"{name}: the request breaks its contract:\n{listing(result.violations)}")

    def _fail(self, text: str) -> None:
        self.faults.append(text)
        raise BrokenContract(text)


def replies(project: Project, name: str) -> tuple[Reply, ...]:
    """The ways in which an operation may answer, successes first."""
    parts: Mapping[str, tuple[Case, ...]] = project.cases(project.entry(name, "caller"))
    found = [
        Reply(operation=name, part=part, case=case)
        for part, cases in parts.items()
        if part.startswith("response ")
        for case in cases
        if case.valid
    ]
    nothing = Case(id="not-declared", message=None, valid=True)
    return tuple(sorted(found, key=lambda reply: reply.status)) or (
        Reply(operation=name, part=NOTHING_DECLARED, case=nothing),
    )


def _is_call_of(name: str, request: httpx2.Request) -> bool:
    """Whether a request is one of the operation: its method, and its path segment by segment."""
    _, method, _ = name.split(":", 2)
    wanted, sent = template(name).split("/"), request.url.raw_path.decode().partition("?")[0].split("/")
    return (
        method == request.method
        and len(wanted) == len(sent)
        and all(
            bool(found) if parameters(f"/{segment}") else segment == found
            for segment, found in zip(wanted, sent, strict=True)
        )
    )
