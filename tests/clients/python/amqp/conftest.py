"""A real broker, empty or wired for one consumer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rabbitmq import Wiring, running_rabbitmq, wired

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def wiring() -> Iterator[Wiring]:
    """An orders exchange with a queue of billing, and a dead-letter exchange with its queue."""
    with running_rabbitmq() as found:
        yield wired(found)
