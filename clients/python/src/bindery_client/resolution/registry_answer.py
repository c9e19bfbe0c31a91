"""What a registry answers when it is asked for the lock document of a service, verified before anyone believes it."""

from __future__ import annotations

import time
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from bindery_client.resolution.canonical import fingerprint_of

if TYPE_CHECKING:
    from http.client import HTTPResponse

MAX_BODY_BYTES = 64 * 1024 * 1024
_PIECE_BYTES = 64 * 1024
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
        name = self.service.replace("~", "~0").replace("/", "~1")  # as the registry reads it: `%2F` leads nowhere
        return f"{without_credentials(self.url)}/api/v1/services/{quote(name, safe='~')}/lock"

    @property
    def headers(self) -> dict[str, str]:
        """The headers that are sent."""
        headers = {"Accept": "application/json"}
        parts = urlsplit(self.url)
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        elif parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        if self.known:
            headers["If-None-Match"] = f'"{self.known}"'
        return headers


def without_credentials(url: str) -> str:
    """The URL as it may be shown and sent: without a user's name and password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "(no URL)"
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def ask_registry(request: Request) -> bytes | None:
    """The verified body of the lock document, None if it is still the known one.

    Raises:
        BadAnswer: the registry does not answer in time, or not with a lock document that its `ETag` confirms.
    """
    from http.client import HTTPException  # noqa: PLC0415 - a service with a lock file never needs it
    from urllib.error import HTTPError, URLError  # noqa: PLC0415 - as above

    deadline = time.monotonic() + request.timeout_seconds
    late = BadAnswer(f"it did not answer within {request.timeout_seconds:g} s")
    try:
        with _answer(request) as response:
            _check_media_type(response)
            return _verified(_body(response, deadline, request.timeout_seconds), response.headers.get("ETag"))
    except HTTPError as error:
        error.close()
        if error.code == _NOT_MODIFIED and request.known:
            return None
        raise BadAnswer(f"it answered {error.code} {error.reason}".strip()) from error
    except URLError as error:
        raise (late if isinstance(error.reason, TimeoutError) else BadAnswer(str(error.reason))) from error
    except TimeoutError as error:
        raise late from error
    except (HTTPException, OSError, ValueError) as error:
        raise BadAnswer(str(error) or type(error).__name__) from error


def _answer(request: Request) -> HTTPResponse:
    """The answer, redirects left alone: they would carry the token to wherever they lead."""
    from urllib import request as urllib_request  # noqa: PLC0415 - as above

    class NoRedirects(urllib_request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            """Nothing: the redirect is the answer."""

    if urlsplit(request.url).scheme not in {"http", "https"}:
        raise BadAnswer("its address begins with neither http:// nor https://")
    asked = urllib_request.Request(request.address, headers=request.headers)  # noqa: S310 - the scheme is looked at
    response: HTTPResponse = urllib_request.build_opener(NoRedirects).open(asked, timeout=request.timeout_seconds)
    return response


def _check_media_type(response: HTTPResponse) -> None:
    if response.status != _OK:
        raise BadAnswer(f"it answered {response.status} {response.reason}".strip())
    media_type = response.headers.get("Content-Type", "none").partition(";")[0].strip()
    if media_type != "application/json":
        raise BadAnswer(f"it answered with content type {media_type}, not application/json")


def _body(response: HTTPResponse, deadline: float, timeout_seconds: float) -> bytes:
    """The whole body; the time limit of the socket starts again with every piece, so the sum is watched here."""
    body = bytearray()
    while piece := response.read1(_PIECE_BYTES):
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
