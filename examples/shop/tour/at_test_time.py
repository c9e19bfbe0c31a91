"""Third part: billing's handler meets every shape that its contract allows, and a mistake is found."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from examples.shop.tour.terminal import TourError, say

if TYPE_CHECKING:
    from examples.shop.tour.terminal import Terminal

BILLING = Path(__file__).parents[1] / "services" / "billing"
TESTS = Path("tests") / "contract"
IMPLEMENTED = "order_created or payment_captured or payment_failed"
ORDER = '        order = message["data"]\n'
MISTAKE = ORDER + '        note = order.get("giftNote", "").strip()\n'


def generate_and_test(terminal: Terminal) -> None:
    """Generate the tests of billing, connect them, and plant a mistake."""
    shutil.copy(BILLING / "service.py", terminal.folder / "billing")
    say("The contract tests of billing are generated from its lock file:")
    lock, output = "billing/contracts.lock.json", f"billing/{TESTS.as_posix()}"
    terminal.bindery("generate", "tests", "--service", "billing", "--lock", lock, "--output", output)
    shutil.copy(BILLING / TESTS / "conftest.py", terminal.folder / "billing" / TESTS)
    say("With three fixtures filled in, its handler meets every shape of an order that the contract allows:")
    terminal.pytest("billing", IMPLEMENTED)
    say("A developer of billing reads the optional gift note, and forgets that it may be null:")
    terminal.edit("billing/service.py", ORDER, MISTAKE)
    if "[null:data.giftNote]" not in terminal.pytest("billing", IMPLEMENTED, expected=1):
        raise TourError("the mistake was not found")
