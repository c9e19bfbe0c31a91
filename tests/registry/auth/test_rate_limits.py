"""Counting requests: in this process, in Redis, and without the Redis that should be there."""

from __future__ import annotations

import asyncio
import os
from uuid import uuid4

import pytest
import redis

from registry.auth.rate_limits import RateLimiter
from registry.errors import TooManyRequests

REDIS = "redis://127.0.0.1:6379/0"


async def refused(limiter: RateLimiter, caller: str, times: int) -> int:
    """How many of some requests of a caller are refused."""
    count = 0
    for _ in range(times):
        try:
            await limiter.count(caller)
        except TooManyRequests:
            count += 1
    return count


@pytest.fixture
def caller() -> str:
    """A caller that nobody has counted yet; skips where there is no Redis on this machine."""
    try:
        redis.Redis.from_url(REDIS).ping()
    except redis.ConnectionError as error:
        if os.environ.get("BINDERY_REQUIRE_SERVICES"):
            raise
        pytest.skip(f"no Redis on 127.0.0.1:6379: {error}")
    return f"key:{uuid4()}"


def test_each_caller_has_a_limit_of_its_own() -> None:
    """What one sends does not count for the other; what is too much is refused, with the time to wait."""

    async def ask() -> None:
        limiter = RateLimiter("3/hour")
        assert await refused(limiter, "a", 5) == 2
        assert await refused(limiter, "b", 3) == 0
        with pytest.raises(TooManyRequests, match="3 per 1 hour") as error:
            await limiter.count("a")
        assert 1 <= error.value.retry_after_seconds <= 3600

    asyncio.run(ask())


def test_no_limit_counts_nothing() -> None:
    """Limits can be off."""
    assert asyncio.run(refused(RateLimiter(None), "a", 100)) == 0


@pytest.mark.redis
def test_replicas_count_together_in_redis(caller: str) -> None:
    """Two processes with one Redis have one limit."""

    async def ask() -> list[int]:
        replicas = [RateLimiter("3/hour", storage_url=REDIS) for _ in range(2)]
        found = [await refused(replica, caller, 2) for replica in replicas]
        for replica in replicas:
            await replica.close()
        return found

    assert asyncio.run(ask()) == [0, 1]


def test_without_redis_each_replica_counts_alone(caplog: pytest.LogCaptureFixture) -> None:
    """A Redis that is down takes neither the registry nor the limit with it, and is told once per pause."""
    now = [0.0]

    async def ask() -> list[int]:
        limiter = RateLimiter("3/hour", storage_url="redis://:secret@127.0.0.1:9/0", clock=lambda: now[0])
        found = [await refused(limiter, "a", 5)]
        now[0] = 6.0
        found.append(await refused(limiter, "a", 1))
        await limiter.close()
        return found

    assert asyncio.run(ask()) == [2, 1]
    assert len(caplog.records) == 2
    assert "secret" not in caplog.text
