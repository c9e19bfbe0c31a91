"""Why a contract test cannot run, or what it found."""

from __future__ import annotations

from bindery_client import BinderyClientError


class CannotTest(BinderyClientError):
    """Something that the contract test needs is missing; the text says what, and the command that makes it."""


class BrokenContract(AssertionError):
    """What a service did that its contract does not allow; the text names contract, case and place."""
