"""A registry that is asked over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.keywords import Json

TIMEOUT_SECONDS = 60
PLAN_STATUSES = frozenset({200, 409, 422})
REFUSED_LOGIN = frozenset({401, 403})


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
