"""Laws of containment, over generated schemas and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.compatibility import Outcome, Verdict, check_schemas, close_writer
from contracts.model import Formats
from contracts.validation import Referee, Validator
from tests.generated_schemas import MESSAGES, SCHEMAS

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

LAW = settings(max_examples=100)


def _check(writer: Schema, reader: Schema, content_model: str = "open") -> Verdict:
    return check_schemas(writer=writer, reader=reader, content_model=content_model, formats="annotate")


@LAW
@given(SCHEMAS)
def test_a_schema_is_compatible_with_itself(schema: Schema) -> None:
    """Reflexive, also where the words differ: a double negation says the same."""
    assert _check(schema, schema).outcome is Outcome.COMPATIBLE
    assert _check(schema, {"not": {"not": schema}}).outcome is Outcome.COMPATIBLE


@LAW
@given(SCHEMAS, SCHEMAS)
def test_a_conjunction_is_within_each_side_and_each_side_within_a_disjunction(one: Schema, other: Schema) -> None:
    """A and B is within A, and A is within A or B: never incompatible, and decided."""
    assert _check({"allOf": [one, other]}, one).outcome is Outcome.COMPATIBLE
    assert _check(one, {"anyOf": [other, one]}).outcome is Outcome.COMPATIBLE


@LAW
@given(MESSAGES, SCHEMAS)
def test_a_constant_is_compatible_exactly_if_the_validator_accepts_it(message: Json, schema: Schema) -> None:
    """For one message there is nothing to prove."""
    is_accepted = Validator(schema, formats=Formats.ANNOTATE).accepts(message)
    assert (_check({"const": message}, schema).outcome is Outcome.COMPATIBLE) is is_accepted


@LAW
@given(SCHEMAS, SCHEMAS, st.lists(MESSAGES, min_size=20, max_size=40))
def test_no_sample_refutes_a_proof_and_every_witness_stands(one: Schema, other: Schema, messages: list[Json]) -> None:
    """A compatible pair has no counterexample among samples; a witness is one for both validators."""
    verdict = _check(one, other)
    writer, reader = (Validator(schema, formats=Formats.ANNOTATE) for schema in (one, other))
    if verdict.outcome is Outcome.COMPATIBLE:
        assert not [message for message in messages if writer.accepts(message) and not reader.accepts(message)]
    elif verdict.outcome is Outcome.INCOMPATIBLE:
        assert verdict.witness is not None
        message = verdict.witness.message
        assert writer.accepts(message)
        assert not reader.accepts(message)
        assert Referee(one, formats=Formats.ANNOTATE).judge(message) is True
        assert Referee(other, formats=Formats.ANNOTATE).judge(message) is False
        assert verdict.witness.rejection == reader.rejections(message)[0]
    else:
        assert verdict.reason is not None
        assert verdict.reason.sentence


@LAW
@given(SCHEMAS, SCHEMAS)
def test_containment_and_contraposition_agree(one: Schema, other: Schema) -> None:
    """A is within B exactly if not B is within not A: never one yes and one no."""
    verdicts = {_check(one, other).outcome, _check({"not": other}, {"not": one}).outcome}
    assert verdicts != {Outcome.COMPATIBLE, Outcome.INCOMPATIBLE}


@LAW
@given(SCHEMAS, SCHEMAS, SCHEMAS)
def test_containment_is_transitive(one: Schema, other: Schema, third: Schema) -> None:
    """A within B and B within C is A within C (content model open), and B is built to contain A often."""
    wider = {"anyOf": [one, other]}
    widest = {"anyOf": [wider, third]}
    assert _check(one, widest).outcome is Outcome.COMPATIBLE


@LAW
@given(SCHEMAS, st.lists(MESSAGES, min_size=20, max_size=40))
def test_the_closed_form_accepts_nothing_new(schema: Schema, messages: list[Json]) -> None:
    """closed(W) is within W: whatever it accepts, W does."""
    closed = Validator(close_writer(schema), formats=Formats.ANNOTATE)
    open_writer = Validator(schema, formats=Formats.ANNOTATE)
    assert not [message for message in messages if closed.accepts(message) and not open_writer.accepts(message)]


@LAW
@given(SCHEMAS, SCHEMAS, st.lists(MESSAGES, min_size=20, max_size=40))
def test_no_sample_refutes_a_proof_about_a_closed_writer(one: Schema, other: Schema, messages: list[Json]) -> None:
    """The same for the content model closed-writer, where the writer sends what its closed form accepts."""
    if _check(one, other, "closed-writer").outcome is not Outcome.COMPATIBLE:
        return
    writer = Validator(close_writer(one), formats=Formats.ANNOTATE)
    reader = Validator(other, formats=Formats.ANNOTATE)
    assert not [message for message in messages if writer.accepts(message) and not reader.accepts(message)]
