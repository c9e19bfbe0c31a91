"""The keys of the identity provider: obtained when they are needed, again when they are old or one is unknown."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2

from registry.auth.key_sets import read_key_set
from registry.errors import CredentialsInvalid, IdentityProviderSilent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from contracts.keywords import Json

_LOG = logging.getLogger(__name__)
_MAX_BYTES = 1024 * 1024
_MAX_AGE_SECONDS = 3600.0


class SigningKeys:
    """The keys at an HTTPS address or in a file.

    They are asked for at most once per interval, whatever key ids tokens make up; a key that was withdrawn is trusted
    for an hour at most, but for as long as the provider is silent.
    """

    def __init__(
        self,
        place: str,
        *,
        interval_seconds: float,
        timeout_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._place = place
        self._interval_seconds = interval_seconds
        self._timeout_seconds = timeout_seconds
        self._clock = clock
        self._lock = asyncio.Lock()
        self._keys: Mapping[str, Mapping[str, Json]] | None = None
        self._obtained_at = -math.inf
        self._asked_at = -math.inf

    async def find(self, key_id: str) -> Mapping[str, Json]:
        """The key with this id.

        Raises:
            CredentialsInvalid: the provider has none.
            IdentityProviderSilent: it never showed its keys.
        """
        if not self._has(key_id):
            async with self._lock:
                if not self._has(key_id) and self._clock() - self._asked_at >= self._interval_seconds:
                    await self._refresh()
        if self._keys is None:
            raise IdentityProviderSilent
        if key_id not in self._keys:
            raise CredentialsInvalid("the token is signed with a key that its issuer does not show")
        return self._keys[key_id]

    def _has(self, key_id: str) -> bool:
        is_fresh = self._clock() - self._obtained_at < _MAX_AGE_SECONDS
        return is_fresh and self._keys is not None and key_id in self._keys

    async def _refresh(self) -> None:
        self._asked_at = self._clock()
        try:
            async with asyncio.timeout(self._timeout_seconds):
                self._keys = read_key_set(await self._text())
        except (httpx2.HTTPError, OSError, ValueError) as error:  # a timeout is an OSError
            _LOG.warning("no keys of the identity provider at %s: %r", self._place, error)
        else:
            self._obtained_at = self._clock()

    async def _text(self) -> bytes:
        if not self._place.startswith(("http://", "https://")):
            return await asyncio.to_thread(Path(self._place).read_bytes)
        async with (
            httpx2.AsyncClient(timeout=self._timeout_seconds) as client,
            client.stream("GET", self._place) as answer,
        ):
            answer.raise_for_status()
            found = b""
            async for piece in answer.aiter_bytes():
                found += piece
                if len(found) > _MAX_BYTES:
                    raise ValueError("the answer is too long for a key set")
        return found
