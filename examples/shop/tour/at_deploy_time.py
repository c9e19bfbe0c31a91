"""Fourth part: a build that reads more than what runs in production sends is not let there, until that is deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examples.shop.tour.at_design_time import ORDERS
from examples.shop.tour.terminal import TourError, say

if TYPE_CHECKING:
    from examples.shop.tour.terminal import Terminal

OPTIONAL = '"loyaltyPoints?": 120'
LOCK = "billing-2.0.lock.json"
MISSING = "notifications:POST:/internal/notifications"
REQUIRED = '"loyaltyPoints": 120'


def ask_and_deploy(terminal: Terminal) -> None:
    """Record what runs in production, change a contract, and ask whether its reader may go there."""
    say("Orders 1.0 runs in production:")
    _record(terminal, "orders", "1.0")
    say("Orders makes its new field obligatory, which breaks no reader:")
    terminal.edit(ORDERS, OPTIONAL, REQUIRED)
    terminal.bindery("register", "docs")
    say("Billing 2.0 is built against that. May it go to production, though notifications is still missing there?")
    terminal.bindery("pull", "--service", "billing", "--lock", LOCK, quiet=True)
    if "orders 1.0 may send, and billing 2.0 rejects: " not in _ask(terminal, expected=1):
        raise TourError("the refusal shows no message")
    say("Orders 1.1 sends the field. Once it runs there, billing may follow:")
    _record(terminal, "orders", "1.1")
    _ask(terminal, quiet=True)


def _record(terminal: Terminal, service: str, version: str) -> None:
    lock = f"{service}-{version}.lock.json"
    terminal.bindery("pull", "--service", service, "--lock", lock, quiet=True)
    named = ("--service", service, "--version", version, "--environment", "production")
    terminal.bindery("record-deployment", *named, "--lock", lock)


def _ask(terminal: Terminal, *, expected: int = 0, quiet: bool = False) -> str:
    named = ("--service", "billing", "--version", "2.0", "--environment", "production", "--lock", LOCK)
    return terminal.bindery("can-i-deploy", *named, "--ignore", MISSING, expected=expected, quiet=quiet)
