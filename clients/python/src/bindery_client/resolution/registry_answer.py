"""What a registry answers when it is asked for the lock document of a service, verified before anyone believes it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from bindery_client.resolution.canonical import fingerprint_of

if TYPE_CHECKING:
    import httpx2

MAX_BODY_BYTES = 64 * 1024 * 1024
_OK, _NOT_MODIFIED = 200, 304


class BadAnswer(Exception):
    """Why what the registry said cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked: `url` is the registry's, without a slash at its end; `known` the fingerprint that is cached."""

    url: str
    service: str
    token: str | None
    known: str | None
    timeout_seconds: float

    @property
    def address(self) -> str:
        """The address of the lock document."""
        return f"{self.url}/api/v1/services/{quote(self.service, safe='')}/lock"

    @property
    def headers(self) -> dict[str, str]:
        """The headers that are sent."""
        headers = {"Accept": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.known:
            headers["If-None-Match"] = f'"{self.known}"'
        return headers


def ask_registry(request: Request) -> bytes | None:
    """The verified body of the lock document, None if it is still the known one.

    Raises:
        BadAnswer: the registry does not answer in time, or not with a lock document that its `ETag` confirms.
    """
    import httpx2  # noqa: PLC0415 - costs 80 ms, and a service with a lock file never needs it

    deadline = time.monotonic() + request.timeout_seconds
    try:
        with (
            httpx2.Client(timeout=request.timeout_seconds) as client,
            client.stream("GET", request.address, headers=request.headers) as response,
        ):
            if response.status_code == _NOT_MODIFIED and request.known:
                return None
            _check_head(response)
            body = _body(response, deadline, request.timeout_seconds)
    except httpx2.TimeoutException as error:
        raise BadAnswer(f"it did not answer within {request.timeout_seconds:g} s") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeEncodeError) as error:  # the last: a token of other letters
        raise BadAnswer(str(error) or type(error).__name__) from error
    return _verified(body, response.headers.get("ETag"))


def _check_head(response: httpx2.Response) -> None:
    if response.status_code != _OK:
        raise BadAnswer(f"it answered {response.status_code} {response.reason_phrase}".strip())
    media_type = response.headers.get("Content-Type", "none").partition(";")[0].strip()
    if media_type != "application/json":
        raise BadAnswer(f"it answered with content type {media_type}, not application/json")


def _body(response: httpx2.Response, deadline: float, timeout_seconds: float) -> bytes:
    """The whole body; the client's own time limit starts again with every piece, so the sum is watched here."""
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > MAX_BODY_BYTES:
            raise BadAnswer(f"its answer is larger than {MAX_BODY_BYTES} bytes")
        if time.monotonic() > deadline:
            raise BadAnswer(f"its answer did not end within {timeout_seconds:g} s")
    return bytes(body)


def _verified(body: bytes, entity_tag: str | None) -> bytes:
    """The body, if it is what the registry says it sent. A proxy that compresses makes the tag a weak one."""
    if entity_tag is None:
        raise BadAnswer("its answer carries no ETag, so it cannot be verified")
    claimed = entity_tag.removeprefix("W/").strip('"')
    if fingerprint_of(body) != claimed:
        raise BadAnswer(f"its answer is truncated or tampered with: the body does not have the fingerprint {claimed}")
    return body
