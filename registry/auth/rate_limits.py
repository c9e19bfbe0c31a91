"""How many requests each caller may send: counted in this process, or in Redis for several replicas together."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from typing import TYPE_CHECKING

import limits
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

from registry.errors import TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Callable

    from limits import RateLimitItem

_LOG = logging.getLogger(__name__)
_REDIS_TIMEOUT_SECONDS = 0.25
_REDIS_PAUSE_SECONDS = 5.0


class RateLimiter:
    """Counts requests in fixed windows.

    Without an answer from Redis, this process counts alone, and asks again after a pause: a limit that several replicas
    no longer share is better than a registry that is down because its counter is.
    """

    def __init__(
        self, limit: str | None, *, storage_url: str = "memory://", clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take a limit as `limits` writes it, `"100/second"`; None is no limit. Nothing is connected yet."""
        self._limit: RateLimitItem | None = limits.parse(limit) if limit else None
        self._clock = clock
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._connections = None if storage_url == "memory://" else ConnectionPool.from_url(storage_url)
        self._shared = None
        if self._connections is not None:
            self._shared = FixedWindowRateLimiter(_redis(storage_url, self._connections))
        self._paused_until = -math.inf

    async def count(self, caller: str) -> None:
        """Count one request of a caller.

        Raises:
            TooManyRequests: it is one too many.
        """
        if self._limit is None:
            return
        if self._shared is not None and self._clock() >= self._paused_until:
            try:
                async with asyncio.timeout(_REDIS_TIMEOUT_SECONDS):
                    await self._count(self._shared, self._limit, caller)
            except (RedisError, OSError) as error:
                _LOG.warning("the rate limit is counted by this process alone: no answer from Redis (%s)", error)
                self._paused_until = self._clock() + _REDIS_PAUSE_SECONDS
            else:
                return
        await self._count(self._own, self._limit, caller)

    async def _count(self, limiter: FixedWindowRateLimiter, limit: RateLimitItem, caller: str) -> None:
        if await limiter.hit(limit, caller):
            return
        window = await limiter.get_window_stats(limit, caller)
        raise TooManyRequests(str(limit), retry_after_seconds=max(1, math.ceil(window.reset_time - time.time())))

    async def close(self) -> None:
        """Close the connections to Redis."""
        if self._connections is not None:
            await self._connections.aclose()


def _redis(url: str, connections: ConnectionPool) -> RedisStorage:
    return RedisStorage(
        url,
        implementation="redispy",
        key_prefix="bindery",
        connection_pool=connections,  # type: ignore[arg-type]  # documented, but not in the signature
    )
