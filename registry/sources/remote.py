"""A registry that is asked over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.keywords import Json
    from contracts.model import ContractKey

TIMEOUT_SECONDS = 60
PLAN_STATUSES = frozenset({200, 409, 422})
REFUSED_LOGIN = frozenset({401, 403})
NOT_THERE = frozenset({"service-not-found", "contract-not-found", "version-not-found"})


class RegistryUnreachable(Exception):
    """A registry that gave no usable answer: nothing is known about the question, and nothing was registered."""


class RemoteRefusal(Exception):
    """A registry that does not know the caller, or does not let it do this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRegistry:
    """The registry at a base URL; `token` is an API key or a bearer token."""

    url: str
    token: str | None = None

    def plan(self, request: Mapping[str, Json]) -> dict[str, Json]:
        """The plan report of a registration request; with `dry_run` nothing is committed.

        Raises:
            RegistryUnreachable: no answer, or one that is no plan.
            RemoteRefusal: the registry answered 401 or 403.
        """
        answer = self._ask("POST", "/api/v1/registrations", json=dict(request))
        if answer.status_code not in PLAN_STATUSES:
            raise RegistryUnreachable(_unusable(self.url, answer))
        report: dict[str, Json] = _json(self.url, answer)
        if "results" not in report:
            raise RegistryUnreachable(_unusable(self.url, answer))
        return report

    def paths(self, source: str) -> list[str]:
        """The paths of the documents that the registry knows from a source, page by page."""
        found: list[str] = []
        cursor: dict[str, str] | None = {}
        while cursor is not None:
            answer = self._ask("GET", "/api/v1/documents", params={"source": source, **cursor})
            if answer.is_error:
                raise RegistryUnreachable(_unusable(self.url, answer))
            page = _json(self.url, answer)
            found += [document["path"] for document in page["items"]]
            cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None
        return found

    def lock(self, service: str) -> dict[str, Json] | None:
        """The lock file that the registry would give a service; None if no document names the service.

        Raises:
            RegistryUnreachable: no answer, or one that is no lock file.
            RemoteRefusal: the registry answered 401 or 403.
        """
        path = f"/api/v1/services/{quote(service, safe='')}/lock"
        lock = self._find(path)
        if lock is not None and not isinstance(lock.get("contracts"), list):
            raise RegistryUnreachable(f"{self.url}{path} holds no lock file: is it a Bindery registry of this version?")
        return lock

    def contract(self, key: ContractKey) -> dict[str, Json] | None:
        """A contract as the registry shows it, with `version` and `policy`; None if there is none.

        Raises:
            RegistryUnreachable: no answer, or one that is no contract.
            RemoteRefusal: the registry answered 401 or 403.
        """
        return self._find(_path_of(key))

    def definition(self, key: ContractKey, number: int) -> Json:
        """The definition of a version as JSON; None if there is none.

        Raises:
            RegistryUnreachable: no answer, or one that is no definition.
            RemoteRefusal: the registry answered 401 or 403.
        """
        return self._find(f"{_path_of(key)}/versions/{number}/schema")

    def number_of(self, key: ContractKey, fingerprint: str) -> int | None:
        """The number of the version that has this fingerprint, the latest if there are several.

        Raises:
            RegistryUnreachable: no answer, or one that is no list of versions.
            RemoteRefusal: the registry answered 401 or 403.
        """
        found = self._find(f"{_path_of(key)}/versions") or {"items": []}
        numbers = [version["number"] for version in found["items"] if version["fingerprint"] == fingerprint]
        return max(numbers, default=None)

    def _find(self, path: str) -> dict[str, Json] | None:
        answer = self._ask("GET", path)
        body: dict[str, Json] = _json(self.url, answer)
        if answer.is_error and body.get("code") not in NOT_THERE:
            raise RegistryUnreachable(_unusable(self.url, answer))
        return None if answer.is_error else body

    def _ask(self, method: str, path: str, **options: Json) -> httpx2.Response:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            answer = httpx2.request(
                method, self.url.rstrip("/") + path, headers=headers, timeout=TIMEOUT_SECONDS, **options
            )
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise RegistryUnreachable(
                f"the registry at {self.url} does not answer ({error}): start it with `bindery serve`, "
                "or name another with --url or BINDERY_URL"
            ) from error
        if answer.status_code in REFUSED_LOGIN:
            raise RemoteRefusal(f"the registry at {self.url} refuses: {_detail(answer)}; set BINDERY_TOKEN")
        return answer


def _path_of(key: ContractKey) -> str:
    name = key.name.replace("~", "~0").replace("/", "~1")
    return f"/api/v1/contracts/{key.kind.value}/{quote(name, safe=':~')}"


def _json(url: str, answer: httpx2.Response) -> Json:
    try:
        body = answer.json()
    except ValueError as error:
        raise RegistryUnreachable(_unusable(url, answer)) from error
    if not isinstance(body, dict):
        raise RegistryUnreachable(_unusable(url, answer))
    return body


def _detail(answer: httpx2.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"HTTP {answer.status_code}"


def _unusable(url: str, answer: httpx2.Response) -> str:
    return f"{url} answered {answer.status_code} ({_detail(answer)}): is it a Bindery registry of this version?"
