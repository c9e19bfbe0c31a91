"""Formats as the referee checks them."""

from __future__ import annotations

import pytest

from contracts.validation import Draft, Referee, Validator
from contracts.validation.formats import formats_of


@pytest.mark.parametrize(
    ("form", "text", "valid"),
    [
        ("iri", "http://ex\u00e4mple.org/r\u00f6d?q=\u4e2d#\U0001f600", True),
        ("iri", "http://example.org/a b", False),
        ("iri", "/only/a/path", False),
        ("iri-reference", "/\u00fcber", True),
        ("iri-reference", "http://[broken", False),
        ("uri", "http://example.org/r\u00f6d", False),
        ("uri", "http://example.org/", True),
    ],
)
def test_both_validators_agree_on_iris(form: str, text: str, *, valid: bool) -> None:
    """Characters beyond ASCII are allowed in an IRI, blanks and broken hosts are not."""
    schema = {"type": "string", "format": form}
    assert (Validator(schema).accepts(text), Referee(schema).judge(text)) == (valid, valid)


@pytest.mark.parametrize(("draft", "accepted"), [("draft-06", True), ("draft-07", False)])
def test_iris_are_known_since_draft_7(draft: str, *, accepted: bool) -> None:
    """Draft 6 does not know the format, so it says nothing there."""
    assert Referee({"format": "iri"}, draft=draft).judge("no iri") is accepted


def test_only_text_can_be_an_iri() -> None:
    """A number is not rejected by a format."""
    assert Referee({"format": "iri"}).judge(7) is True


@pytest.mark.parametrize("draft", Draft)
def test_the_referee_checks_what_the_validator_asserts_in_every_draft(draft: Draft) -> None:
    """The library that referees knows fewer formats in the early drafts; then no witness would count there."""
    for name in formats_of(draft.order):
        schema = {"format": name}
        assert not Validator(schema, draft=draft).accepts("\x00 ( %%{ ~")
        assert Referee(schema, draft=draft).judge("\x00 ( %%{ ~") is False
