"""The catalogue of problems: every code is triggered by one small document, and its cure triggers it no more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contracts.documents import CATALOGUE, read_design_document
from contracts.documents.problem_examples import PROBLEM_EXAMPLES
from contracts.model import Problem

EVENTS = "# Events\n\n| Event | Producer | Consumer |\n|---|---|---|\n"


def codes(text: str | bytes, path: str = "docs/a.md") -> set[str]:
    """The codes of the problems of a document."""
    return {problem.code for problem in read_design_document(text, path=path).problems}


def test_every_code_of_the_catalogue_has_a_trigger() -> None:
    """A row without an example that triggers it would be a row that nothing tests."""
    assert set(PROBLEM_EXAMPLES) == set(CATALOGUE)


@pytest.mark.parametrize("code", sorted(PROBLEM_EXAMPLES))
def test_a_document_triggers_the_problem_and_its_cure_does_not(code: str) -> None:
    """The problem is found in the first text and gone in the second."""
    example = PROBLEM_EXAMPLES[code]
    assert code in codes(example.ill, example.path)
    assert code not in codes(example.cured, example.path)


@pytest.mark.parametrize("code", sorted(PROBLEM_EXAMPLES))
def test_a_problem_says_where_it_is_and_what_to_do(code: str) -> None:
    """A path, a line within the document, a sentence and a fix without open templates."""
    example = PROBLEM_EXAMPLES[code]
    text = example.ill
    count = (text if isinstance(text, str) else text.decode("latin-1")).count("\n") + 1
    found = [problem for problem in read_design_document(text, path=example.path).problems if problem.code == code]
    for problem in found:
        assert problem.path == example.path
        assert 1 <= problem.line <= count
        assert problem.message
        assert problem.fix


# What is to be pasted at the end of the document, or (ignore) above the block.
PASTED = sorted(code for code, row in CATALOGUE.items() if row.fix.startswith("<!--") and code != "bad-annotation")


@pytest.mark.parametrize("code", PASTED)
def test_the_annotation_to_paste_cures_the_problem(code: str) -> None:
    """Pasted at the end, with the name of a service, it is the cure."""
    text = str(PROBLEM_EXAMPLES[code].ill)
    (found,) = [problem for problem in read_design_document(text, path="a.md").problems if problem.code == code]
    assert code not in codes(f"{text}\n{found.fix.replace('SERVICE', 'shipping')}\n")


def test_several_annotations_can_be_pasted_below_each_other() -> None:
    """Each of them counts, whatever follows."""
    text = EVENTS + "| a.b | - | - |\n\n"
    pasted = "<!-- contract: event=a.b producer=x -->\n<!-- contract: event=a.b consumers=y -->\n"
    assert codes(text) == {"missing-producer", "missing-consumer", "no-schema"}
    assert codes(text + pasted) == {"no-schema"}
    assert codes(text + pasted.replace("\n", "\n\n")) == {"no-schema"}


def test_an_unreadable_example_can_be_ignored() -> None:
    """The comment above the block takes it out."""
    text = str(PROBLEM_EXAMPLES["unreadable-example"].ill)
    assert "unreadable-example" not in codes(text.replace("```json", "<!-- contract: ignore -->\n```json"))


GOLDEN = sorted((Path(__file__).parents[2] / "golden" / "documents").glob("*.md"))
ANNOTATION = re.compile(r"<!-- contract: (?!ignore).*? -->")


def pasted(text: str, problem: Problem, annotation: str, *, is_above: bool) -> str:
    """The document with an annotation at its end, or above the block that the problem stands in."""
    if not is_above:
        return f"{text}\n\n{annotation}\n"
    lines, place = text.split("\n"), problem.line - 1
    while place > 0 and lines[place - 1].strip():
        place -= 1
    return "\n".join((*lines[:place], "", annotation, *lines[place:]))


@pytest.mark.parametrize("is_above", [False, True], ids=["at the end", "above"])
@pytest.mark.parametrize("place", GOLDEN, ids=lambda place: place.stem)
def test_every_annotation_that_is_suggested_cures_its_problem(place: Path, *, is_above: bool) -> None:
    """Whatever the document holds else; and nothing new is wrong with the annotations."""
    text = place.read_text("utf-8")
    for problem in read_design_document(text, path="a.md").problems:
        for annotation in ANNOTATION.findall(problem.fix) if problem.code != "bad-annotation" else ():
            cured = pasted(text, problem, annotation.replace("SERVICE", "shipping"), is_above=is_above)
            found = read_design_document(cured, path="a.md").problems
            assert (problem.code, problem.message) not in {(one.code, one.message) for one in found}
            assert "bad-annotation" not in {one.code for one in found if one.code not in codes(text)}
