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
    from contracts.model import Definition, Part

_ERRORS = ("4", "5")


def presence_change(part: Part, old: Definition, new: Definition) -> Change:
    """The change that a part exists in one of the two definitions only."""
    is_gone = new.part(part.name) is None
    other = new if is_gone else old
    stem = _response_stem(part, other) if part.status else _request_stem(old if is_gone else new, other)
    words = part.name.removeprefix("response ") if part.status else part.media_type
    if stem == "error-response" and not is_gone:
        stem = "response"
    rule = f"{stem}-removed" if is_gone else f"{stem}-added"
    return change(rule, Place(), sides="old", old=words) if is_gone else change(rule, Place(), sides="new", new=words)


def _request_stem(owner: Definition, other: Definition) -> str:
    if any(found.is_request_body for found in other.parts):
        return "request-media-type"
    return "request-body" if owner.terms.is_body_required else "optional-request-body"


def _response_stem(part: Part, other: Definition) -> str:
    if part.status.startswith(_ERRORS) or (part.status == "default" and other.statuses):
        return "error-response"
    return "response-media-type" if part.status in other.statuses else "response"


def fact_verdict(cause: Change, direction: Direction, message: Json) -> Verdict:
    """What a change means in one direction by its rule; `message` is the exchange that goes wrong, in short."""
    rule = RULE_OF_ID[cause.rule]
    # BACKWARD is the old counterpart with the new owner: for these rules the old side is the one that suffers.
    effect = rule.old_writes if direction is Direction.BACKWARD else rule.new_writes
    if effect is not Effect.BREAKING:
        return Verdict(outcome=Outcome.COMPATIBLE)
    rejection = Rejection(instance_pointer="", schema_pointer="", keyword=cause.rule, message=cause.sentence)
    return Verdict(outcome=Outcome.INCOMPATIBLE, witness=Witness(message=message, rejection=rejection))


def exchange_of(part: Part, cause: Change) -> Json:
    """The exchange that only one version knows: `{"request": null}`, or the status and media type of a body."""
    if part.status:
        return {"response": {"status": part.status, "mediaType": part.media_type}}
    is_of_type = cause.rule.startswith("request-media-type")
    return {"request": {"mediaType": part.media_type} if is_of_type else None}
