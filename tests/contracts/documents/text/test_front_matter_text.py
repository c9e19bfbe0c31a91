"""Front matter: YAML of any kind is read in bounded time or refused."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document


@pytest.mark.parametrize(
    "value",
    [
        "!!bool x",
        "!!timestamp x",
        '!!int ""',
        "!!binary x",
        "!!float x",
        "0x" + "f" * 6_000,
        "&a [*a]",
        "2001-99-99",
        "[" * 2_000,
        "x" * 40_000,
    ],
)
@pytest.mark.parametrize("key", ["service: ", "aliases: ", "mode: ", "service: a\ntitle: "])
def test_front_matter_that_is_no_yaml_is_an_error(key: str, value: str) -> None:
    """Tags without their value, numbers without end, aliases that expand, too much of it."""
    problems = read_design_document(f"---\ncontracts:\n  {key}{value}\n---\n# a\n", path="any.md").problems
    assert [problem.code for problem in problems] == ["bad-front-matter"]


def test_front_matter_that_says_nothing_of_contracts_may_be_anything() -> None:
    """It is not ours."""
    assert read_design_document("---\ntitle: !!bool x\n---\n# a\n", path="any.md").problems == ()


@pytest.mark.parametrize(
    ("front", "word"),
    [
        ("contracts:\n  servise: a\n", "'servise' is not known under contracts"),
        ("contracts:\n  envelope: {type: eventType, body: data}\n", "'body' is not known under envelope"),
        ("contract:\n  service: a\n", "write `contracts:`"),
    ],
)
def test_a_key_that_is_not_known_is_an_error(front: str, word: str) -> None:
    """A slip of the pen is never a setting that does nothing."""
    (problem,) = read_design_document(f"---\n{front}---\n# a\n", path="any.md").problems
    assert problem.code == "bad-annotation"
    assert word in problem.message


def test_a_front_matter_of_another_tool_may_speak_of_a_contract() -> None:
    """`contract:` is a slip only where keys of ours stand below it."""
    assert read_design_document("---\ncontract: {id: 7}\n---\n# a\n", path="any.md").problems == ()
