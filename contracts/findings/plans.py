"""The summary of a plan, and of the problems of documents alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.findings.finding import Case, Finding, Ignored, Standing, Summary
from contracts.findings.rules import COULD_NOT_CHECK, UNDECIDED
from contracts.model import Severity
from contracts.model.counts import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from contracts.keywords import Json

RULES_OF_OUTCOMES = {"undecided": UNDECIDED, "could not check": COULD_NOT_CHECK}
ENDINGS = {None: "", "document-problems": "; refused: the documents have errors"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a command looked at: its words (`check docs --against git:main`), and the paths of the documents.

    `is_strict`: warnings count as errors.
    """

    title: str
    documents: tuple[str, ...] = ()
    is_strict: bool = False


def of_problems(report: Json, looked: Looked) -> Summary:
    """The summary of the problems of documents, a case per document."""
    return Summary(
        title=looked.title,
        conclusion=f"{counted(len(looked.documents), 'document')}, {_problems(report['problems'])}",
        cases=tuple(_documents(report["problems"], looked)),
    )


def of_plan(report: Json, looked: Looked) -> Summary:
    """The summary of a plan, a case per document and per contract; remarks on documents are left to `lint`."""
    problems = [problem for problem in report["problems"] if problem["severity"] != "info"]
    cases = (*_documents(problems, looked), *(_contract(result) for result in report["results"]))
    ignored = sum(case.standing is Standing.IGNORED for case in cases)
    total = ", ".join(f"{count} {outcome}" for outcome, count in report["summary"].items()) or "no contracts"
    ending = ENDINGS.get(report["refusal"], "; refused")
    return Summary(
        title=looked.title,
        conclusion=total + ending + (f"; {ignored} ignored here" if ignored else ""),
        cases=cases,
    )


def changed_rules(check: Json) -> list[str]:
    """The rules that a blocking answer stands for: each must be ignored for the answer not to count."""
    named = RULES_OF_OUTCOMES.get(check["outcome"])
    return [named] if named else [change["rule"] for change in check["changes"]] or [check["outcome"]]


def rule_of_result(result: Json) -> str:
    """The rule of a contract that is refused without a question having been asked about it."""
    outcome: str = result["outcome"]
    return RULES_OF_OUTCOMES.get(outcome, outcome)


def _problems(problems: Sequence[Json]) -> str:
    ignored = sum("ignored" in problem for problem in problems)
    return counted(len(problems), "problem") + (f", {ignored} of them ignored" if ignored else "")


def _documents(problems: Iterable[Json], looked: Looked) -> Iterator[Case]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for problem in problems:
        found[problem["path"]].append(_problem(problem, is_strict=looked.is_strict))
    for path in sorted({*looked.documents, *found}):
        findings = tuple(found[path])
        said = counted(len(findings), "problem") if findings else "no problems"
        yield Case(kind="document", name=path or "what was asked", outcome=said, findings=findings)


def _problem(problem: Json, *, is_strict: bool) -> Finding:
    severity = Severity(problem["severity"])
    return Finding(
        rule=problem["code"],
        severity=Severity.ERROR if is_strict and severity is Severity.WARNING else severity,
        sentence=problem["message"],
        fix=problem["fix"],
        path=problem["path"],
        line=problem["line"],
        column=problem["column"],
        ignored=ignored_of(problem),
    )


def ignored_of(marked: Json) -> Ignored | None:
    """The mark that `with_ignores` left on a part of a report."""
    mark = marked.get("ignored")
    return Ignored(reason=mark["reason"], until=mark["until"]) if mark else None


def _contract(result: Json) -> Case:
    accepted = result["accepted_reason"]
    note = f"accepted as an intended break: {accepted}" if accepted is not None else result["note"]
    return Case(
        kind=result["kind"],
        name=result["name"],
        outcome=result["outcome"],
        note=note,
        findings=tuple(_refusals(result)) if result["blocking"] else (),
    )


def _refusals(result: Json) -> Iterator[Finding]:
    blocking = [check for check in result["checks"] if check["blocking"]]
    for check in blocking:
        yield _refusal(check, result)
    if not blocking:
        yield Finding(
            rule=rule_of_result(result),
            severity=Severity.ERROR,
            sentence=result["note"],
            path=result["owner"]["path"],
            line=result["line"] or 0,
            contract=result["name"],
            is_known=result["outcome"] not in RULES_OF_OUTCOMES,
            ignored=ignored_of(result),
        )


def _refusal(check: Json, result: Json) -> Finding:
    against = f"version {check['against_version']}" if check["against_version"] else "the old version"
    change, *others = check["changes"] or [None]
    reason = check["reason"]
    is_known = check["outcome"] not in RULES_OF_OUTCOMES
    why = [f"{reason['keyword']} at {reason['pointer'] or '/'}{_side(reason)}: {reason['sentence']}"] if reason else []
    explained = change is not None and is_known
    told = [] if explained or change is None else [change]
    return Finding(
        rule=changed_rules(check)[0],
        severity=Severity.ERROR,
        sentence=change["sentence"] if explained else f"{check['outcome']}: {_why(check)}",
        fix=change["fix"] if change else "",
        path=(change and change["path"]) or result["owner"]["path"],
        line=(change and change["line"]) or result["line"] or 0,
        contract=result["name"],
        question=f"{check['direction']} {check['part']} against {against}: {check['outcome']}",
        pointer=change["pointer"] if change else "",
        further=(*why, *(f"{one['rule']}: {one['sentence']}" for one in (*told, *others))),
        witness=check["witness"],
        is_known=is_known,
        ignored=ignored_of(check),
    )


def _side(reason: Json) -> str:
    return f" of {reason['of']}" if reason["of"] else ""


def _why(check: Json) -> str:
    if check["reason"]:
        return str(check["reason"]["sentence"])
    return str(check["witness"]["error"]["message"]) if check["witness"] else "no change explains it"
