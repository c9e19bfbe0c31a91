"""What happens to a message that breaks its contract, and who hears of it."""

from __future__ import annotations

import logging

import pytest

from bindery_client import CheckEvent, InvalidMessage, Policy, Side, UnknownContract
from contracts.keywords import Json
from contracts.model import Role
from tests.client_locks import event_entry, locked, order

PRODUCER, CONSUMER = event_entry(Role.PRODUCER), event_entry(Role.CONSUMER)
BROKEN: Json = {"eventType": "order.created"}


def test_enforce_is_the_default() -> None:
    """Without a policy a broken message is refused."""
    contract = locked(CONSUMER).event("order.created")
    assert contract.policy() is Policy.ENFORCE
    with pytest.raises(InvalidMessage):
        contract.validate(BROKEN)


def test_warn_lets_pass_and_logs(caplog: pytest.LogCaptureFixture) -> None:
    """The log says what an error would have said."""
    contract = locked(CONSUMER, policies={"order.created": Policy.WARN}).event("order.created")
    with caplog.at_level(logging.WARNING, logger="bindery_client"):
        assert contract.decode(b"{}") == {}
    assert "let through by policy: order.created (version 3, as reader" in caplog.text


def test_warn_says_nothing_of_valid_messages(caplog: pytest.LogCaptureFixture) -> None:
    """Only what breaks the contract is logged."""
    locked(CONSUMER, policies={"*": Policy.WARN}).event("order.created").validate(order())
    assert caplog.text == ""


def test_a_body_that_is_no_json_is_refused_under_any_policy() -> None:
    """There is no message that could be let through."""
    contract = locked(CONSUMER, policies={"*": Policy.OFF}).event("order.created")
    with pytest.raises(InvalidMessage):
        contract.decode(b"{")


def test_off_does_not_look() -> None:
    """Neither an error nor a report."""
    heard: list[CheckEvent] = []
    contract = locked(CONSUMER, policies={"*": Policy.OFF}, on_check=heard.append).event("order.created")
    contract.validate(BROKEN)
    assert heard == []


def test_check_tells_the_truth_under_any_policy() -> None:
    """A question has an answer, whatever is done about it."""
    assert not locked(CONSUMER, policies={"*": Policy.OFF}).event("order.created").check(BROKEN)


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        ({("order.created", Side.READER): Policy.OFF, "order.created": Policy.WARN}, Policy.OFF),
        ({"order.created": Policy.WARN, "*": Policy.OFF}, Policy.WARN),
        ({("*", Side.READER): Policy.WARN, "*": Policy.OFF}, Policy.WARN),
        ({("order.created", Side.WRITER): Policy.OFF}, Policy.ENFORCE),
        ({"*": "warn"}, Policy.WARN),
    ],
)
def test_the_closest_policy_wins(policies: Json, expected: Policy) -> None:
    """Name and side come before the name, that before everything else."""
    contract = locked(PRODUCER, CONSUMER, policies=policies).event("order.created")
    assert contract.policy(Side.READER) is expected


def test_a_policy_for_nothing_is_an_error() -> None:
    """A name that is misspelt would leave a contract without its policy."""
    with pytest.raises(UnknownContract, match=r"a policy names 'order\.craeted', which is no contract of a lock"):
        locked(CONSUMER, policies={"order.craeted": Policy.OFF})


@pytest.mark.parametrize("policies", [{"*": "maybe"}, {("*", "middle"): "off"}])
def test_a_policy_that_is_none_is_an_error(policies: Json) -> None:
    """Words that are no policy or no side are refused at start."""
    with pytest.raises(ValueError, match="is not a valid"):
        locked(CONSUMER, policies=policies)


@pytest.mark.parametrize("key", [5, None, ("order.created",)])
def test_a_key_that_is_none_is_an_error(key: Json) -> None:
    """A key is a name, or a pair of name and side."""
    with pytest.raises(ValueError, match="is no key of a policy"):
        locked(CONSUMER, policies={key: Policy.OFF})


def test_the_hook_hears_of_each_check() -> None:
    """Valid and invalid messages, with the violations."""
    heard: list[CheckEvent] = []
    contract = locked(PRODUCER, CONSUMER, on_check=heard.append).event("order.created")
    contract.validate(order())
    contract.encode(order())
    contract.check(BROKEN)
    with pytest.raises(InvalidMessage):
        contract.decode(b"{")
    told = [(event.contract, event.side, event.valid, len(event.violations)) for event in heard]
    reader, writer = ("order.created", Side.READER), ("order.created", Side.WRITER)
    assert told == [(*reader, True, 0), (*writer, True, 0), (*reader, False, 1), (*reader, False, 1)]


def test_a_broken_hook_never_breaks_a_message(caplog: pytest.LogCaptureFixture) -> None:
    """Its error is logged, and the message goes on."""

    def broken(event: CheckEvent) -> None:
        raise RuntimeError(event.contract)

    locked(CONSUMER, on_check=broken).event("order.created").validate(order())
    assert "the on_check hook failed for order.created" in caplog.text
