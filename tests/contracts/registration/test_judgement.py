"""Which policy judges, and in whose words the versions before are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility import check_schemas
from contracts.model import (
    ContractKey,
    ContractVersion,
    Definition,
    DocumentId,
    Formats,
    Kind,
    Mode,
    Part,
    Policy,
    Role,
)
from contracts.registration.judgement import Judgement, judge, judging_policy
from contracts.registration.plan import PlanOutcome, RegisteredContract

if TYPE_CHECKING:
    from contracts.keywords import Schema

DAY = {"type": "object", "properties": {"day": {"type": "string", "format": "date"}}, "required": ["day"]}


def _definition(schema: Schema) -> Definition:
    return Definition(kind=Kind.EVENT, parts=(Part(name="message", schema=schema, writer=Role.PRODUCER),))


def _judged(new: Schema, *, previous: Formats, declared: Formats, mode: Mode = Mode.FULL) -> Judgement:
    """What becomes of an event that said DAY and says `new`."""
    before, after = Policy(mode=mode, formats=previous), Policy(mode=mode, formats=declared)
    version = ContractVersion(number=1, fingerprint="sha256:1", definition=_definition(DAY))
    registered = RegisteredContract(
        key=ContractKey(kind=Kind.EVENT, name="day.opened"),
        owner=DocumentId(source="shop", path="docs/days.md"),
        policy=before,
        versions=(version,),
    )
    return judge(_definition(new), registered, judging_policy(before, after, Kind.EVENT), check_schemas)


WITH_NOTE = {**DAY, "properties": {**DAY["properties"], "note": {"type": "string"}}}  # type: ignore[dict-item]  # JSON


def test_formats_that_begin_to_be_asserted_refuse_what_was_sent_before() -> None:
    """While formats described only, a day could be any text; readers who check it now break on messages in flight."""
    judgement = _judged(WITH_NOTE, previous=Formats.ANNOTATE, declared=Formats.ASSERT)
    assert judgement.outcome is PlanOutcome.INCOMPATIBLE
    assert [change.rule for check in judgement.checks for change in check.changes][:1] == ["format-added"]


def test_readers_who_never_checked_formats_read_what_is_checked_now() -> None:
    """Deployed consumers are not broken by a producer that promises more."""
    judgement = _judged(WITH_NOTE, previous=Formats.ANNOTATE, declared=Formats.ASSERT, mode=Mode.FORWARD)
    assert judgement.outcome is PlanOutcome.COMPATIBLE


def test_formats_that_stay_asserted_or_described_break_nobody() -> None:
    """The same words under the same policy mean the same."""
    for formats in Formats:
        assert _judged(WITH_NOTE, previous=formats, declared=formats).outcome is PlanOutcome.COMPATIBLE


def test_formats_that_are_no_longer_asserted_are_judged_as_before() -> None:
    """A revision cannot excuse the removal of a format by declaring formats to describe only."""
    judgement = _judged(
        {**DAY, "properties": {"day": {"type": "string"}}}, previous=Formats.ASSERT, declared=Formats.ANNOTATE
    )
    assert judgement.outcome is PlanOutcome.INCOMPATIBLE
