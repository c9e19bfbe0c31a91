"""Two versions of a contract: directions, blocking, parts on one side, proofs that run elsewhere."""

from __future__ import annotations

import pytest

from contracts.compatibility import Check, Comparison, Outcome, Verdict, check_contracts, check_schemas
from contracts.errors import CouldNotCheck
from contracts.model import ContentModel, Definition, Direction, Formats, Mode, Policy

TEXT, WHOLE, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
JSON_TYPE = "application/json"


def _event(**properties: object) -> Definition:
    return Definition.of_event({"type": "object", "properties": properties, "required": sorted(properties)})


def _operation(request: object = None, **responses: object) -> Definition:
    by_status = {status.removeprefix("s"): {JSON_TYPE: schema} for status, schema in responses.items()}
    return Definition.of_operation(request=request, responses=by_status)  # type: ignore[arg-type]  # schemas of any shape


def _check(comparison: Comparison, direction: Direction, part: str = "message") -> Check:
    (found,) = [check for check in comparison.checks if (check.direction, check.part) == (direction, part)]
    return found


def test_backward_asks_whether_the_new_reader_understands_old_messages() -> None:
    """Widening a field is backward compatible and forward incompatible."""
    comparison = check_contracts(_event(a=WHOLE), _event(a=NUMBER), Policy())
    assert _check(comparison, Direction.BACKWARD).verdict.outcome is Outcome.COMPATIBLE
    assert _check(comparison, Direction.FORWARD).verdict.outcome is Outcome.INCOMPATIBLE


def test_responses_turn_the_direction_around() -> None:
    """BACKWARD for a response is: the new provider writes, the old caller reads."""
    comparison = check_contracts(_operation(WHOLE, s200=WHOLE), _operation(NUMBER, s200=NUMBER), Policy())
    response = f"response 200 {JSON_TYPE}"
    assert _check(comparison, Direction.BACKWARD, "request").verdict.outcome is Outcome.COMPATIBLE
    assert _check(comparison, Direction.BACKWARD, response).verdict.outcome is Outcome.INCOMPATIBLE
    assert _check(comparison, Direction.FORWARD, "request").verdict.outcome is Outcome.INCOMPATIBLE
    assert _check(comparison, Direction.FORWARD, response).verdict.outcome is Outcome.COMPATIBLE


@pytest.mark.parametrize(
    ("mode", "blocking"),
    [
        (None, {Direction.FORWARD}),
        (Mode.FORWARD, {Direction.FORWARD}),
        (Mode.BACKWARD, {Direction.BACKWARD}),
        (Mode.FULL_TRANSITIVE, {Direction.FORWARD, Direction.BACKWARD}),
        (Mode.NONE, set()),
    ],
)
def test_the_mode_says_which_direction_blocks(mode: Mode | None, blocking: set[Direction]) -> None:
    """Both directions are always computed; the mode decides which refusal counts."""
    comparison = check_contracts(_event(a=WHOLE), _event(a=TEXT), Policy(mode=mode))
    assert {check.direction for check in comparison.checks if check.is_blocking} == blocking
    assert {check.verdict.outcome for check in comparison.checks} == {Outcome.INCOMPATIBLE}
    assert (comparison.outcome is Outcome.INCOMPATIBLE) is bool(blocking)


@pytest.mark.parametrize("allow", [True, False])
def test_an_undecided_answer_blocks_unless_the_policy_allows_it(*, allow: bool) -> None:
    """Undecided is never taken for compatible by default."""
    old = {"type": "string", "format": "date"}
    new = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}  # validators differ on some such dates
    policy = Policy(mode=Mode.BACKWARD, allow_undecided=allow)
    check = _check(check_contracts(Definition.of_event(old), Definition.of_event(new), policy), Direction.BACKWARD)
    assert check.verdict.outcome is Outcome.UNDECIDED
    assert check.is_blocking is not allow


def test_equal_parts_are_compatible_without_a_proof() -> None:
    """Annotations do not count, and nothing is asked about what is equal by content."""

    def never(**_: object) -> Verdict:
        raise AssertionError("nothing to prove")

    old = Definition.of_event({"type": "string", "title": "old"})
    comparison = check_contracts(old, Definition.of_event({"type": "string", "title": "new"}), Policy(), prove=never)
    assert comparison.outcome is Outcome.COMPATIBLE
    assert comparison.changes == ()


def test_proofs_get_the_options_of_the_policy() -> None:
    """`prove` is called with the keyword arguments of `check_schemas`."""
    asked: list[dict[str, object]] = []

    def recording(*, writer: object, reader: object, content_model: str, formats: str) -> Verdict:
        asked.append({"content_model": content_model, "formats": formats})
        return check_schemas(writer=writer, reader=reader, content_model=content_model, formats=formats)  # type: ignore[arg-type]  # handed through

    policy = Policy(content_model=ContentModel.OPEN, formats=Formats.ANNOTATE)
    check_contracts(_event(a=TEXT), _event(a=WHOLE), policy, prove=recording)
    assert asked == [{"content_model": "open", "formats": "annotate"}] * 2


def test_a_proof_that_is_stopped_could_not_be_checked() -> None:
    """A killed proof is no verdict, says why, and blocks whatever the policy allows."""

    def stopped(**_: object) -> Verdict:
        raise CouldNotCheck("the worker ran out of time")

    policy = Policy(mode=Mode.FULL, allow_undecided=True)
    comparison = check_contracts(_event(a=TEXT), _event(a=WHOLE), policy, prove=stopped)
    assert comparison.outcome is Outcome.COULD_NOT_CHECK
    for check in comparison.checks:
        assert check.is_blocking
        assert check.verdict.reason is not None
        assert check.verdict.reason.sentence == "the worker ran out of time"
        assert check.changes


@pytest.mark.parametrize("limit", [float("nan"), 10**5000], ids=["nan", "too many digits"])
def test_a_number_that_cannot_be_written_could_not_be_checked(limit: float) -> None:
    """A schema that is no JSON is an answer like every other part that cannot be judged, never an exception."""
    comparison = check_contracts(Definition.of_event({"minimum": limit}), _event(a=TEXT), Policy())
    assert comparison.outcome is Outcome.COULD_NOT_CHECK


@pytest.mark.parametrize("schema", [{"type": "nonsense"}, {"$ref": "https://example.org/x"}, {"$schema": "urn:mine"}])
def test_what_cannot_be_judged_could_not_be_checked(schema: dict[str, str]) -> None:
    """A part that is no schema, or leads outside, blocks with the reason."""
    comparison = check_contracts(Definition.of_event(schema), _event(a=TEXT), Policy())
    assert comparison.outcome is Outcome.COULD_NOT_CHECK
    assert comparison.changes == ()


def test_a_part_that_is_too_deep_is_undecided() -> None:
    """What cannot be walked is answered without a list of changes."""
    deep: dict[str, object] = {"type": "string"}
    for _ in range(3_000):
        deep = {"not": deep}
    comparison = check_contracts(Definition.of_event(deep), _event(a=TEXT), Policy())
    assert comparison.outcome is Outcome.UNDECIDED


def test_a_request_body_that_appears_breaks_old_callers() -> None:
    """Old callers send none; the witness shows the exchange."""
    comparison = check_contracts(_operation(s200=TEXT), _operation(TEXT, s200=TEXT), Policy())
    check = _check(comparison, Direction.BACKWARD, "request")
    assert check.verdict.witness is not None
    assert check.verdict.witness.message == {"request": None}
    assert [change.rule for change in check.changes] == ["request-body-added"]
    assert _check(comparison, Direction.FORWARD, "request").verdict.outcome is Outcome.COMPATIBLE


def test_a_success_that_is_gone_breaks_old_callers() -> None:
    """A removed 201 is incompatible, an added 202 and a removed 404 are not."""
    old, new = _operation(s201=TEXT, s404=TEXT), _operation(s202=TEXT)
    comparison = check_contracts(old, new, Policy())
    refused = [check for check in comparison.checks if check.is_blocking]
    assert [(check.part, check.direction) for check in refused] == [(f"response 201 {JSON_TYPE}", Direction.BACKWARD)]
    assert refused[0].verdict.witness is not None
    assert refused[0].verdict.witness.message == {"response": {"status": "201", "mediaType": JSON_TYPE}}
    rules = {change.rule for change in comparison.changes}
    assert rules == {"response-removed", "response-added", "error-response-removed"}
