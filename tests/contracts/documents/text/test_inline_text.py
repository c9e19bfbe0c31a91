"""What stands inside one line: code spans are found as CommonMark finds them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from contracts.documents import read_design_document
from contracts.documents.text.inline import code_spans, plain_text

# The rule in one expression (CommonMark 6.1, within a line); it takes the square of the length, the reader does not.
RULE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


@given(st.text(alphabet="`a \n", max_size=40))
def test_code_spans_are_those_of_the_rule(text: str) -> None:
    """A run of backticks is closed by the next run of the same length on its line."""
    assert code_spans(text) == tuple(match[2].strip() for match in RULE.finditer(text))


def test_emphasis_is_kept_inside_of_code_only() -> None:
    """The marks around a code span go, those within stay."""
    assert plain_text("**a** ``b`*c*`` _d_ `e`") == "a b`*c* d e"


def test_a_type_of_arrays_nested_without_end_is_an_error() -> None:
    """Its nesting has the limit of every other nesting."""
    text = "# Events\n```ts\ninterface A { eventType: 'a.created'; a: string" + "[]" * 5_000 + " }\n```\n"
    problems = read_design_document(f"{text}\n## a.created\n{text[9:]}", path="a.md").problems
    assert "unreadable-typescript" in {problem.code for problem in problems}
