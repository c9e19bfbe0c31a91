"""A report with the entries of an ignore file applied: what they cover is marked, and never taken away."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from contracts.findings.ignore_file import IGNORE_FILE
from contracts.findings.plans import changed_rules, rule_of_result
from contracts.findings.rules import COMPARED_CODES, EXPIRED_IGNORE, UNUSED_IGNORE, rule_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from contracts.findings.ignore_file import IgnoreEntry
    from contracts.keywords import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a run could have found: entries about anything else are not called unused.

    `place` is the path of the folder or document that was looked at (`""`: everything); `has_verdicts`: versions were
    compared.
    """

    place: str = ""
    is_folder: bool = True
    has_verdicts: bool = False

    def holds(self, entry: IgnoreEntry) -> bool:
        """Whether what the entry speaks of would have been found, if it were there."""
        if not self.has_verdicts and (entry.rule.is_verdict or entry.rule.id in COMPARED_CODES):
            return False
        if entry.path is None:
            return self.is_folder
        return self.place in {"", entry.path} or entry.path.startswith(f"{self.place}/")


@dataclass(slots=True, kw_only=True)
class _Ignoring:
    """One pass over a report; `used` are the places of entries that covered something."""

    entries: Sequence[IgnoreEntry]
    today: date
    used: set[int] = field(default_factory=set)

    def problem(self, problem: Json) -> Json:
        rule, path = problem["code"], problem["path"]
        covering = [
            place
            for place, entry in enumerate(self.entries)
            if entry.rule.id == rule and entry.has_path(path) and entry.names(problem["message"])
        ]
        return self._marked(problem, [covering])

    def result(self, result: Json) -> Json:
        if not result["blocking"]:
            return result
        if not any(check["blocking"] for check in result["checks"]):
            return self._marked(result, [self._covering(result, rule_of_result(result), None)])
        return {**result, "checks": [self._check(check, result) for check in result["checks"]]}

    def _check(self, check: Json, result: Json) -> Json:
        if not check["blocking"]:
            return check
        rules = changed_rules(check)
        pointers = [change["pointer"] for change in check["changes"]]
        pairs = zip(rules, pointers, strict=True) if len(rules) == len(pointers) else ((rule, None) for rule in rules)
        return self._marked(check, [self._covering(result, rule, pointer) for rule, pointer in pairs])

    def _covering(self, result: Json, rule: str, pointer: str | None) -> list[int]:
        return [
            place
            for place, entry in enumerate(self.entries)
            if entry.rule.id == rule
            and entry.contract in {None, result["name"]}
            and entry.has_path(result["owner"]["path"])
            and entry.pointer in {None, pointer}
        ]

    def _marked(self, found: Json, covering: list[list[int]]) -> Json:
        """The finding, marked if each of its rules is covered by an entry whose day is not over."""
        self.used.update(place for places in covering for place in places)
        live = [[self.entries[place] for place in places] for places in covering]
        live = [[entry for entry in entries if not entry.is_over(self.today)] for entries in live]
        if not all(live):
            return found
        first_to_end = min((max(entries, key=_end) for entries in live), key=_end)
        return {**found, "ignored": asdict(first_to_end.mark)}

    def problems(self, scope: Scope) -> Iterator[Json]:
        for place, entry in enumerate(self.entries):
            if place in self.used:
                if entry.is_over(self.today):
                    yield _problem(EXPIRED_IGNORE, entry, f"ended on {entry.until}, and what it ignored counts again")
            elif scope.holds(entry):
                yield _problem(UNUSED_IGNORE, entry, "covers nothing (any more)")


def with_ignores(report: Json, entries: Sequence[IgnoreEntry], today: date, scope: Scope) -> Json:
    """The report with `"ignored": {"reason", "until"}` on what the entries cover; all else in it stays as it is.

    Entries that are over, and those within the scope that cover nothing, are added as problems of the ignore file.
    """
    ignoring = _Ignoring(entries=entries, today=today)
    marked = {**report, "problems": [ignoring.problem(problem) for problem in report["problems"]]}
    if "results" in report:
        marked["results"] = [ignoring.result(result) for result in report["results"]]
    marked["problems"] += ignoring.problems(scope)
    return marked


def _end(entry: IgnoreEntry) -> str:
    return entry.until.isoformat() if entry.until else "for good"  # which sorts behind every day


def _problem(code: str, entry: IgnoreEntry, said: str) -> Json:
    rule = rule_of(code)
    about = " of ".join(name for name in (entry.rule.id, entry.contract or entry.path) if name)
    return {
        "code": code,
        "severity": rule.severity.value,
        "path": IGNORE_FILE,
        "line": entry.line,
        "column": 1,
        "message": f"the entry for {about} {said}",
        "fix": rule.fix,
    }
