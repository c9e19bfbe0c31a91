"""A registry that is asked over HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx2

from contracts.model import ContractKey, Kind
from contracts.validation import Validator
from registry.sources.path_segments import segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from ssl import SSLContext

    from contracts.keywords import Json

TIMEOUT_SECONDS = 60
PLAN_STATUSES = frozenset({200, 409, 422})
UNAUTHORIZED = 401
REFUSED_LOGIN = frozenset({UNAUTHORIZED, 403})
NOT_THERE = frozenset({"service-not-found", "contract-not-found", "version-not-found"})


def _objects(*names: str, **properties: Json) -> dict[str, Json]:
    return {"type": "object", "required": [*names, *properties], "properties": properties}


# What is read of an answer; the whole is documented in docs/schemas.
PROBLEMS = {"type": "array", "items": _objects("code", "severity", "path", "line", "column", "message", "fix")}
CHECKS = {
    "type": "array",
    "items": _objects("direction", "part", "against_version", "blocking", "outcome", "changes", "witness", "reason"),
}
RESULTS = {
    "type": "array",
    "items": _objects(
        "kind", "name", "outcome", "blocking", "note", "version", "owner", "line", "parties", "policy", checks=CHECKS
    ),
}
PLAN = Validator(_objects("refusal", "summary", results=RESULTS, problems=PROBLEMS))
PATHS = Validator(_objects("next_cursor", items={"type": "array", "items": _objects(path={"type": "string"})}))
LOCK = Validator(_objects(contracts={"type": "array"}))
CONTRACT = Validator(_objects("version", "policy"))
CONTRACTS = Validator(_objects("next_cursor", items={"type": "array", "items": _objects("kind", "name")}))
USERS = Validator(_objects(users={"type": "array"}, safe_to_deprecate={"type": "boolean"}))
VERSIONS = Validator(_objects("next_cursor", items={"type": "array", "items": _objects("number", "fingerprint")}))
DEFINITION = Validator({})
OBJECT = Validator({"type": "object"})
DEPRECATED = Validator(_objects("deprecation"))
VIOLATIONS = {"type": "array", "items": _objects("instance_pointer", "keyword", "message")}
VALIDATION = Validator(_objects(valid={"type": "boolean"}, violations=VIOLATIONS))


class RegistryUnreachable(Exception):
    """A registry that gave no usable answer. `is_untouched`: it certainly did nothing of what was asked."""

    def __init__(self, sentence: str, *, is_untouched: bool = False) -> None:
        super().__init__(sentence)
        self.is_untouched = is_untouched


class RemoteRefusal(Exception):
    """A registry that does not know the caller, or does not let it do this."""


class RemoteProblem(Exception):
    """A request that the registry understood and did not carry out; `code` is that of its problem document."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRegistry:
    """The registry at a base URL; `token` is an API key or a bearer token.

    `tls` says whose certificates are trusted, and which one is shown; by default those of the system, and none.
    """

    url: str
    token: str | None = field(default=None, repr=False)
    tls: SSLContext | None = None

    def plan(self, request: Mapping[str, Json]) -> dict[str, Json]:
        """The plan report of a registration request; with `dry_run` nothing is committed.

        Raises:
            RegistryUnreachable: no answer, or one that is no plan.
            RemoteRefusal: the registry answered 401 or 403.
        """
        answer = self._ask("POST", "/api/v1/registrations", json=dict(request))
        if answer.status_code not in PLAN_STATUSES:
            raise self._unusable(answer)
        return self._read(answer, PLAN)

    def paths(self, source: str) -> list[str]:
        """The paths of the documents that the registry knows from a source, page by page.

        Raises:
            RegistryUnreachable: no answer, or one that is no list of documents.
            RemoteRefusal: the registry answered 401 or 403.
        """
        return [document["path"] for document in self._pages("/api/v1/documents", PATHS, source=source)]

    def contracts(self) -> set[ContractKey]:
        """The contracts that the registry knows, page by page.

        Raises:
            RegistryUnreachable: no answer, or one that is no list of contracts.
            RemoteRefusal: the registry answered 401 or 403.
        """
        found = self._pages("/api/v1/contracts", CONTRACTS, limit=1000)
        return {ContractKey(kind=Kind(item["kind"]), name=item["name"]) for item in found}

    def _pages(self, path: str, shape: Validator, **query: Json) -> Iterator[dict[str, Json]]:
        """The items of a list, page by page."""
        cursors: list[str | None] = [None]
        while cursors.count(cursors[-1]) == 1:
            cursor = {"cursor": cursors[-1]} if cursors[-1] else {}
            answer = self._ask("GET", path, params={**query, **cursor})
            page = self._read(answer, shape)
            yield from page["items"]
            if page["next_cursor"] is None:
                return
            cursors.append(page["next_cursor"])
        raise self._unusable(answer)

    def _read(self, answer: httpx2.Response, shape: Validator) -> dict[str, Json]:
        try:
            body: dict[str, Json] = answer.json()
        except (ValueError, RecursionError) as error:
            raise self._unusable(answer) from error
        if not shape.accepts(body):
            raise self._unusable(answer)
        return body

    def deploy(self, method: str, path: str, **options: Json) -> dict[str, Json]:
        """What the registry answers at a path of the deployment area, such as `/deployments`.

        Raises:
            RegistryUnreachable: no answer, or none of this registry.
            RemoteRefusal: the registry answered 401 or 403.
            RemoteProblem: it answered with a problem, which says why not.
        """
        answer = self._ask(method, f"/api/v1{path}", **options)
        if answer.is_client_error and (code := _code(answer)) is not None:
            raise RemoteProblem(code, _detail(answer))
        if answer.is_error:
            raise self._unusable(answer)
        return self._read(answer, OBJECT)

    def lock(self, service: str) -> dict[str, Json] | None:
        """The lock file that the registry would give a service; None if no document names the service.

        Raises:
            RegistryUnreachable: no answer, or one that is no lock file.
            RemoteRefusal: the registry answered 401 or 403.
        """
        return self._find(f"/api/v1/services/{segment(service)}/lock", LOCK)

    def export(self, service: str, name: str) -> dict[str, Json] | None:
        """What the registry exports of a service under a name such as `openapi.json`; None if it knows no such service.

        Raises:
            RegistryUnreachable: no answer, or none of this registry.
            RemoteRefusal: the registry answered 401 or 403.
        """
        return self._find(f"/api/v1/services/{segment(service)}/{name}", OBJECT)

    def contract(self, key: ContractKey) -> dict[str, Json] | None:
        """A contract as the registry shows it, with `version` and `policy`; None if there is none.

        Raises:
            RegistryUnreachable: no answer, or one that is no contract.
            RemoteRefusal: the registry answered 401 or 403.
        """
        return self._find(_path_of(key), CONTRACT)

    def definition(self, key: ContractKey, number: int) -> Json:
        """The definition of a version as JSON; None if there is none.

        Raises:
            RegistryUnreachable: no answer, or one that is no definition.
            RemoteRefusal: the registry answered 401 or 403.
        """
        return self._find(f"{_path_of(key)}/versions/{number}/schema", DEFINITION)

    def number_of(self, key: ContractKey, fingerprint: str) -> int | None:
        """The number of the version that has this fingerprint, the latest if there are several.

        Raises:
            RegistryUnreachable: no answer, or one that is no list of versions.
            RemoteRefusal: the registry answered 401 or 403.
        """
        numbers: list[int] = []
        cursors: list[str | None] = [None]
        while cursors.count(cursors[-1]) == 1:
            cursor = {"cursor": cursors[-1]} if cursors[-1] else {}
            page = self._find(f"{_path_of(key)}/versions", VERSIONS, params={"limit": 1000, **cursor})
            if page is None:
                break
            numbers += [version["number"] for version in page["items"] if version["fingerprint"] == fingerprint]
            cursors.append(page["next_cursor"])
        return max(numbers, default=None)

    def deprecate(self, key: ContractKey, number: int | None, told: Mapping[str, Json]) -> dict[str, Json] | None:
        """The contract, or one version of it, after the registry was told of its deprecation; None if it is not there.

        Raises:
            RegistryUnreachable: no answer, or one that is neither.
            RemoteRefusal: the registry answered 401 or 403.
        """
        place = _path_of(key) if number is None else f"{_path_of(key)}/versions/{number}"
        return self._find(f"{place}/deprecation", DEPRECATED, method="PUT", json=dict(told))

    def users(self, key: ContractKey, number: int) -> dict[str, Json] | None:
        """Who runs builds that were made against a version, with `safe_to_deprecate`; None if there is no such version.

        Raises:
            RegistryUnreachable: no answer, or one that is no list of users.
            RemoteRefusal: the registry answered 401 or 403.
        """
        return self._find(f"{_path_of(key)}/versions/{number}/users", USERS)

    def validate(self, key: ContractKey, number: int, question: Mapping[str, Json]) -> dict[str, Json] | None:
        """Whether a message is valid for a version, and its violations; None if there is no such version.

        Raises:
            RegistryUnreachable: no answer, or one that is no verdict.
            RemoteRefusal: the registry answered 401 or 403.
        """
        return self._find(f"{_path_of(key)}/versions/{number}/validate", VALIDATION, method="POST", json=dict(question))

    def _find(self, path: str, shape: Validator, *, method: str = "GET", **options: Json) -> dict[str, Json] | None:
        answer = self._ask(method, path, **options)
        if answer.is_error and _code(answer) in NOT_THERE:
            return None
        if answer.is_error:
            raise self._unusable(answer)
        return self._read(answer, shape)

    def _ask(self, method: str, path: str, **options: Json) -> httpx2.Response:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            answer = httpx2.request(
                method,
                self.url.rstrip("/") + path,
                headers=headers,
                timeout=TIMEOUT_SECONDS,
                verify=True if self.tls is None else self.tls,
                **options,
            )
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise RegistryUnreachable(
                f"the registry at {self.url} does not answer ({error}): start it with `bindery serve`, "
                "or name another with --url or BINDERY_URL",
                is_untouched=isinstance(error, httpx2.ConnectError | httpx2.InvalidURL | httpx2.UnsupportedProtocol),
            ) from error
        if answer.status_code in REFUSED_LOGIN:
            raise RemoteRefusal(f"the registry at {self.url} refuses: {_detail(answer)}{self._advice(answer)}")
        return answer

    def _advice(self, answer: httpx2.Response) -> str:
        """What to do about a refusal; who is known and not allowed needs another role, not another variable."""
        if answer.status_code != UNAUTHORIZED:
            return ""
        return "; BINDERY_TOKEN holds another key" if self.token else "; set BINDERY_TOKEN"

    def _unusable(self, answer: httpx2.Response) -> RegistryUnreachable:
        media_type = answer.headers.get("content-type", "")
        return RegistryUnreachable(
            f"{self.url} answered {answer.status_code} with no plan ({_detail(answer)})",
            is_untouched=answer.is_client_error and media_type.startswith("application/problem+json"),
        )


def _path_of(key: ContractKey) -> str:
    return f"/api/v1/contracts/{key.kind.value}/{segment(key.name)}"


def _detail(answer: httpx2.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return f"HTTP {answer.status_code}; is it a Bindery registry of this version?"


def _code(answer: httpx2.Response) -> str | None:
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
