"""The normative validator and the referee: what they agree on, and how they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.errors import InvalidSchema, UnsupportedSchema
from contracts.model import Formats
from contracts.validation import Draft, Referee, Validator, check_schema, draft_of

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

BOTH: list[tuple[Schema, Json, bool]] = [
    ({"pattern": "^a$"}, "a\n", False),
    ({"pattern": "^\\d$"}, "٣", False),
    ({"pattern": "^\\D$"}, "٣", True),
    ({"pattern": "^\\w$"}, "é", False),
    ({"pattern": "^[^\\D5]$"}, "4", True),
    ({"pattern": "^\\s$"}, "\u00a0", True),
    ({"pattern": "^\\p{L}$"}, "é", True),
    ({"pattern": "^[\\p{Lu}]$"}, "é", False),
    ({"pattern": "^\\P{L}$"}, "é", False),
    ({"pattern": "^[[&]$"}, "[", True),
    ({"pattern": "^\\x41\\u0042\\u{43}\\cA\\/$"}, "ABC\x01/", True),
    ({"patternProperties": {"^\\d$": False}}, {"٣": 1}, True),
    ({"multipleOf": 0.01}, 4.35, True),
    ({"multipleOf": 0.1}, 0.25, False),
    ({"maximum": 10**23}, 1e23, True),
    ({"exclusiveMinimum": 0.3}, 0.3, False),
    ({"minimum": 1}, True, True),
    ({"uniqueItems": True}, [1, True], True),
    ({"const": 9007199254740993}, 9007199254740992.0, False),
    ({"format": "date"}, "2024-02-30", False),
    ({"format": "date-time"}, "yesterday", False),
    ({"format": "email"}, "nobody", False),
]


@pytest.mark.parametrize(("schema", "message", "expected"), BOTH, ids=lambda value: ascii(value)[:40])
def test_both_validators_follow_the_specification(schema: Schema, message: Json, *, expected: bool) -> None:
    """Patterns are ECMA-262, numbers exact decimals, formats asserted."""
    assert Validator(schema).accepts(message) is expected
    assert Referee(schema).judge(message) is expected


@pytest.mark.parametrize("draft", list(Draft))
def test_both_validators_speak_every_draft(draft: Draft) -> None:
    """A bound that excludes its value is written in two ways."""
    is_boolean = draft is Draft.DRAFT_4
    schema = {"minimum": 1, "exclusiveMinimum": True} if is_boolean else {"exclusiveMinimum": 1}
    for message, expected in ((1, False), (2, True)):
        assert Validator(schema, draft=draft).accepts(message) is expected
        assert Referee(schema, draft=draft).judge(message) is expected


def test_formats_can_be_annotations() -> None:
    """With `annotate` a format rejects nothing."""
    assert Validator({"format": "date"}, formats=Formats.ANNOTATE).accepts("x")
    assert Referee({"format": "date"}, formats=Formats.ANNOTATE).judge("x") is True


def test_a_named_draft_overrules_the_declared_one() -> None:
    """The same document can be judged as another dialect."""
    schema = {"$schema": "http://json-schema.org/draft-04/schema#", "const": 1}
    for draft, expected in (("draft-04", True), (None, True), ("draft-06", False)):
        assert Validator(schema, draft=draft).accepts(2) is expected
        assert Referee(schema, draft=draft).judge(2) is expected


def test_a_rejection_says_where_and_why() -> None:
    """Pointers into the message and the schema, the keyword, and a sentence."""
    (rejection,) = Validator({"properties": {"a/b": {"type": "string"}}}).rejections({"a/b": 1})
    assert rejection.instance_pointer == "/a~1b"
    assert rejection.schema_pointer == "/properties/a~1b/type"
    assert rejection.keyword == "type"
    assert "string" in rejection.message
    assert Validator({}).rejections(1) == ()


def test_text_that_is_not_unicode_is_no_message() -> None:
    """A lone surrogate cannot be sent."""
    assert not Validator({}).accepts("\ud800")


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"properties": {"a": {"type": "nonsense"}}}, "/properties/a/type"),
        ({"pattern": "("}, "/pattern"),
        ([], ""),
        ({"$ref": "#/nowhere"}, ""),
    ],
)
def test_what_is_no_schema_is_refused_with_its_place(schema: Json, pointer: str) -> None:
    """InvalidSchema carries a JSON Pointer."""
    with pytest.raises(InvalidSchema) as caught:
        check_schema(schema)
    assert caught.value.pointer == pointer


@pytest.mark.parametrize(
    "schema", [{"$ref": "https://example.org/x"}, {"pattern": "(?<n>a)\\k<n>"}, {"$schema": "urn:x"}]
)
def test_what_is_a_schema_but_not_ours_is_unsupported(schema: Schema) -> None:
    """References outside, patterns that cannot run and unknown dialects."""
    with pytest.raises(UnsupportedSchema):
        check_schema(schema)


def test_look_around_runs_with_a_limit() -> None:
    """A pattern that needs backtracking is accepted."""
    assert Validator({"pattern": "^(?!a)"}).accepts("b")
    assert Referee({"pattern": "^(?!a)(?<first>b)\\k<first>\\b"}).judge("bb") is True


def test_a_pattern_without_a_shared_meaning_is_refused_by_the_referee() -> None:
    """What Python cannot express is not guessed."""
    for pattern in ("\\p{Script=Greek}", "\\q", "("):
        with pytest.raises(InvalidSchema):
            Referee({"pattern": pattern})


def test_the_referee_cannot_judge_what_never_ends() -> None:
    """Endless recursion and lost references are answered with None."""
    assert Referee({"$ref": "#"}).judge(1) is None
    assert Referee({"$ref": "#/nowhere"}).judge(1) is None


@pytest.mark.parametrize(
    ("name", "draft"),
    [
        ("draft-04", Draft.DRAFT_4),
        (6, Draft.DRAFT_6),
        ("07", Draft.DRAFT_7),
        ("draft2019-09", Draft.DRAFT_2019),
        (201909, Draft.DRAFT_2019),
        ("202012", Draft.DRAFT_2020),
        (None, Draft.DRAFT_2020),
    ],
)
def test_a_draft_has_many_names(name: str | int | None, draft: Draft) -> None:
    """Numbers, years and the spelling of the specification."""
    assert draft_of({}, name) is draft


@pytest.mark.parametrize("uri", ["http://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-07/schema"])
def test_the_declared_draft_decides_without_a_name(uri: str) -> None:
    """`$schema` names a meta-schema by its URI."""
    assert draft_of({"$schema": uri}) is Draft.DRAFT_7


def test_a_declaration_that_is_no_uri_is_invalid() -> None:
    """`$schema` must be text."""
    with pytest.raises(InvalidSchema):
        draft_of({"$schema": 7})
    with pytest.raises(UnsupportedSchema):
        draft_of({}, "draft-03")


def test_content_keywords_are_annotations() -> None:
    """Drafts 6 and 7 too."""
    schema = {"properties": {"a": {"contentMediaType": "application/json"}}, "not": False}
    assert Validator(schema, draft="draft-07").accepts({"a": "{"})


def test_additional_items_beside_boolean_items_mean_nothing() -> None:
    """The referee's library fails on them."""
    schema: Schema = {"items": True, "additionalItems": {"type": "string"}}
    assert Referee(schema, draft="draft-07").judge([1]) is True


@pytest.mark.parametrize(("items", "valid"), [(True, True), (False, False)])
@pytest.mark.parametrize("draft", ["2019-09", "2020-12"])
def test_items_that_are_no_object_leave_nothing_unevaluated(draft: str, *, items: bool, valid: bool) -> None:
    """The library that referees fails on them in 2019-09."""
    schema = {"items": items, "unevaluatedItems": False}
    assert (Validator(schema, draft=draft).accepts([1]), Referee(schema, draft=draft).judge([1])) == (valid, valid)


@pytest.mark.parametrize("schema", [True, False])
def test_booleans_are_judged_under_every_draft(schema: bool) -> None:  # noqa: FBT001  # the schema itself
    """Draft 4 has no boolean schemas, and the library fails on them; the normative validator takes them."""
    for draft in ("draft-04", "draft-06", "2020-12"):
        assert Referee(schema, draft=draft).judge(1) is Validator(schema, draft=draft).accepts(1) is schema
