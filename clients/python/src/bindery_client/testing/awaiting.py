"""Handlers that are coroutine functions, in tests that are plain functions."""

from __future__ import annotations

import asyncio
from inspect import isawaitable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable


def finish(result: object) -> object:
    """The result of a handler, awaited where it is a coroutine: what nobody awaits does nothing, and fails no test."""
    return asyncio.run(_awaited(result)) if isawaitable(result) else result


async def _awaited(result: Awaitable[object]) -> object:
    return await result
