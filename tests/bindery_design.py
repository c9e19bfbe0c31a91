"""Bindery's own design document, read by Bindery.

`python -m tests.bindery_design > registry/messaging/contracts.lock.json` writes what the publisher is held to.
"""

from __future__ import annotations

import sys
from pathlib import Path

from contracts.documents import read_design_document
from contracts.keywords import Json
from contracts.lock_file import LockedContract, file_bytes, lock_entry, lock_file
from contracts.model import DesignDocument, Kind, Policy, Role
from contracts.validation import Validator

PAGE = Path(__file__).parents[1] / "docs" / "design" / "bindery.design.md"


def design() -> DesignDocument:
    """What the document holds."""
    return read_design_document(PAGE.read_text(encoding="utf-8"), path="docs/design/bindery.design.md")


def event_validator(name: str) -> Validator:
    """The validator of an event that the document declares."""
    (contract,) = (one for one in design().contracts if one.kind is Kind.EVENT and one.name == name)
    assert contract.definition is not None
    return Validator(contract.definition.parts[0].schema)


def wrong_events(messages: list[Json]) -> list[Json]:
    """Those messages that are not what the document says, with the reasons."""
    return [
        (message, rejections)
        for message in messages
        if (rejections := event_validator(message["eventType"]).rejections(message))
    ]


def own_lock() -> bytes:
    """The lock file of the publisher: the events that the document declares."""
    entries = [
        lock_entry(LockedContract(key=one.key, role=Role.PRODUCER, definition=one.definition, policy=Policy()))
        for one in design().contracts
        if one.kind is Kind.EVENT and one.definition is not None
    ]
    return file_bytes(lock_file("bindery", entries))


if __name__ == "__main__":
    sys.stdout.buffer.write(own_lock())
