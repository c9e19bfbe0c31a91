"""Score and time the compatibility engine: python benchmarks/compatibility.py (-v names what is not as labelled).

Arguments are files of labelled pairs. Without files it asks the questions that `compatibility_pairs` makes from the
catalogue of changes. The row of the peer needs the dependency group `bench-compatibility`, and is skipped without it.
Exits 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from compatibility_pairs import FIELD_BYTES, Question, edited, own_questions, read_questions, with_fields
from compatibility_peer import Jsonsubschema
from measuring import ROUNDS, Bar, Row, calibration_seconds, counted, informed, paired, row, skipped, write_results

from contracts.compatibility import Outcome, close_writer
from contracts.errors import BinderyError
from contracts.model import ContentModel
from contracts.validation import Referee, Validator, draft_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.compatibility import Verdict

DECIDED = Bar(value=99.5, unit="%", at_least=True)
NONE = Bar(value=0, unit="")
WITNESSES = Bar(value=100, unit="%", at_least=True)
P50, P99 = Bar(value=2, unit="ms"), Bar(value=100, unit="ms")
PEER = Bar(value=20, unit="x", at_least=True)
EDIT = Bar(value=500, unit="ms")
EDITED_BYTES = 25_000
GROWTH_BYTES = (500, 2_000, 8_000, 32_000, 128_000)
PEER_ASKED, PEER_TIMED = 400, 60
PEER_BLOCK_SECONDS = 0.002  # one call of the peer is longer than that


@dataclass(slots=True, kw_only=True)
class Scores:
    """How the verdicts compare with the labels; `unlike` are the questions that were not answered as labelled."""

    counts: Counter[str] = field(default_factory=Counter)
    unlike: list[str] = field(default_factory=list)
    confirmed: int = 0

    def percent(self, kind: str) -> float:
        """How many of the true or the false were decided rightly; an error of a label is none of the engine."""
        decided = self.counts[f"right {kind}"] + (self.counts["label error"] if kind == "true" else 0)
        return 100 * decided / max(self.counts[kind], 1)

    @property
    def incompatible(self) -> int:
        """The number of verdicts that need a witness."""
        return sum(self.counts[name] for name in ("right false", "wrong", "label error"))


def main() -> int:
    """Print the table, write the results, and say with the exit code whether a bar was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="labelled pairs, one JSON object per line")
    parser.add_argument("-v", "--verbose", action="store_true", help="name what is not answered as labelled")
    options = parser.parse_args()
    questions = list(read_questions(options.files) if options.files else own_questions())
    scores = scored(questions)
    if options.verbose:
        print(*scores.unlike, sep="\n")
    rows: list[Row] = []
    for measured in measurements(questions, scores):
        print(measured, flush=True)
        rows.append(measured)
    growth = growing()
    for size, milliseconds in growth:
        print(
            f"growth: {size:>7} bytes  {milliseconds:8.2f} ms  {'#' * max(1, int(milliseconds / growth[-1][1] * 60))}"
        )
    seconds = calibration_seconds()
    print(f"calibration loop: {1000 * seconds:.1f} ms")
    facts = {"questions": len(questions), "pairs": "files" if options.files else "catalogue"}
    write_results("compatibility", rows, calibration_seconds=seconds, growth_bytes_milliseconds=growth, **facts)
    missed = [item.what for item in rows if item.verdict == "missed"]
    print(f"{len(questions)} questions, {len(missed)} bars missed{': ' if missed else ''}{'; '.join(missed)}")
    return 1 if missed else 0


def measurements(questions: list[Question], scores: Scores) -> Iterator[Row]:
    """All rows, one after the other."""
    for kind in ("true", "false"):
        yield counted(f"decided of the {scores.counts[kind]} that are {kind}", DECIDED, scores.percent(kind))
    for name in ("unsound", "wrong", "crash"):
        found = sum(count for score, count in scores.counts.items() if score.split()[0] == name)
        yield counted(name, NONE, found)
    for name in ("label error", "refused true", "refused false", "undecided true", "undecided false"):
        yield counted(name, None, scores.counts[name])
    confirmed = 100 * scores.confirmed / max(scores.incompatible, 1) if scores.incompatible else 100
    yield counted(f"witnesses of {scores.incompatible} that two validators confirm", WITNESSES, confirmed)
    yield from timing(questions)
    yield from against_peer(questions)
    yield row(f"slowest of {len(edited(4))} edits in a schema of {EDITED_BYTES // 1000} KB", EDIT, slowest_edits())


def scored(questions: list[Question]) -> Scores:
    """The scores of all questions."""
    scores = Scores()
    for question in questions:
        score, detail, verdict = answered(question)
        scores.counts[score] += 1
        scores.counts["true" if question.is_true else "false"] += 1
        if verdict is not None and verdict.outcome is Outcome.INCOMPATIBLE:
            scores.confirmed += is_confirmed(question, verdict)
        if not score.startswith("right"):
            sides = (json.dumps(question.writer)[:300], json.dumps(question.reader)[:300])
            scores.unlike.append("  ".join((score, question.name, detail, *sides)))
    return scores


def answered(question: Question) -> tuple[str, str, Verdict | None]:
    """The score of one question, what there is to say about it, and the verdict if there is one."""
    kind = "true" if question.is_true else "false"
    try:
        verdict = question.ask()
    except BinderyError as error:
        return f"refused {kind}", str(error), None
    except BaseException as error:  # noqa: BLE001 - the edge of the process: a crash is what is counted here
        return f"crash {kind}", repr(error), None
    detail = str(verdict.reason) if verdict.witness is None else json.dumps(verdict.witness.message)[:200]
    return score_of(verdict.outcome, question), detail, verdict


def score_of(outcome: Outcome, question: Question) -> str:
    """How an outcome compares with the label."""
    kind = "true" if question.is_true else "false"
    if outcome is Outcome.UNDECIDED:
        return f"undecided {kind}"
    if (outcome is Outcome.COMPATIBLE) is question.is_true:
        return f"right {kind}"
    if outcome is Outcome.COMPATIBLE:
        return "unsound"
    return "wrong" if question.is_certain else "label error"


def is_confirmed(question: Question, verdict: Verdict) -> bool:
    """Whether two validators, asked afresh, accept the witness under the writer and reject it under the reader."""
    message = verdict.witness.message if verdict.witness else None
    sides = [(question.writer, question.drafts[0], True), (question.reader, question.drafts[1], False)]
    if question.content_model is ContentModel.CLOSED_WRITER:
        closed = close_writer(question.writer, draft=question.drafts[0], formats=question.formats)
        sides.append((closed, "2020-12", True))
    for schema, named, is_accepted in sides:
        draft = draft_of(schema, named)
        judged = {
            Validator(schema, formats=question.formats, draft=draft).accepts(message),
            Referee(schema, formats=question.formats, draft=draft).judge(message),
        }
        if judged != {is_accepted}:
            return False
    return True


def timing(questions: list[Question]) -> Iterator[Row]:
    """The CPU time of one question: half of them, and all but one in a hundred, take no longer."""
    rounds = [sorted(_milliseconds(question) for question in questions) for _ in range(ROUNDS)]
    last = len(questions) - 1
    yield row("one question, p50", P50, [times[last // 2] for times in rounds])
    yield row("one question, p99", P99, [times[int(last * 0.99)] for times in rounds])
    yield informed("one question, the slowest, in ms", [times[last] for times in rounds])


def _milliseconds(question: Question) -> float:
    start = time.process_time()
    answered(question)
    return 1000 * (time.process_time() - start)


def against_peer(questions: list[Question]) -> Iterator[Row]:
    """How many times as long jsonsubschema takes for all that both decide, and how much it decides."""
    what = "jsonsubschema / Bindery, all that both decide"
    try:
        peer = Jsonsubschema()
    except ImportError as error:
        yield skipped(what, PEER, str(error))
        return
    asked = _spread(questions, PEER_ASKED)
    answers = [peer.answer(question) for question in asked]
    answered_by_peer = list(zip(asked, answers, strict=True))
    both = [
        question for question, answer in answered_by_peer if answer is not None and answered(question)[0][:5] == "right"
    ]
    if not both:
        yield skipped(what, PEER, "it decides nothing here")
        return
    timed = [
        paired(question.ask, partial(peer.ask, question, question.sent()), block_seconds=PEER_BLOCK_SECONDS)
        for question in _spread(both, PEER_TIMED)
    ]
    rounds = list(zip(*timed, strict=True))
    yield row(what, PEER, [sum(b for _, b in pairs) / sum(a for a, _ in pairs) for pairs in rounds])
    yield informed("the same, of the median question", [statistics.median(b / a for a, b in pairs) for pairs in rounds])
    decided = 100 * sum(answer is not None for answer in answers) / len(asked)
    yield counted(f"jsonsubschema: decided of {len(asked)}, in %", None, decided)
    unsound = sum(answer is True and not question.is_true for question, answer in answered_by_peer)
    yield counted("jsonsubschema: unsound (draft 4 only, ignores formats)", None, unsound)


def _spread(questions: list[Question], most: int) -> list[Question]:
    """At most so many of the questions, from all over the list."""
    return questions[:: max(1, -(-len(questions) // most))]


def slowest_edits() -> list[float]:
    """The CPU milliseconds of the slowest edit of a large schema, round by round."""
    return [max(_edits(EDITED_BYTES // FIELD_BYTES)) for _ in range(ROUNDS)]


def _edits(fields: int) -> list[float]:
    old = with_fields(fields)
    questions = [
        Question(name=name, writer=old, reader=new, is_true=is_true) for name, (new, is_true) in edited(fields).items()
    ]
    unlike = scored(questions).unlike
    if unlike:
        raise SystemExit(f"an edit is not answered as it should be: {unlike[0]}")
    return [_milliseconds(question) for question in questions]


def growing() -> list[tuple[int, float]]:
    """The bytes of a schema, and the CPU milliseconds of one edit in it (median of the edits)."""
    counts = [max(4, size // FIELD_BYTES) for size in GROWTH_BYTES]
    return [(len(json.dumps(with_fields(count))), statistics.median(_edits(count))) for count in counts]


if __name__ == "__main__":
    sys.exit(main())
