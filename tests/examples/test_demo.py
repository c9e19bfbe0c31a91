"""The tour of `make demo`, run once as it is run there, and read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ["", "clients/python/src"]
NOWHERE = "amqp://guest:guest@127.0.0.1:9/"


@pytest.fixture(scope="module")
def shown() -> str:
    """What the tour prints where there is no broker."""
    path = os.pathsep.join(str(ROOT / part) for part in PARTS)
    environment = {**os.environ, "PYTHONPATH": path, "BINDERY_RABBITMQ_URL": NOWHERE, "BINDERY_REQUIRE_SERVICES": ""}
    command = [sys.executable, "-m", "examples.shop.demo", "--once"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize(
    "step",
    [
        "1 incompatible, 22 unchanged; refused",
        "Nothing was registered.",
        "order.created  compatible  version 2",
        "over queues in memory, because no RabbitMQ answers at 127.0.0.1:9:",
        "order 1: paid\norder 2: cancelled\n",
        "InvalidMessage: order.created (version 2, as writer; from lock file ",
        'invalid-message\n/data/totalCents: the value is not of type "integer"',
        "test_billing_contracts.py: written",
        "22 passed, ",
        "::test_consumes_order_created[null:data.giftNote] - AttributeError: 'NoneType' object has no",
        "1 failed, 21 passed, ",
        "order.created  compatible  version 3",
        "✗ order.created  consumer against orders 1.0, version 3 with version 2: ",
        "orders 1.0 may send, and billing 2.0 rejects: ",
        "orders 1.1 runs in production in place of 1.0",
    ],
)
def test_the_tour_shows(shown: str, step: str) -> None:
    """What each part promises is there to be seen."""
    assert step in shown


def test_the_tour_is_short(shown: str) -> None:
    """It is read in one go."""
    assert len(shown.splitlines()) < 140
