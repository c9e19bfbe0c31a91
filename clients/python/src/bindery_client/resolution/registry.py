"""Where contracts come from when there is no lock file: the registry, and what it served last."""

from __future__ import annotations

import logging
import os
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict

from bindery_client.errors import ContractsUnavailable, InvalidLockFile
from bindery_client.resolution.canonical import fingerprint_of
from bindery_client.resolution.disk_cache import Damaged, DiskCache, cache_at
from bindery_client.resolution.lock_file import LockFile, read_lock
from bindery_client.resolution.registry_answer import BadAnswer, Request, ask_registry, without_credentials

_LOG = logging.getLogger("bindery_client")


class RegistryAddress(TypedDict):
    """Which registry is asked, for which service, and with which key."""

    url: str
    service: str
    token: str | None


def registry_address(*, url: str | None, service: str | None, token: str | None, tried: str) -> RegistryAddress:
    """What was given, else what the variables `BINDERY_URL`, `BINDERY_SERVICE` and `BINDERY_TOKEN` say.

    `BINDERY_TOKEN_FILE` names a file that holds the token, as orchestrators hand secrets out.

    Raises:
        ContractsUnavailable: the file of the token cannot be read; or registry or service are named
            nowhere. `tried` is what was looked at before.
    """
    url = url or os.environ.get("BINDERY_URL")
    service = service or os.environ.get("BINDERY_SERVICE")
    if not url:
        wanted = "registry: none is named (`registry=` or BINDERY_URL)"
        raise ContractsUnavailable(service or "(not named)", (tried, wanted))
    if not service:
        raise ContractsUnavailable("(not named)", (tried, "service: none is named (`service=` or BINDERY_SERVICE)"))
    return {
        "url": url,
        "service": service,
        "token": token or os.environ.get("BINDERY_TOKEN") or _token_of_file(service, tried),
    }


def _token_of_file(service: str, tried: str) -> str | None:
    """The contents of the file that `BINDERY_TOKEN_FILE` names, None if it names none."""
    file = os.environ.get("BINDERY_TOKEN_FILE")
    if not file:
        return None
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ContractsUnavailable(service, (tried, f"token: BINDERY_TOKEN_FILE cannot be read: {error}")) from error


def served_lock(
    url: str,
    *,
    service: str,
    token: str | None,
    cache_directory: str | os.PathLike[str] | None,
    timeout_seconds: float,
) -> LockFile:
    """The latest lock document, or the cached one where the registry does not answer well.

    Raises:
        ContractsUnavailable: there is neither.
    """
    url = url.rstrip("/")
    registry = f"registry {without_credentials(url)}"
    cache = cache_at(cache_directory, url=url, service=service)
    cached = _Cached.of(cache, service)
    request = Request(url=url, service=service, token=token, known=cached.fingerprint, timeout_seconds=timeout_seconds)
    try:
        body = ask_registry(request)
        if body is None and cached.lock is not None:
            return replace(cached.lock, origin=f"{registry} (unchanged, from {cached.place})")
        lock = _lock_for(service, body or b"", registry)
    except (BadAnswer, InvalidLockFile) as error:
        return _fallen_back(cached, f"{registry}: {error}", service)
    _keep(cache, body or b"")
    return lock


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cached:
    """What the disk cache has: a lock, or in `place` why not."""

    place: str
    lock: LockFile | None = None
    fingerprint: str | None = None

    @classmethod
    def of(cls, cache: DiskCache | None, service: str) -> _Cached:
        """What a cache entry has for the service."""
        if cache is None:
            return cls(place="disk cache: there is no directory for it")
        try:
            body = cache.read()
            if body is None:
                return cls(place=f"disk cache {cache.directory}: nothing was kept yet")
            place = f"disk cache {cache.body_path(fingerprint_of(body))}"
            return cls(place=place, lock=_lock_for(service, body, place), fingerprint=fingerprint_of(body))
        except (Damaged, InvalidLockFile) as error:
            return cls(place=f"disk cache: {error}")


def _lock_for(service: str, body: bytes, origin: str) -> LockFile:
    lock = read_lock(body, origin=origin)
    if _normalised(lock.service) != _normalised(service):
        raise InvalidLockFile(f"{origin} holds the contracts of {lock.service!r}, not of {service!r}")
    return lock


def _normalised(service: str) -> str:
    """The name as the registry writes it: `Order_Service` is `order-service`."""
    return re.sub(r"[\s_]+", "-", unicodedata.normalize("NFKC", service).strip().casefold())


def _fallen_back(cached: _Cached, failure: str, service: str) -> LockFile:
    if cached.lock is None:
        raise ContractsUnavailable(service, (failure, cached.place))
    _LOG.warning("%s; starting from the %s", failure, cached.place)
    return replace(cached.lock, origin=f"{cached.place} ({failure})")


def _keep(cache: DiskCache | None, body: bytes) -> None:
    """Nothing; a cache that cannot be written costs the next start its safety net, and this one nothing."""
    if cache is None:
        return
    try:
        cache.keep(body)
    except OSError as error:
        _LOG.warning("what the registry served cannot be kept in %s: %s", cache.directory, error)
