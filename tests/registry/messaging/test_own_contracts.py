"""What Bindery publishes is held to its own design document while it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.keywords import Json
from registry import messaging
from registry.messaging import NotAsDeclared, check_event
from tests.bindery_design import own_lock

LOCK = Path(messaging.__file__).with_name("contracts.lock.json")
EVENT: dict[str, Json] = {
    "eventType": "deployment.recorded",
    "eventId": "6f1c0d8e-54a3-4e7b-9a65-5b8a3f0f1f11",
    "timestamp": "2026-11-22T10:00:00Z",
    "source": "bindery",
    "sequence": 7,
    "subject": "billing in production",
    "data": {"service": "billing", "version": "1.2", "environment": "production", "instance": "", "active": True},
}


def test_the_lock_file_is_that_of_the_design_document() -> None:
    """What the publisher is held to is what readers are promised; `tests/bindery_design.py` says how to write it."""
    assert LOCK.read_bytes() == own_lock()


def test_a_declared_event_may_be_published() -> None:
    """An event with all that the document declares passes."""
    check_event("deployment.recorded", EVENT)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"sequence": "7"}, "/sequence"),
        ({"timestamp": "yesterday"}, "/timestamp"),
        ({"data": {**EVENT["data"], "active": "yes"}}, "/data/active"),
        ({"data": {**EVENT["data"], "secret": 1}}, "/data"),
    ],
)
def test_an_event_that_is_not_as_declared_is_told_with_its_place(change: dict[str, Json], place: str) -> None:
    """A member of another type, or one that nobody declared, keeps an event from being published."""
    with pytest.raises(NotAsDeclared) as raised:
        check_event("deployment.recorded", EVENT | change)
    assert raised.value.reasons.startswith(f"{place}: ")


def test_an_event_that_nobody_declared_is_refused() -> None:
    """A name that the design document does not know is no event of Bindery."""
    with pytest.raises(NotAsDeclared, match="declares no such event"):
        check_event("order.created", EVENT)
