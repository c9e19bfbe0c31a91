"""Score the compatibility engine on files of labelled pairs: python benchmarks/compatibility.py PAIRS.jsonl ...

A line is a JSON object with `old`, `new`, `draft_old`, `draft_new` and `semantic.backward`: whether every message that
is valid under `old` is valid under `new` (content model open, formats annotated). A doubly verified witness against a
label that was only searched for is a label error, not a wrong verdict.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import time
from collections import Counter
from typing import TYPE_CHECKING

from contracts.compatibility import Outcome, check_schemas
from contracts.errors import BinderyError

if TYPE_CHECKING:
    from contracts.keywords import Json


def main() -> None:
    """Print the scores, and with -v each pair that is not decided as labelled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    scores: Counter[str] = Counter()
    seconds: list[float] = []
    for line in (line for file in arguments.files for line in file.read_text(encoding="utf-8").splitlines()):
        pair = json.loads(line)
        label = pair["semantic"]
        for direction, sides in (("backward", ("old", "new")), ("forward", ("new", "old"))):
            if label.get("policy") or label.get(direction) is None:
                continue
            start = time.perf_counter()
            outcome, detail = verdict_on(pair, *sides)
            seconds.append(time.perf_counter() - start)
            score = score_of(outcome, label, direction)
            scores[score] += 1
            scores["true" if label[direction] else "false"] += 1
            if arguments.verbose and not score.startswith("right"):
                print(
                    score,
                    pair["id"],
                    direction,
                    detail,
                    json.dumps(pair[sides[0]])[:300],
                    json.dumps(pair[sides[1]])[:300],
                )
    report(scores, sorted(seconds))


def verdict_on(pair: dict[str, Json], writer: str, reader: str) -> tuple[str, str]:
    """The outcome, or the crash, and what else there is to say."""
    try:
        verdict = check_schemas(
            writer=pair[writer],
            reader=pair[reader],
            content_model="open",
            formats="annotate",
            writer_draft=pair.get(f"draft_{writer}"),
            reader_draft=pair.get(f"draft_{reader}"),
        )
    except BinderyError as error:
        return "refused", str(error)
    except BaseException as error:  # noqa: BLE001  # the edge of the process: a crash is what is counted here
        return "crash", repr(error)
    detail = str(verdict.reason) if verdict.witness is None else json.dumps(verdict.witness.message)[:200]
    return str(verdict.outcome), detail


def score_of(outcome: str, label: dict[str, Json], direction: str) -> str:
    """How an outcome compares with the label."""
    if outcome in {"crash", "refused", str(Outcome.UNDECIDED)}:
        return f"{outcome} {'true' if label[direction] else 'false'}"
    if (outcome == str(Outcome.COMPATIBLE)) is label[direction]:
        return f"right {'true' if label[direction] else 'false'}"
    if outcome == str(Outcome.COMPATIBLE):
        return "unsound"
    return "label error" if label.get(f"basis_{direction}") == "search" else "wrong"


def report(scores: Counter[str], seconds: list[float]) -> None:
    """Print the figures."""
    for kind in ("true", "false"):
        decided = scores[f"right {kind}"] + (scores["label error"] if kind == "true" else 0)
        print(f"decided of the {kind}: {decided} of {scores[kind]} ({100 * decided / max(scores[kind], 1):.2f} %)")
    for name in ("unsound", "wrong", "label error"):
        print(f"{name}: {scores[name]}")
    for name in ("crash", "refused", "undecided"):
        print(f"{name}: {scores[f'{name} true']} of the true, {scores[f'{name} false']} of the false")
    print(f"incompatible, each with a doubly verified witness: {scores['right false'] + scores['label error']}")
    last = len(seconds) - 1
    quantiles = {"p50": last // 2, "p99": int(last * 0.99), "max": last}
    print(", ".join(f"{name} {1000 * seconds[index]:.2f} ms" for name, index in quantiles.items()))


if __name__ == "__main__":
    main()
