"""The rules of can-i-deploy, one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from contracts.canonical import fingerprint
from contracts.compatibility import Outcome
from contracts.deployment import Answer, Deployment, Requirements, Verification, can_i_deploy
from contracts.errors import CouldNotCheck
from contracts.lock_file import LockedContract
from contracts.model import ContentModel, ContractKey, Definition, Formats, Kind, Policy, Role

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

RESERVE = "inventory:POST:/internal/reservations"
ORDER: dict[str, Json] = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "total": {"type": "integer"}, "note": {"type": "string"}},
    "required": ["id"],
}
NEEDS_TOTAL: dict[str, Json] = {**ORDER, "required": ["id", "total"]}


def event(role: Role, schema: Schema = ORDER, name: str = "order.created", **policy: Json) -> LockedContract:
    """An event as a lock file holds it."""
    return LockedContract(
        key=ContractKey(kind=Kind.EVENT, name=name),
        role=role,
        definition=Definition.of_event(schema),
        policy=Policy(**policy),
        version=1,
    )


def operation(role: Role, *, request: Schema | None = None, response: Schema | None = None) -> LockedContract:
    """An operation of inventory as a lock file holds it."""
    responses = {"201": {"application/json": response}} if response is not None else {}
    return LockedContract(
        key=ContractKey(kind=Kind.OPERATION, name=RESERVE),
        role=role,
        definition=Definition.of_operation(request=request, responses=responses),
        policy=Policy(),
        version=1,
    )


def deployed(service: str, *contracts: LockedContract, version: str = "1.0", instance: str = "") -> Deployment:
    """A version of a service."""
    return Deployment(service=service, version=version, instance=instance, contracts=contracts)


def reported(build: Deployment, schema: Schema | None, *, has_passed: bool) -> Deployment:
    """The build with a report of its tests, made with this schema of its contract; None: with one that is not known."""
    (own,) = build.contracts
    mark = None if schema is None else fingerprint(Definition.of_event(schema))
    return replace(build, verified={(own.key, own.role): Verification(fingerprint=mark, has_passed=has_passed)})


def test_a_consumer_that_needs_more_than_the_producer_sends_may_not_go() -> None:
    """The row shows the message that the producer there would send."""
    matrix = can_i_deploy(
        deployed("billing", event(Role.CONSUMER, NEEDS_TOTAL)), [deployed("orders", event(Role.PRODUCER))]
    )
    (row,) = matrix.rows
    assert (matrix.answer, row.answer) == (Answer.NO, Answer.NO)
    assert row.counterpart is not None
    assert (row.counterpart.service, row.counterpart.role) == ("orders", Role.PRODUCER)
    (check,) = row.checks
    assert check.verdict.witness is not None
    assert "total" not in check.verdict.witness.message


@pytest.mark.parametrize(
    ("sent", "read"), [({"const": True}, {"const": 1}), ({"enum": [0, 1]}, {"enum": [False, True]})]
)
def test_a_number_is_no_boolean(sent: Schema, read: Schema) -> None:
    """Schemas that Python calls equal are still compared: in JSON, 1 is not true."""
    active = [deployed("orders", event(Role.PRODUCER, sent))]
    assert can_i_deploy(deployed("billing", event(Role.CONSUMER, read)), active).answer is Answer.NO


def test_a_producer_that_sends_less_than_a_consumer_needs_may_not_go() -> None:
    """The same pair asked from the other side gives the same answer."""
    producer, consumer = (
        deployed("orders", event(Role.PRODUCER)),
        deployed("billing", event(Role.CONSUMER, NEEDS_TOTAL)),
    )
    assert can_i_deploy(producer, [consumer]).answer is Answer.NO
    assert can_i_deploy(consumer, [producer]).answer is Answer.NO


@pytest.mark.parametrize(("writer", "reader", "rule"), [(2, 1, "no-longer-required"), (1, 2, "property-added")])
def test_a_change_is_told_from_the_lower_version_to_the_higher(writer: int, reader: int, rule: str) -> None:
    """Who demands the total of whom is the same; whether it was given up or asked for, the numbers say."""
    producer = deployed("orders", replace(event(Role.PRODUCER), version=writer))
    consumer = deployed("billing", replace(event(Role.CONSUMER, NEEDS_TOTAL), version=reader))
    for candidate, active in ((producer, consumer), (consumer, producer)):
        (row,) = can_i_deploy(candidate, [active]).rows
        assert row.reason == 'message: "total" is a required property (at the root)'
        assert [rule in change.rule for check in row.checks for change in check.changes] == [True]


def test_a_consumer_that_needs_less_may_go() -> None:
    """What the producer sends is more than enough."""
    matrix = can_i_deploy(
        deployed("billing", event(Role.CONSUMER)), [deployed("orders", event(Role.PRODUCER, NEEDS_TOTAL))]
    )
    assert (matrix.answer, matrix.reason) == (Answer.YES, "its only row is compatible")


@pytest.mark.parametrize(("caller_role", "answer"), [(Role.CALLER, Answer.NO), (Role.PROVIDER, Answer.NO)])
def test_a_request_flows_from_the_caller_to_the_provider(caller_role: Role, answer: Answer) -> None:
    """A provider that requires what the caller does not send refuses it, whoever of the two is deployed."""
    caller = deployed("orders", operation(Role.CALLER, request=ORDER))
    provider = deployed("inventory", operation(Role.PROVIDER, request=NEEDS_TOTAL))
    pair = (caller, provider) if caller_role is Role.CALLER else (provider, caller)
    assert can_i_deploy(pair[0], [pair[1]]).answer is answer
    loose = deployed("inventory", operation(Role.PROVIDER, request=ORDER))
    strict = deployed("orders", operation(Role.CALLER, request=NEEDS_TOTAL))
    assert can_i_deploy(strict, [loose]).answer is Answer.YES


def test_a_response_flows_from_the_provider_to_the_caller() -> None:
    """A caller that requires more of the answer than the provider gives may not go."""
    caller = deployed("orders", operation(Role.CALLER, response=NEEDS_TOTAL))
    provider = deployed("inventory", operation(Role.PROVIDER, response=ORDER))
    assert can_i_deploy(caller, [provider]).answer is Answer.NO
    assert can_i_deploy(provider, [caller]).answer is Answer.NO


def test_a_caller_needs_its_provider() -> None:
    """Whoever calls an operation that nobody provides there would fail at the first call."""
    matrix = can_i_deploy(deployed("orders", operation(Role.CALLER, request=ORDER)), [])
    assert (matrix.answer, matrix.rows[0].reason) == (Answer.NO, "no provider here")


@pytest.mark.parametrize("role", [Role.CONSUMER, Role.PRODUCER])
def test_an_event_needs_nobody_on_its_other_side(role: Role) -> None:
    """A consumer waits, a producer is not heard: both may go, and the reason is shown."""
    matrix = can_i_deploy(deployed("orders", event(role)), [])
    other = Role.PRODUCER if role is Role.CONSUMER else Role.CONSUMER
    assert (matrix.answer, matrix.rows[0].reason) == (Answer.YES, f"no {other} here")
    assert matrix.reason == "nothing to check: no counterpart of its contracts runs there"


def test_a_provider_needs_no_caller() -> None:
    """It may be deployed first."""
    assert can_i_deploy(deployed("inventory", operation(Role.PROVIDER, request=ORDER)), []).answer is Answer.YES


def test_a_build_without_contracts_may_go() -> None:
    """Nothing to check is yes, with that reason."""
    matrix = can_i_deploy(deployed("orders"), [])
    assert (matrix.answer, matrix.reason) == (Answer.YES, "nothing to check: it has no contracts")


def test_a_provider_that_drops_an_operation_that_is_called_may_not_go() -> None:
    """Its lock file no longer names the operation, the caller's does."""
    matrix = can_i_deploy(deployed("inventory"), [deployed("orders", operation(Role.CALLER, request=ORDER))])
    (row,) = matrix.rows
    assert (row.answer, row.reason) == (Answer.NO, "this build no longer provides it")


def test_a_build_that_only_calls_an_operation_does_not_provide_it() -> None:
    """Calling what it dropped leaves the other callers without a provider, whatever its own row says."""
    candidate = deployed("inventory", operation(Role.CALLER, request=ORDER))
    active = [deployed("orders", operation(Role.CALLER, request=ORDER))]
    before = deployed("inventory", operation(Role.PROVIDER, request=ORDER))
    matrix = can_i_deploy(candidate, [*active, before])
    lacking = [row for row in matrix.rows if row.role is Role.PROVIDER]
    assert [(row.counterpart.service, row.answer) for row in lacking if row.counterpart] == [
        ("inventory", Answer.NO),
        ("orders", Answer.NO),
    ]


def test_a_build_that_calls_an_operation_of_its_own_must_provide_it() -> None:
    """The version that provides it is the one that goes."""
    before = deployed("inventory", operation(Role.PROVIDER, request=ORDER), operation(Role.CALLER, request=ORDER))
    matrix = can_i_deploy(deployed("inventory", operation(Role.CALLER, request=ORDER), version="2.0"), [before])
    assert matrix.answer is Answer.NO
    assert [(row.role, row.reason) for row in matrix.rows if row.answer is Answer.NO] == [
        (Role.PROVIDER, "this build no longer provides it")
    ]


def test_dropping_an_operation_without_schema_is_dropping_it() -> None:
    """Its callers need it as much as they need one that has a schema."""
    key = ContractKey(kind=Kind.OPERATION, name=RESERVE)
    active = replace(deployed("orders"), unshaped=((key, Role.CALLER),))
    (row,) = can_i_deploy(deployed("inventory"), [active]).rows
    assert (row.answer, row.reason) == (Answer.NO, "this build no longer provides it")
    assert row.counterpart is not None
    assert (row.counterpart.service, row.counterpart.role, row.counterpart.number) == ("orders", Role.CALLER, None)


def test_each_version_that_runs_there_is_a_row() -> None:
    """Two instances of one service may run different versions."""
    active = [
        deployed("orders", event(Role.PRODUCER, NEEDS_TOTAL), version="1.0", instance="eu"),
        deployed("orders", event(Role.PRODUCER), version="2.0", instance="us"),
    ]
    matrix = can_i_deploy(deployed("billing", event(Role.CONSUMER, NEEDS_TOTAL)), active)
    assert [(row.counterpart.instance, row.answer) for row in matrix.rows if row.counterpart] == [
        ("eu", Answer.YES),
        ("us", Answer.NO),
    ]


def test_a_service_that_is_its_own_counterpart_meets_the_version_that_it_replaces() -> None:
    """While it is rolled out, the old version's messages reach the new one."""
    old = deployed("orders", event(Role.PRODUCER), event(Role.CONSUMER), version="1.0")
    new = deployed("orders", event(Role.PRODUCER, NEEDS_TOTAL), event(Role.CONSUMER, NEEDS_TOTAL), version="2.0")
    matrix = can_i_deploy(new, [old])
    met = {(row.role, row.counterpart.version): row.answer for row in matrix.rows if row.counterpart}
    assert met == {
        (Role.CONSUMER, "1.0"): Answer.NO,
        (Role.CONSUMER, "2.0"): Answer.YES,
        (Role.PRODUCER, "1.0"): Answer.YES,
        (Role.PRODUCER, "2.0"): Answer.YES,
    }


def test_a_contract_without_schema_is_listed_and_blocks_only_where_that_is_asked() -> None:
    """There is nothing to compare, and nobody is told that it is compatible."""
    key = ContractKey(kind=Kind.EVENT, name="order.shipped")
    candidate = replace(deployed("orders"), unshaped=((key, Role.PRODUCER),))
    matrix = can_i_deploy(candidate, [])
    assert [row.answer for row in matrix.rows] == [Answer.NO_SCHEMA]
    assert matrix.answer is Answer.YES
    assert can_i_deploy(candidate, [], requirements=Requirements(schemas=True)).answer is Answer.NO


def test_a_caller_needs_its_provider_also_where_there_is_no_schema() -> None:
    """What is called must be there, whatever it answers."""
    key = ContractKey(kind=Kind.OPERATION, name="inventory:GET:/internal/stock")
    candidate = replace(deployed("billing"), unshaped=((key, Role.CALLER),))
    provider = replace(deployed("inventory"), unshaped=((key, Role.PROVIDER),))
    assert can_i_deploy(candidate, []).answer is Answer.NO
    assert can_i_deploy(candidate, [provider]).answer is Answer.YES


@pytest.mark.parametrize("role", [Role.PRODUCER, Role.CONSUMER])
def test_a_contract_that_a_stale_lock_file_lacks_leaves_the_answer_undecided(role: Role) -> None:
    """Whether the build takes part in it is not known, so nobody is told that it fits; ignoring it stays visible."""
    candidate = replace(deployed("billing"), unlocked=((event(role).key, role),))
    matrix = can_i_deploy(candidate, [])
    (row,) = matrix.rows
    assert (matrix.answer, row.answer, row.counterpart) == (Answer.UNDECIDED, Answer.UNDECIDED, None)
    assert f"documents make billing a {role} of this" in row.reason
    assert can_i_deploy(candidate, [], requirements=Requirements(schemas=True)).answer is Answer.UNDECIDED
    ignored = can_i_deploy(candidate, [], requirements=Requirements(ignored=frozenset({"order.created"})))
    assert (ignored.answer, [row.is_ignored for row in ignored.rows]) == (Answer.YES, [True])


def test_an_operation_that_is_called_there_and_not_locked_is_refused_once() -> None:
    """That somebody calls it is the stronger reason, and one row is enough."""
    own = operation(Role.PROVIDER, request=ORDER)
    candidate = replace(deployed("inventory"), unlocked=((own.key, Role.PROVIDER),))
    matrix = can_i_deploy(candidate, [deployed("orders", operation(Role.CALLER, request=ORDER))])
    assert [row.reason for row in matrix.rows] == ["this build no longer provides it"]
    assert can_i_deploy(candidate, []).answer is Answer.UNDECIDED


def test_a_role_that_no_document_gives_is_said_and_compared_all_the_same() -> None:
    """Who reads more than anybody agreed on is told so beside the answer."""
    own = event(Role.CONSUMER)
    candidate = replace(deployed("billing", own), unnamed=frozenset({(own.key, own.role)}))
    (row,) = can_i_deploy(candidate, [deployed("orders", event(Role.PRODUCER))]).rows
    assert (row.answer, row.is_named) == (Answer.YES, False)
    (named,) = can_i_deploy(deployed("billing", own), [deployed("orders", event(Role.PRODUCER))]).rows
    assert named.is_named


def test_a_yes_does_not_call_compatible_what_is_not() -> None:
    """What is ignored and what has no schema decides nothing, and is not said to fit."""
    key = ContractKey(kind=Kind.EVENT, name="order.shipped")
    candidate = replace(deployed("billing", event(Role.CONSUMER, NEEDS_TOTAL)), unshaped=((key, Role.CONSUMER),))
    asked = Requirements(ignored=frozenset({"order.created"}))
    matrix = can_i_deploy(candidate, [deployed("orders", event(Role.PRODUCER))], requirements=asked)
    assert (matrix.answer, matrix.reason) == (
        Answer.YES,
        "no row that counts speaks against it; 0 of 2 rows are compatible",
    )


def test_what_is_ignored_stays_visible() -> None:
    """The row keeps its answer; it only decides nothing."""
    asked = Requirements(ignored=frozenset({"order.created"}))
    matrix = can_i_deploy(
        deployed("billing", event(Role.CONSUMER, NEEDS_TOTAL)),
        [deployed("orders", event(Role.PRODUCER))],
        requirements=asked,
    )
    assert matrix.answer is Answer.YES
    assert [(row.answer, row.is_ignored) for row in matrix.rows] == [(Answer.NO, True)]


@pytest.mark.parametrize(("verified", "answer"), [({}, Answer.NO), (False, Answer.NO), (True, Answer.YES)])
def test_tests_can_be_made_mandatory(verified: bool | dict[str, bool], answer: Answer) -> None:  # noqa: FBT001 - a table
    """A build whose tests against the contract did not pass, or were not reported, may not go then."""
    own = event(Role.CONSUMER)
    candidate = deployed("billing", own)
    if isinstance(verified, bool):
        candidate = reported(candidate, ORDER, has_passed=verified)
    active = [deployed("orders", event(Role.PRODUCER))]
    assert can_i_deploy(candidate, active).answer is Answer.YES
    assert can_i_deploy(candidate, active, requirements=Requirements(verified=True)).answer is answer


@pytest.mark.parametrize(("reports", "answer"), [([], Answer.NO), ([False], Answer.NO), ([True], Answer.YES)])
def test_mandatory_tests_count_where_the_other_side_has_no_schema(reports: list[bool], answer: Answer) -> None:
    """The build has a schema and tests of it, whatever its counterpart was built with."""
    own = event(Role.CONSUMER)
    candidate = deployed("billing", own)
    for has_passed in reports:
        candidate = reported(candidate, ORDER, has_passed=has_passed)
    active = replace(deployed("orders"), unshaped=((own.key, Role.PRODUCER),))
    assert can_i_deploy(candidate, [active], requirements=Requirements(verified=True)).answer is answer


@pytest.mark.parametrize("schema", [NEEDS_TOTAL, None])
def test_tests_of_another_version_say_nothing(schema: Schema | None) -> None:
    """A contract that changed after its tests passed, or of whose tests the version is not known, is not verified."""
    candidate = reported(deployed("billing", event(Role.CONSUMER)), schema, has_passed=True)
    matrix = can_i_deploy(candidate, [deployed("orders", event(Role.PRODUCER))])
    assert [(row.is_verified, row.has_tests_of_other_version) for row in matrix.rows] == [(None, True)]
    assert replace(matrix, requirements=Requirements(verified=True)).answer is Answer.NO


def test_what_is_neither_proved_nor_refuted_is_no_yes() -> None:
    """A proof that was stopped leaves the answer undecided."""

    def stopped(**_question: Json) -> None:
        raise CouldNotCheck("it took too long")

    matrix = can_i_deploy(
        deployed("billing", event(Role.CONSUMER, NEEDS_TOTAL)),
        [deployed("orders", event(Role.PRODUCER))],
        prove=stopped,  # type: ignore[arg-type]  # it never returns
    )
    assert (matrix.answer, matrix.rows[0].reason) == (Answer.UNDECIDED, "message: it took too long")
    assert matrix.rows[0].checks[0].verdict.outcome is Outcome.COULD_NOT_CHECK


def test_a_reader_that_asserts_a_format_meets_a_writer_that_does_not() -> None:
    """What the writer only describes, it may break."""
    dated: Schema = {"type": "object", "properties": {"at": {"type": "string", "format": "date"}}}
    consumer = deployed("billing", event(Role.CONSUMER, dated))
    annotating = deployed("orders", event(Role.PRODUCER, dated, formats=Formats.ANNOTATE))
    asserting = deployed("orders", event(Role.PRODUCER, dated))
    assert can_i_deploy(consumer, [asserting]).answer is Answer.YES
    assert can_i_deploy(consumer, [annotating]).answer is Answer.NO


def test_an_open_writer_may_send_what_it_does_not_declare() -> None:
    """A consumer that types one more field is safe from a closed writer only."""
    typed: dict[str, Json] = {**ORDER, "properties": {**ORDER["properties"], "gift": {"type": "boolean"}}}
    consumer = deployed("billing", event(Role.CONSUMER, typed))
    opened = deployed("orders", event(Role.PRODUCER, content_model=ContentModel.OPEN))
    assert can_i_deploy(consumer, [deployed("orders", event(Role.PRODUCER))]).answer is Answer.YES
    assert can_i_deploy(consumer, [opened]).answer is Answer.NO


@pytest.mark.parametrize("role", [Role.CALLER, Role.PROVIDER])
def test_a_counterpart_that_was_built_without_the_schema_is_there(role: Role) -> None:
    """It is neither missing nor proved: whoever requires schemas is told no."""
    own = operation(role, request=ORDER)
    other = Role.CALLER if role is Role.PROVIDER else Role.PROVIDER
    active = replace(deployed("other"), unshaped=((own.key, other),))
    (row,) = can_i_deploy(deployed("own", own), [active]).rows
    assert (row.answer, row.reason) == (Answer.NO_SCHEMA, "it was built before a design document gave this a shape")
    assert row.counterpart is not None
    assert (row.counterpart.service, row.counterpart.role, row.counterpart.number) == ("other", other, None)
    assert can_i_deploy(deployed("own", own), [active], requirements=Requirements(schemas=True)).answer is Answer.NO
