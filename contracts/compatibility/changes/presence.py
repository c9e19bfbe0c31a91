"""Parts of an operation that only one version has: judged by rules, there is nothing to prove.

Callers treat a status that they do not know as the first of its class (RFC 9110, section 15), so a new answer breaks
nobody; a success that is gone breaks those who wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.changes.place import Place, change
from contracts.compatibility.rules.catalogue import RULE_OF_ID, Effect
from contracts.compatibility.verdict import Outcome, Verdict, Witness
from contracts.model import Direction
from contracts.validation import Rejection

if TYPE_CHECKING:
    from contracts.compatibility.verdict import Change
    from contracts.keywords import Json
    from contracts.model import Part


def presence_change(old: Part | None, new: Part | None) -> Change:
    """The change that a part exists in one version only; exactly one of the two is None."""
    present = old or new
    name = present.name if present is not None else ""
    side, words = ("old", {"old": name}) if new is None else ("new", {"new": name})
    if name.startswith("response "):
        is_error = name.startswith(("response 4", "response 5"))
        removed = "error-response-removed" if is_error else "response-removed"
        rule = removed if new is None else "response-added"
        words = {key: value.removeprefix("response ") for key, value in words.items()}
    else:
        rule = "request-body-removed" if new is None else "request-body-added"
    return change(rule, Place(), sides=side, **words)


def presence_verdict(cause: Change, direction: Direction, part: str) -> Verdict:
    """What this change means in one direction. The witness is the exchange that goes wrong, in short."""
    rule = RULE_OF_ID[cause.rule]
    # BACKWARD is the old counterpart with the new owner: for these rules the old side is the one that suffers.
    effect = rule.old_writes if direction is Direction.BACKWARD else rule.new_writes
    if effect is not Effect.BREAKING:
        return Verdict(outcome=Outcome.COMPATIBLE)
    rejection = Rejection(instance_pointer="", schema_pointer="", keyword=cause.rule, message=cause.sentence)
    return Verdict(outcome=Outcome.INCOMPATIBLE, witness=Witness(message=_exchange(part), rejection=rejection))


def _exchange(part: str) -> Json:
    """The exchange that only one version knows: `{"request": null}`, or the status and media type of a response."""
    if part == "request":
        return {"request": None}
    _, status, media_type = part.split(" ", 2)
    return {"response": {"status": status, "mediaType": media_type}}
