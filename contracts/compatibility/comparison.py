"""What two versions of one contract mean to each other: every part, in both directions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from contracts.compatibility.changes.explanation import explaining_changes
from contracts.compatibility.changes.presence import exchange_of, fact_verdict, presence_change
from contracts.compatibility.changes.schemas import list_changes
from contracts.compatibility.check import COMPATIBLE, check_schemas, undecided
from contracts.compatibility.finite import content_key
from contracts.compatibility.limits import extent_of
from contracts.compatibility.operations.exchanges import with_exchange
from contracts.compatibility.operations.pairing import PARAMETERS, part_pairs, read, sent
from contracts.compatibility.operations.renaming import header_changes, parameter_changes
from contracts.compatibility.operations.terms import move_facts, term_facts, with_facts
from contracts.compatibility.places import heaviest_place
from contracts.compatibility.verdict import Check, Comparison, Outcome, Reason, Verdict
from contracts.errors import CouldNotCheck, InvalidSchema, UnsupportedSchema
from contracts.keywords import without_annotations
from contracts.model import Direction, Role
from contracts.validation import check_schema

if TYPE_CHECKING:
    from contracts.compatibility.operations.pairing import Pair
    from contracts.compatibility.verdict import Change
    from contracts.keywords import Schema
    from contracts.model import ContractKey, Definition, Part, Policy


class Prove(Protocol):
    """What answers one question: `check_schemas`, or something that runs it in a process that can be killed.

    Raises:
        CouldNotCheck: the proof was stopped from outside.
    """

    def __call__(self, *, writer: Schema, reader: Schema, content_model: str, formats: str) -> Verdict:
        """The verdict on one writer and one reader."""


def check_contracts(  # noqa: PLR0913  # what is compared and how; number and key only name it
    old: Definition,
    new: Definition,
    policy: Policy,
    *,
    old_number: int | None = None,
    prove: Prove = check_schemas,
    key: ContractKey | None = None,
) -> Comparison:
    """The comparison of two definitions of one contract under a policy; `old_number` is noted in every check.

    A part that cannot be judged (an unknown dialect, a reference to the outside, a stopped proof) is answered with
    `could not check`, which always blocks in the directions of the mode. `key` names the operation whose method and
    path stand in witnesses.
    """
    judged = [_checked(pair, (old, new), policy, prove) for pair in part_pairs(old, new)]
    changes = tuple(change for _, changes in judged for change in changes)
    facts = term_facts(old, new)
    checks = with_facts([check for checks, _ in judged for check in checks], (*move_facts(changes), *facts))
    completed = (with_exchange(check, old, new, key) for check in checks)
    return Comparison(
        checks=tuple(_numbered(check, policy, new, old_number) for check in completed),
        changes=(*changes, *(fact.change for fact in facts)),
    )


def _numbered(check: Check, policy: Policy, new: Definition, old_number: int | None) -> Check:
    """The check with what the policy says about it."""
    outcome = check.verdict.outcome
    is_refused = outcome in {Outcome.INCOMPATIBLE, Outcome.COULD_NOT_CHECK} or (
        outcome is Outcome.UNDECIDED and not policy.allow_undecided
    )
    is_asked = policy.mode_for(new.kind).blocks(check.direction)
    return replace(check, is_blocking=is_refused and is_asked, is_asked=is_asked, old_number=old_number)


def _checked(
    pair: Pair, definitions: tuple[Definition, Definition], policy: Policy, prove: Prove
) -> tuple[list[Check], tuple[Change, ...]]:
    old, new = pair.old, pair.new
    if old is None or new is None:
        return _checked_presence(pair, definitions)
    known = _known_verdict(old, new)
    if known is not None:
        return [_check(direction, pair.name, known) for direction in Direction], ()
    return _named(pair.name, *_proved(old, new, policy, prove))


def _named(name: str, checks: list[Check], changes: tuple[Change, ...]) -> tuple[list[Check], tuple[Change, ...]]:
    """The checks under the name of their pair: a status may have met a range."""
    return [replace(check, part=name) for check in checks], changes


def _known_verdict(old: Part, new: Part) -> Verdict | None:
    """The answer about two sides that are not worth a proof: no JSON, too large, or equal."""
    try:
        excess = [(part.schema, extent_of(part.schema).excess) for part in (old, new)]
    except InvalidSchema as error:
        return _could_not_check(error)
    for schema, sentence in excess:
        if sentence:
            return undecided(heaviest_place(schema), f"{sentence}; split it into several contracts")
    is_equal = content_key(without_annotations(old.schema)) == content_key(without_annotations(new.schema))
    return COMPATIBLE if is_equal else None


def _proved(old: Part, new: Part, policy: Policy, prove: Prove) -> tuple[list[Check], tuple[Change, ...]]:
    verdicts = {direction: _verdict(direction, old, new, policy, prove) for direction in Direction}
    if Outcome.COULD_NOT_CHECK in {verdict.outcome for verdict in verdicts.values()} and not _are_schemas(old, new):
        return [_check(direction, new.name, verdict) for direction, verdict in verdicts.items()], ()
    changes = list_changes(old.schema, new.schema)
    changes = parameter_changes(changes) if new.name == PARAMETERS else changes
    checks = [
        _explained(_check(direction, new.name, verdict), changes, old, new) for direction, verdict in verdicts.items()
    ]
    if not new.name.startswith("response-headers "):
        return checks, changes
    return [replace(check, changes=header_changes(check.changes)) for check in checks], header_changes(changes)


def _verdict(direction: Direction, old: Part, new: Part, policy: Policy, prove: Prove) -> Verdict:
    """The answer of one proof; what it could not judge is an answer too."""
    writer, reader = (old, new) if _reader_is_new(direction, old) else (new, old)
    try:
        return prove(
            writer=sent(writer), reader=read(reader), content_model=policy.content_model, formats=policy.formats
        )
    except CouldNotCheck as error:
        reason = Reason(pointer="", keyword="proof", sentence=error.reason)
        return Verdict(outcome=Outcome.COULD_NOT_CHECK, reason=reason)
    except (InvalidSchema, UnsupportedSchema) as error:
        return _could_not_check(error)


def _could_not_check(error: InvalidSchema | UnsupportedSchema) -> Verdict:
    reason = Reason(pointer=error.pointer, keyword="schema", sentence=str(error))
    return Verdict(outcome=Outcome.COULD_NOT_CHECK, reason=reason)


def _are_schemas(old: Part, new: Part) -> bool:
    """Whether both sides can be walked: a list of changes between values that are no schemas says nothing."""
    try:
        for part in (old, new):
            check_schema(part.schema)
    except (InvalidSchema, UnsupportedSchema):
        return False
    return True


def _reader_is_new(direction: Direction, part: Part) -> bool:
    """Who reads: in BACKWARD the new version's reader, but the old callers read what the new provider answers."""
    is_backward = direction is Direction.BACKWARD
    return is_backward if part.writer in {Role.PRODUCER, Role.CALLER} else not is_backward


def _explained(check: Check, changes: tuple[Change, ...], old: Part, new: Part) -> Check:
    reader_is_new = _reader_is_new(check.direction, old)
    reader = read(new if reader_is_new else old)
    return replace(
        check, changes=explaining_changes(changes, check.verdict, reader=reader, reader_is_new=reader_is_new)
    )


def _checked_presence(pair: Pair, definitions: tuple[Definition, Definition]) -> tuple[list[Check], tuple[Change, ...]]:
    part = next(part for part in (pair.old, pair.new) if part is not None)
    change = presence_change(part, *definitions)
    verdicts = {direction: fact_verdict(change, direction, exchange_of(part, change)) for direction in Direction}
    checks = [_check(direction, pair.name, verdict) for direction, verdict in verdicts.items()]
    return [
        check if check.verdict.outcome is Outcome.COMPATIBLE else replace(check, changes=(change,)) for check in checks
    ], (change,)


def _check(direction: Direction, part: str, verdict: Verdict) -> Check:
    return Check(direction=direction, part=part, verdict=verdict, is_blocking=False)
