"""Measuring on machines that are shared and noisy: pairs in one run, interleaved, in CPU time.

A bar is judged by the middle half of the rounds: all of it on the right side is `met`, all of it on the wrong side is
`missed`, anything else is `inconclusive`. Blocks of the two candidates alternate, and so does which one goes first.
"""

from __future__ import annotations

import json
import statistics
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 11
BLOCK_SECONDS = 0.02
RESULTS = Path(__file__).parent / "results.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What is asked for: at least or at most `value`, in `unit`."""

    value: float
    unit: str
    at_least: bool = False

    def __str__(self) -> str:
        return f"{'>=' if self.at_least else '<='} {self.value:g} {self.unit}"

    def judge(self, low: float, high: float) -> str:
        """`met`, `missed` or `inconclusive` for a range of results."""
        inside = low >= self.value if self.at_least else high <= self.value
        outside = high < self.value if self.at_least else low > self.value
        return "met" if inside else "missed" if outside else "inconclusive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: `low` and `high` are the quartiles of the rounds."""

    what: str
    bar: str
    median: float | None
    low: float | None
    high: float | None
    verdict: str
    note: str = ""

    def __str__(self) -> str:
        figures = "" if self.median is None else f"{self.median:9.2f}  [{self.low:.2f} .. {self.high:.2f}]"
        return f"{self.verdict:<15}  {self.what:<58}  {self.bar:<12}  {figures}{self.note}"


def row(what: str, bar: Bar, samples: list[float]) -> Row:
    """The row of some samples of one quantity."""
    low, median, high = statistics.quantiles(samples, n=4, method="inclusive")
    return Row(what=what, bar=str(bar), median=median, low=low, high=high, verdict=bar.judge(low, high))


def informed(what: str, samples: list[float]) -> Row:
    """A row for which there is no bar."""
    low, median, high = statistics.quantiles(samples, n=4, method="inclusive")
    return Row(what=what, bar="none", median=median, low=low, high=high, verdict="for information")


def counted(what: str, bar: Bar | None, figure: float) -> Row:
    """The row of a figure that is counted: every round would give the same."""
    verdict = "for information" if bar is None else bar.judge(figure, figure)
    return Row(what=what, bar=str(bar or "none"), median=figure, low=figure, high=figure, verdict=verdict)


def skipped(what: str, bar: Bar, reason: str) -> Row:
    """A row that could not be measured."""
    return Row(what=what, bar=str(bar), median=None, low=None, high=None, verdict="skipped", note=reason)


def paired(
    ours: Callable[[], object], theirs: Callable[[], object], *, block_seconds: float = BLOCK_SECONDS
) -> list[tuple[float, float]]:
    """The CPU seconds per call of both candidates, one pair per round."""
    counts = _calls_per_block(ours, block_seconds), _calls_per_block(theirs, block_seconds)
    pairs = []
    for number in range(ROUNDS):
        if number % 2:
            second = _seconds_per_call(theirs, counts[1])
            pairs.append((_seconds_per_call(ours, counts[0]), second))
        else:
            first = _seconds_per_call(ours, counts[0])
            pairs.append((first, _seconds_per_call(theirs, counts[1])))
    return pairs


def _calls_per_block(call: Callable[[], object], block_seconds: float) -> int:
    call()
    count = 1
    while (seconds := _seconds_per_call(call, count)) * count < block_seconds / 4:
        count *= 4
    return max(1, int(block_seconds / seconds))


def _seconds_per_call(call: Callable[[], object], count: int) -> float:
    repeats = range(count)
    start = time.process_time()
    for _ in repeats:
        call()
    return (time.process_time() - start) / count


def calibration_seconds() -> float:
    """The CPU seconds of a fixed loop: what absolute figures of this run are to be read against."""
    samples = []
    for _ in range(ROUNDS):
        start = time.process_time()
        sum(number * number for number in range(300_000))
        samples.append(time.process_time() - start)
    return statistics.median(samples)


def write_results(section: str, rows: list[Row], **facts: object) -> None:
    """Keep the rows of one benchmark in `results.json`, beside those of the others."""
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    known[section] = {**facts, "rows": [asdict(item) for item in rows]}
    RESULTS.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")
