"""What registering documents would do, contract by contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.errors import CouldNotCheck
from contracts.keywords import Json, Schema
from contracts.model import Mode, Policy, Severity, Status
from contracts.registration import (
    Plan,
    PlannedContract,
    PlanOutcome,
    Registered,
    Request,
    plan_registration,
    registered_after,
    registered_baseline,
)
from tests.builders import document, event, problem, schema_of

if TYPE_CHECKING:
    from contracts.compatibility.verdict import Verdict
    from contracts.model import DesignDocument

ONE = schema_of("orderId", "total")
ADDED = schema_of("orderId", "total", note="string")
REMOVED = schema_of("orderId")


def registered(*documents: DesignDocument) -> Registered:
    """A registry that holds what these documents declare."""
    return registered_baseline(documents)


def only(plan: Plan) -> PlannedContract:
    """The one contract of a plan."""
    (planned,) = plan.contracts
    return planned


def plan_revision(before: Schema | None, after: Schema | None, **request: Json) -> PlannedContract:
    """What happens to an event whose schema goes from one to another."""
    baseline = registered(document(event(schema=before)))
    return only(plan_registration([document(event(schema=after))], baseline, Request(**request)))


def test_a_contract_that_nobody_registered_is_new() -> None:
    """The first version of a contract has number 1 and needs no comparison."""
    planned = only(plan_registration([document(event(schema=ONE))], Registered()))
    assert (planned.outcome, planned.number, planned.checks) == (PlanOutcome.NEW, 1, ())


def test_the_same_content_is_unchanged() -> None:
    """Registering the same content again keeps its number and adds no version."""
    planned = plan_revision(ONE, {**dict(ONE), "description": "words do not count"})  # type: ignore[arg-type]  # a dict
    assert (planned.outcome, planned.number, planned.new_version) == (PlanOutcome.UNCHANGED, 1, None)


def test_a_harmless_edit_is_the_next_version() -> None:
    """An added optional field is compatible and becomes version 2."""
    planned = plan_revision(ONE, ADDED)
    assert (planned.outcome, planned.number, planned.is_blocking) == (PlanOutcome.COMPATIBLE, 2, False)


def test_a_breaking_edit_is_refused() -> None:
    """A removed required field breaks consumers: the plan refuses, with a witness."""
    baseline = registered(document(event(schema=ONE)))
    plan = plan_registration([document(event(schema=REMOVED))], baseline)
    blocking = [check for check in only(plan).checks if check.is_blocking]
    assert plan.refusal == "incompatible"
    assert all(check.verdict.witness and check.changes for check in blocking)


def test_an_accepted_break_does_not_block() -> None:
    """A break that is accepted by name keeps its verdict and its reason, and lets the request pass."""
    planned = plan_revision(ONE, REMOVED, accept_breaking={"order.created": "agreed with billing"})
    assert planned.outcome is PlanOutcome.INCOMPATIBLE
    assert (planned.is_blocking, planned.accepted_reason) == (False, "agreed with billing")


def test_accepting_a_break_of_an_unknown_contract_is_an_error() -> None:
    """A misspelt name is reported instead of silently accepting nothing."""
    plan = plan_registration(
        [document(event(schema=ONE))], Registered(), Request(accept_breaking={"order.cretaed": ""})
    )
    assert [found.code for found in plan.problems] == ["unknown-contract"]


def registered_in_turn(*schemas: Schema, **request: Json) -> Registered:
    """A registry in which an event had these schemas in turn; breaks are accepted where the request says so."""
    held = Registered()
    for schema in schemas:
        plan = plan_registration([document(event(schema=schema))], held, Request(**request))
        assert plan.refusal is None
        held = registered_after(plan, held)
    return held


def test_an_earlier_version_keeps_its_number() -> None:
    """Taking a document back gives the earlier version's number, not a third one; then it is unchanged."""
    held = registered_in_turn(ONE, ADDED)
    plan = plan_registration([document(event(schema=ONE))], held)
    assert (only(plan).outcome, only(plan).number, only(plan).new_version) == (PlanOutcome.COMPATIBLE, 1, None)
    again = only(plan_registration([document(event(schema=ONE))], registered_after(plan, held)))
    assert (again.outcome, again.number) == (PlanOutcome.UNCHANGED, 1)


def test_taking_back_a_field_that_consumers_may_require_is_refused() -> None:
    """Once a required field was registered, an earlier version without it breaks who relies on it."""
    held = registered_in_turn(REMOVED, ONE)
    assert plan_registration([document(event(schema=REMOVED))], held).refusal == "incompatible"


def test_an_accepted_break_does_not_refuse_every_later_revision() -> None:
    """What was broken on purpose is broken: later revisions are compared with the versions since then."""
    held = registered_in_turn(ONE, REMOVED, accept_breaking={"order.created": "agreed"})
    planned = only(plan_registration([document(event(schema=schema_of("orderId", note="string")))], held))
    assert (planned.outcome, {check.old_number for check in planned.checks}) == (PlanOutcome.COMPATIBLE, {2})


def test_all_versions_are_judged_by_default() -> None:
    """A field that was removed and comes back with another type breaks readers of the first version."""
    optional = {"type": "object", "properties": {"id": {"type": "string"}, "note": {"type": "string"}}}
    without = {"type": "object", "properties": {"id": {"type": "string"}}}
    retyped = {"type": "object", "properties": {"id": {"type": "string"}, "note": {"type": "integer"}}}
    first = registered(document(event(schema=optional)))
    second = registered_after(plan_registration([document(event(schema=without))], first), first)
    planned = only(plan_registration([document(event(schema=retyped))], second))
    assert {check.old_number for check in planned.checks if check.is_blocking} == {1}


def test_only_the_latest_version_is_judged_without_transitivity() -> None:
    """FORWARD compares with the latest version only."""
    forward = Policy(mode=Mode.FORWARD)
    baseline = registered(document(event(schema=ONE, policy=forward)))
    second = registered_after(plan_registration([document(event(schema=ADDED, policy=forward))], baseline), baseline)
    third = schema_of("orderId", "total", note="string", memo="string")
    planned = only(plan_registration([document(event(schema=third, policy=forward))], second))
    assert {check.old_number for check in planned.checks} == {2}


def test_a_revision_cannot_loosen_the_policy_that_judges_it() -> None:
    """Mode NONE in the same revision as the break does not let the break pass."""
    baseline = registered(document(event(schema=ONE)))
    edited = event(schema=REMOVED, policy=Policy(mode=Mode.NONE))
    assert plan_registration([document(edited)], baseline).refusal == "incompatible"


def test_a_policy_that_was_loosened_before_judges_the_next_revision() -> None:
    """Once NONE is registered, a break is shown and does not block."""
    free = Policy(mode=Mode.NONE)
    baseline = registered(document(event(schema=ONE, policy=free)))
    planned = only(plan_registration([document(event(schema=REMOVED, policy=free))], baseline))
    assert not planned.is_blocking
    assert any(check.verdict.witness for check in planned.checks)


def test_a_declared_mode_judges_the_revision_that_declares_it() -> None:
    """Going from BACKWARD to the default, which blocks the other direction, does not excuse a break of consumers."""
    backward = Policy(mode=Mode.BACKWARD)
    baseline = registered(document(event(schema=ONE, policy=backward)))
    plan = plan_registration([document(event(schema=REMOVED))], baseline)
    assert (only(plan).policy.mode, plan.refusal) == (None, "incompatible")


def test_a_contract_without_schema_has_no_version() -> None:
    """A contract that is only named exists with zero versions."""
    planned = only(plan_registration([document(event(schema=None))], Registered()))
    assert (planned.outcome, planned.number, planned.note) == (PlanOutcome.NEW, None, "no schema")


def test_the_first_schema_of_a_named_contract_is_version_1() -> None:
    """A contract without schema gets version 1 from whoever gives it a schema."""
    baseline = registered(document(event(schema=None), path="docs/billing.md"))
    planned = only(plan_registration([document(event(schema=ONE))], baseline))
    assert (planned.outcome, planned.number, planned.owner.path) == (PlanOutcome.COMPATIBLE, 1, "docs/orders.md")


def test_a_schema_that_is_gone_is_an_error() -> None:
    """A shape that is no longer recognised never passes as unchanged."""
    baseline = registered(document(event(schema=ONE)))
    plan = plan_registration([document(event(schema=None))], baseline)
    assert [found.code for found in plan.problems] == ["schema-dropped"]
    assert plan.refusal == "document-problems"


def test_another_document_that_describes_it_differently_is_an_error() -> None:
    """Two documents of one request that disagree are reported with both places."""
    documents = [document(event(schema=ONE)), document(event(schema=ADDED, path="docs/b.md", line=7), path="docs/b.md")]
    (found,) = plan_registration(documents, Registered()).problems
    assert found.code == "contract-disagreement"
    assert (found.path, found.line) == ("docs/orders.md", 10) or "docs/orders.md:10" in found.message


def test_another_document_may_repeat_a_registered_version() -> None:
    """A verbatim copy elsewhere is no disagreement; a different schema is one, and names the registered version."""
    baseline = registered(document(event(schema=ONE)))
    copy = document(event(schema=ONE), path="docs/billing.md")
    other = document(event(schema=ADDED), path="docs/billing.md")
    assert plan_registration([copy], baseline).refusal is None
    (found,) = plan_registration([other], baseline).problems
    assert "version 1" in found.message


def test_a_mentioned_contract_changes_its_parties() -> None:
    """A document that names itself as consumer adds a party to a contract that it does not own."""
    baseline = registered(document(event(schema=ONE)))
    mention = document(event(schema=None, producers=[], consumers=["shipping"]), path="docs/shipping.md")
    planned = only(plan_registration([mention], baseline))
    assert planned.outcome is PlanOutcome.PARTIES_CHANGED
    assert "shipping" in {party.service for party in planned.parties}


def test_a_document_replaces_the_parties_that_it_declared() -> None:
    """A consumer that the owner no longer lists is gone, one that another document declares stays."""
    elsewhere = document(event(schema=None, producers=[], consumers=["shipping"]), path="docs/shipping.md")
    baseline = registered(document(event(schema=ONE)), elsewhere)
    planned = only(plan_registration([document(event(schema=ONE, consumers=[]))], baseline))
    assert [party.service for party in planned.parties] == ["orders", "shipping"]


def test_a_removed_contract_with_a_consumer_is_refused() -> None:
    """A contract that its document drops blocks while somebody depends on it."""
    baseline = registered(document(event(schema=ONE)))
    plan = plan_registration([document()], baseline)
    assert (only(plan).outcome, plan.refusal) == (PlanOutcome.CONTRACT_REMOVED, "incompatible")
    assert "billing" in only(plan).note


@pytest.mark.parametrize(
    "dropped",
    [event(schema=ONE, consumers=[]), event(schema=ONE, status=Status.DEPRECATED)],
    ids=["unused", "deprecated"],
)
def test_a_removed_contract_that_nobody_misses_passes(dropped: Json) -> None:
    """Without dependents, or deprecated before, a contract may go; it is archived and never planned again."""
    baseline = registered(document(dropped))
    plan = plan_registration([document()], baseline)
    assert (plan.refusal, only(plan).status) == (None, Status.ARCHIVED)
    assert plan_registration([document()], registered_after(plan, baseline)).contracts == ()


def test_a_contract_moves_with_its_schema_to_another_document() -> None:
    """Renaming a document moves the ownership of its contracts."""
    baseline = registered(document(event(schema=ONE)))
    moved = document(event(schema=ONE), path="docs/sales.md")
    planned = only(plan_registration([document(), moved], baseline))
    assert (planned.owner.path, planned.number) == ("docs/sales.md", 1)


def test_a_contract_moves_although_its_document_still_names_it() -> None:
    """The schema goes to another document of the request, a table row without a shape stays behind."""
    baseline = registered(document(event(schema=ONE)))
    moved = document(event(schema=ADDED), path="docs/sales.md")
    plan = plan_registration([document(event(schema=None)), moved], baseline)
    assert (plan.problems, only(plan).owner.path, only(plan).number) == ((), "docs/sales.md", 2)


def test_an_error_in_a_document_refuses_the_request() -> None:
    """Warnings pass, errors refuse."""
    warned = document(event(schema=ONE), problems=[problem(Severity.WARNING)])
    broken = document(event(schema=ONE), problems=[problem()])
    assert plan_registration([warned], Registered()).refusal is None
    assert plan_registration([broken], Registered()).refusal == "document-problems"


def test_a_contract_missing_from_an_unreadable_baseline_could_not_be_checked() -> None:
    """What stood in a broken document is not known, so a contract of it is not called new."""
    baseline = registered(document(problems=[problem()]))
    planned = only(plan_registration([document(event(schema=ONE))], baseline))
    assert (planned.outcome, planned.is_blocking) == (PlanOutcome.COULD_NOT_CHECK, True)


def test_a_proof_that_was_stopped_is_never_compatible() -> None:
    """A prover that gives up leads to `could not check`, which blocks."""

    def prove(**_question: Json) -> Verdict:
        raise CouldNotCheck("stopped after 3 s")

    planned = plan_revision(ONE, ADDED, prove=prove)
    assert (planned.outcome, planned.is_blocking) == (PlanOutcome.COULD_NOT_CHECK, True)


def test_an_undecided_answer_that_the_policy_allows_is_not_called_compatible() -> None:
    """It does not block, and the plan says what it is."""
    dates: Schema = {"type": "string", "format": "date"}
    digits: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}  # validators differ on some such dates
    lenient = Policy(allow_undecided=True)
    baseline = registered(document(event(schema=digits, policy=lenient)))
    planned = only(plan_registration([document(event(schema=dates, policy=lenient))], baseline))
    assert (planned.outcome, planned.is_blocking, planned.number) == (PlanOutcome.UNDECIDED, False, 2)


def test_an_asserted_version_must_be_the_one_it_becomes() -> None:
    """`version=2` on the first version is an error that says the right number."""
    plan = plan_registration([document(event(schema=ONE, asserted_version=2))], Registered())
    (found,) = plan.problems
    assert (found.code, "version 1" in found.message) == ("version-mismatch", True)


def test_a_plan_is_empty_after_it_was_carried_out() -> None:
    """Planning the same documents again changes nothing."""
    documents = [document(event(schema=ONE), event("order.paid", schema=ADDED))]
    after = registered_after(plan_registration(documents, Registered()), Registered())
    again = plan_registration(documents, after)
    assert {planned.outcome for planned in again.contracts} == {PlanOutcome.UNCHANGED}


def test_an_archived_contract_comes_back_with_its_versions() -> None:
    """A contract that was removed and is declared again goes on where it stopped."""
    baseline = registered(document(event(schema=ONE, consumers=[])))
    gone = registered_after(plan_registration([document()], baseline), baseline)
    planned = only(plan_registration([document(event(schema=ADDED))], gone))
    assert (planned.number, planned.status) == (2, Status.ACTIVE)


@pytest.mark.parametrize(("schema", "refusal"), [(ADDED, None), (REMOVED, "incompatible")])
def test_an_archived_contract_comes_back_in_any_document(schema: Schema, refusal: str | None) -> None:
    """Its owner gave it up: another document may go on, judged by the versions there are."""
    baseline = registered(document(event(schema=ONE, consumers=[])))
    gone = registered_after(plan_registration([document()], baseline), baseline)
    plan = plan_registration([document(event(schema=schema), path="docs/sales.md")], gone)
    assert (plan.refusal, only(plan).owner.path, only(plan).status) == (refusal, "docs/sales.md", Status.ACTIVE)


def test_the_owner_is_the_document_that_names_the_producer() -> None:
    """Of two documents with the same schema, the one that names who writes it owns the contract."""
    copy = document(event(schema=ONE, producers=[], path="docs/billing.md"), path="docs/billing.md")
    planned = only(plan_registration([copy, document(event(schema=ONE))], Registered()))
    assert planned.owner.path == "docs/orders.md"


def test_the_server_wide_policy_is_the_default() -> None:
    """A document that declares no policy is judged by the server's."""
    strict = Policy(mode=Mode.FULL_TRANSITIVE)
    planned = only(plan_registration([document(event(schema=ONE))], Registered(), Request(policy=strict)))
    assert planned.policy == strict


def test_plans_do_not_depend_on_the_order_of_documents() -> None:
    """The same documents in another order give the same contracts."""
    documents = [document(event(schema=ONE)), document(event("order.paid", schema=ONE), path="docs/billing.md")]
    forwards, backwards = (plan_registration(each, Registered()) for each in (documents, documents[::-1]))
    assert forwards.contracts == backwards.contracts


def test_a_contract_moves_from_a_reader_s_document_to_its_writer_s() -> None:
    """A document that names no producer loses the contract to one that does, which is judged like any revision."""
    reader = document(event(schema=ONE, producers=()), path="docs/billing.md")
    writer = document(event(schema=ADDED), path="docs/orders.md")
    planned = only(plan_registration([writer], registered(reader)))
    assert (planned.owner.path, planned.number, planned.outcome) == ("docs/orders.md", 2, PlanOutcome.COMPATIBLE)


def test_a_contract_stays_with_a_document_that_names_its_writer() -> None:
    """Another document that names the producer too, and describes it differently, is still an error."""
    first = document(event(schema=ONE), path="docs/billing.md")
    second = document(event(schema=ADDED), path="docs/orders.md")
    plan = plan_registration([second], registered(first))
    assert [item.code for item in plan.problems] == ["contract-disagreement"]


def test_a_planned_contract_that_services_wait_for_is_not_dropped() -> None:
    """Only what was deprecated before may go: a plan that others rely on is no exception."""
    baseline = registered(document(event(schema=ONE, status=Status.PLANNED)))
    assert only(plan_registration([document()], baseline)).is_blocking


def test_a_policy_that_changes_is_noted() -> None:
    """Whoever reads the plan sees that the next revision will be judged otherwise."""
    baseline = registered(document(event(schema=ONE)))
    after = document(event(schema=ONE, policy=Policy(mode=Mode.NONE)))
    planned = only(plan_registration([after], baseline))
    assert (planned.outcome, planned.note) == (PlanOutcome.UNCHANGED, "policy: mode FORWARD_TRANSITIVE -> NONE")
