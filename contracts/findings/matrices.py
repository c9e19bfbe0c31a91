"""The summary of a can-i-deploy matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.findings.finding import Case, Finding, Ignored, Summary
from contracts.findings.rules import CANNOT_DEPLOY, UNDECIDED
from contracts.model import Severity

if TYPE_CHECKING:
    from contracts.keywords import Json


def of_matrix(report: Json) -> Summary:
    """The summary of a matrix, a case per contract and counterpart."""
    return Summary(
        title=f"can-i-deploy {report['service']} {report['version']} to {report['environment']}",
        conclusion=f"{report['answer']}: {report['reason']}",
        cases=tuple(_case(row) for row in report["rows"]),
    )


def against(row: Json) -> str:
    """Who meets whom: `consumer against orders 1.0, version 3 with version 2`."""
    met = row["counterpart"]
    if met is None:
        return str(row["role"])
    label = f" ({met['instance']})" if met["instance"] else ""
    return f"{row['role']} against {met['service']} {met['version']}{label}, {_number(row)} with {_number(met)}"


def told(row: Json) -> str:
    """What else is known of a row, whatever it answers: `; tests failed`."""
    named = "" if row["named"] else f"; no registered document makes it a {row['role']}"
    missing = "; no tests reported" if row["blocking"] and row["answer"] == "yes" else ""
    other = "; tests of another version of the contract" if row["tests_of_other_version"] else missing
    tests = {True: "; tests passed", False: "; tests failed", None: other}[row["verified"]]
    return named + tests


def _number(side: Json) -> str:
    return f"version {side['contract_version']}" if side["contract_version"] else "no version"


def _case(row: Json) -> Case:
    is_finding = row["blocking"] or (row["ignored"] and row["answer"] != "yes")
    return Case(
        kind=against(row),
        name=row["name"],
        outcome=row["answer"],
        note=row["reason"] + told(row),
        findings=(_finding(row),) if is_finding else (),
    )


def _finding(row: Json) -> Finding:
    checks = [check for check in row["checks"] if check["outcome"] != "compatible"]
    changes = [change for check in checks for change in check["changes"]]
    reasons = [check["reason"] for check in checks if check["reason"]]
    is_known = row["answer"] != "undecided"
    return Finding(
        rule=CANNOT_DEPLOY if is_known else UNDECIDED,
        severity=Severity.ERROR,
        sentence=row["reason"] + told(row),
        contract=row["name"],
        question=against(row),
        further=(
            *(f"{change['rule']}: {change['sentence']}" for change in changes),
            *(f"{reason['keyword']}: {reason['sentence']}" for reason in reasons),
        ),
        witness=next((check["witness"] for check in checks if check["witness"]), None),
        is_known=is_known,
        ignored=Ignored(reason=f"of --ignore {row['name']}") if row["ignored"] else None,
    )
