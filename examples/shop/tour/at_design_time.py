"""First part: design documents are registered, a breaking edit is refused, a harmless one is not."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from examples.shop.tour.terminal import TourError, say

if TYPE_CHECKING:
    from examples.shop.tour.terminal import Terminal

DOCUMENTS = Path(__file__).parents[1] / "docs"
ORDERS = "docs/orders.design.md"
TOTAL = '    "totalCents": 12990,\n'


def register_and_break(terminal: Terminal) -> None:
    """Register, break, be refused, repair, and register again."""
    shutil.copytree(DOCUMENTS, terminal.folder / "docs")
    say("Four services describe their events and internal APIs in design documents. Register them:")
    terminal.bindery("register", "docs")
    say("The orders team removes `totalCents` from order.created, and runs the check of its pull request:")
    terminal.edit(ORDERS, TOTAL, "")
    refusal = terminal.bindery("check", "docs", "--against", "registry", expected=1)
    if "witness" not in refusal:
        raise TourError("the refusal shows no witness")
    say("Registering it all the same is refused for the same reasons:")
    terminal.bindery("register", "docs", expected=1, quiet=True)
    shutil.copy(DOCUMENTS.parent / ORDERS, terminal.folder / "docs")
    say("They put it back, and add an optional field instead:")
    terminal.edit(ORDERS, TOTAL, TOTAL + '    "loyaltyPoints?": 120,\n')
    terminal.bindery("register", "docs")
