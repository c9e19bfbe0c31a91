"""What becomes of a contract whose schema stays while its policy changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.model import ContentModel, Formats, Mode, Policy
from contracts.registration import (
    PlannedContract,
    PlanOutcome,
    Request,
    plan_registration,
    registered_after,
    registered_baseline,
)
from tests.builders import document, event

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

DAY = {"type": "object", "properties": {"day": {"type": "string", "format": "date"}}, "required": ["day"]}


def plan_policies(*policies: Policy, schema: Schema, **request: Json) -> PlannedContract:
    """What happens to an event whose schema stays while its policy goes from one to another."""
    before, after = (document(event(schema=schema, policy=policy)) for policy in policies)
    (planned,) = plan_registration([after], registered_baseline([before]), Request(**request)).contracts
    return planned


def test_a_schema_whose_formats_begin_to_count_is_judged_though_it_stays() -> None:
    """A day could be any text until now: readers who check it break on messages in flight."""
    described, checked = (Policy(mode=Mode.FULL, formats=formats) for formats in (Formats.ANNOTATE, Formats.ASSERT))
    planned = plan_policies(described, checked, schema=DAY)
    assert (planned.outcome, planned.is_blocking, planned.number) == (PlanOutcome.INCOMPATIBLE, True, 1)
    assert [check.changes[0].rule for check in planned.checks if check.is_blocking] == ["format-added"]
    assert planned.new_version is None
    accepted = plan_policies(described, checked, schema=DAY, accept_breaking={"order.created": "no such messages"})
    assert not accepted.is_blocking


def test_formats_that_begin_to_count_break_no_reader_who_never_checked_them() -> None:
    """Under FORWARD nothing is refused, and the version is the one that it was."""
    described, checked = (Policy(mode=Mode.FORWARD, formats=formats) for formats in (Formats.ANNOTATE, Formats.ASSERT))
    planned = plan_policies(described, checked, schema=DAY)
    assert (planned.outcome, planned.is_blocking, planned.number) == (PlanOutcome.UNCHANGED, False, 1)
    assert planned.note == "policy: formats annotate -> assert"


def test_fields_that_may_come_undeclared_are_judged_though_the_schema_stays() -> None:
    """What version 1 declared as a number and version 2 dropped may be anything once the writer is open."""
    documents = [
        document(event(schema=schema, policy=Policy(content_model=model)))
        for schema, model in (
            ({"type": "object", "properties": {"n": {"type": "integer"}, "a": {}}}, ContentModel.CLOSED_WRITER),
            ({"type": "object", "properties": {"a": {}}}, ContentModel.CLOSED_WRITER),
            ({"type": "object", "properties": {"a": {}}}, ContentModel.OPEN),
        )
    ]
    baseline = registered_baseline([documents[0]])
    second = plan_registration([documents[1]], baseline)
    assert second.refusal is None
    (third,) = plan_registration([documents[2]], registered_after(second, baseline)).contracts
    assert (third.outcome, third.is_blocking, third.number) == (PlanOutcome.INCOMPATIBLE, True, 2)
