"""What happens to a message that breaks its contract, per contract and side."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from bindery_client.errors import UnknownContract
from bindery_client.violations import Side

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Policy(StrEnum):
    """`enforce` raises, `warn` logs and lets the message pass, `off` does not look at it."""

    ENFORCE = "enforce"
    WARN = "warn"
    OFF = "off"


EVERY_CONTRACT = "*"
PolicyKey: TypeAlias = "str | tuple[str, Side]"
Policies: TypeAlias = "Mapping[Any, Policy]"  # Any: a PolicyKey; keys of a Mapping are invariant, so names alone fail


def policy_for(policies: Policies | None, name: str, side: Side) -> Policy:
    """The policy of a contract and side: that of (name, side), of name, of ("*", side), of "*", else `enforce`."""
    given: Policies = policies or {}
    keys: tuple[PolicyKey, ...] = ((name, side), name, (EVERY_CONTRACT, side), EVERY_CONTRACT)
    return next((Policy(given[key]) for key in keys if key in given), Policy.ENFORCE)


def check_policies(policies: Policies | None, names: Collection[str], *, origin: str) -> None:
    """Nothing, if each policy is one and speaks of a contract that exists: a typing error must not go unseen.

    Raises:
        UnknownContract: a policy names a contract that is not there.
        ValueError: a value is no policy, or a side is none.
    """
    for key, policy in (policies or {}).items():
        if not isinstance(key, str | tuple) or (isinstance(key, tuple) and len(key) != 2):  # noqa: PLR2004 - a pair
            raise ValueError(f"{key!r} is no key of a policy: write a name, or a pair of name and side")
        name = key if isinstance(key, str) else key[0]
        Policy(policy)
        if isinstance(key, tuple):
            Side(key[1])
        if name != EVERY_CONTRACT and name not in names:
            raise UnknownContract(f"a policy names {name!r}, which is no contract of {origin}")
