"""The questions that the benchmark of the engine asks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.compatibility_pairs import Question, edited, own_questions, read_questions, with_fields
from contracts.compatibility import Outcome
from contracts.model import ContentModel

OUTCOMES = {True: Outcome.COMPATIBLE, False: Outcome.INCOMPATIBLE}
QUESTIONS = list(own_questions())


def test_the_catalogue_gives_questions_of_both_kinds() -> None:
    """There are true and false ones, and none twice."""
    assert {question.is_true for question in QUESTIONS} == {True, False}
    assert len({question.name for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_of_our_own_is_labelled_rightly(question: Question) -> None:
    """An effect of the catalogue holds at the root of a message and inside one."""
    assert question.ask().outcome is OUTCOMES[question.is_true]


@pytest.mark.parametrize("name", edited(6))
def test_an_edit_of_a_large_schema_is_labelled_rightly(name: str) -> None:
    """The edits that are timed are answered as they say."""
    new, is_true = edited(6)[name]
    question = Question(name=name, writer=with_fields(6), reader=new, is_true=is_true)
    assert question.ask().outcome is OUTCOMES[is_true]


def test_a_file_of_pairs_is_read(tmp_path: Path) -> None:
    """Each direction with a label is a question of its own, and pairs that depend on a policy are left out."""
    pair = {"id": "p", "draft_old": "draft-07", "draft_new": "2020-12", "old": {"type": "integer"}, "new": {}}
    labels = [
        {"backward": True, "forward": False, "basis_forward": "search"},
        {"backward": True, "forward": None},
        {"backward": True, "forward": True, "policy": "formats"},
    ]
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(json.dumps({**pair, "semantic": label}) for label in labels), encoding="utf-8")
    first, second, third = read_questions([file])
    assert (first.is_true, first.is_certain, first.drafts) == (True, True, ("draft-07", "2020-12"))
    assert (second.is_true, second.is_certain, second.drafts) == (False, False, ("2020-12", "draft-07"))
    assert (third.name, third.content_model) == ("p backward", ContentModel.OPEN)
