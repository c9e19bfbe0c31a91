"""Bindery's own contracts: what it publishes is held to what its design document declares, as anybody's is."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from contracts.validation import Validator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.keywords import Json

_LOCK_FILE = "contracts.lock.json"


class NotAsDeclared(Exception):
    """An event that is not what `docs/design/bindery.design.md` declares: a mistake of Bindery, of nobody else."""

    def __init__(self, name: str, reasons: str) -> None:
        super().__init__(
            f"an event {name} is not what Bindery's design document declares ({reasons}): it is not published, and "
            "later events wait behind it. This is a fault of Bindery: report it, and update"
        )
        self.name = name
        self.reasons = reasons


def check_event(name: str, message: Json) -> None:
    """Return if the message is one that Bindery may publish as an event of this name.

    Raises:
        NotAsDeclared: it is not, or the design document declares no such event.
    """
    validator = _validators().get(name)
    if validator is None:
        raise NotAsDeclared(name, "it declares no such event")
    if not validator.accepts(message):
        reasons = "; ".join(f"{found.instance_pointer}: {found.message}" for found in validator.rejections(message))
        raise NotAsDeclared(name, reasons)


@cache
def _validators() -> Mapping[str, Validator]:
    """What a writer of each event may send, by name."""
    lock = json.loads(files(__package__).joinpath(_LOCK_FILE).read_bytes())
    return {entry["name"]: Validator(entry["writer_schema"]) for entry in lock["contracts"]}
