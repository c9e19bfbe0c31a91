"""Reports with an ignore file applied."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.findings import Looked, Scope, Standing, of_plan, read_ignore_file, with_ignores
from contracts.keywords import Json

TODAY = date(2026, 6, 1)
PROBLEM = {
    "code": "missing-consumer",
    "severity": "warning",
    "path": "docs/orders.md",
    "line": 7,
    "column": 1,
    "message": "order.created names no consumer",
    "fix": "",
}
CHANGES = [
    {"rule": rule, "pointer": f"/properties/{name}", "sentence": f"{name} changed.", "fix": "", "path": None, "line": 9}
    for rule, name in (("required-property-removed", "a"), ("type-changed", "b"))
]


def plan(*changes: Json, outcome: str = "incompatible", problems: list[Json] | None = None) -> Json:
    """A plan in which order.created is refused because of these changes."""
    check = {
        "direction": "FORWARD",
        "part": "message",
        "against_version": 1,
        "blocking": True,
        "outcome": outcome,
        "changes": list(changes),
        "witness": None,
        "reason": {"of": None, "pointer": "", "keyword": "pattern", "sentence": "too large"}
        if outcome == "undecided"
        else None,
    }
    result = {
        "kind": "event",
        "name": "order.created",
        "outcome": outcome,
        "blocking": True,
        "accepted_reason": None,
        "note": "",
        "owner": {"source": "shop", "path": "docs/orders.md"},
        "line": 5,
        "checks": [check],
    }
    return {"refusal": "incompatible", "summary": {outcome: 1}, "results": [result], "problems": problems or []}


def applied(report: Json, *entries: str, scope: Scope | None = None) -> Json:
    """The report after these entries, each the inside of a YAML mapping."""
    text = "ignore: [" + ", ".join(f"{{{entry}, reason: agreed}}" for entry in entries) + "]"
    return with_ignores(report, read_ignore_file(text), TODAY, scope or Scope(has_verdicts=True))


def standing(report: Json) -> Standing:
    """What the report comes to."""
    return of_plan(report, Looked(title="check")).standing


@pytest.mark.parametrize(
    ("entry", "is_covered"),
    [
        ("rule: missing-consumer, path: docs/orders.md", True),
        ("rule: missing-consumer, path: 'docs/*'", True),
        ("rule: missing-consumer, contract: order.created", True),
        ("rule: missing-consumer, contract: order.paid", False),
        ("rule: missing-consumer, path: docs/other.md", False),
        ("rule: missing-producer, path: docs/orders.md", False),
    ],
)
def test_a_problem_is_covered_by_rule_path_and_contract(entry: str, *, is_covered: bool) -> None:
    """All that the entry names must fit; what is covered stays in the report."""
    found = applied({"problems": [PROBLEM]}, entry)["problems"][0]
    assert ("ignored" in found) is is_covered
    assert {key: found[key] for key in PROBLEM} == PROBLEM


def test_an_answer_is_ignored_only_if_each_of_its_changes_is() -> None:
    """An entry about one change must not carry another through."""
    first, second = (
        "rule: required-property-removed, contract: order.created",
        "rule: type-changed, path: docs/orders.md",
    )
    assert standing(applied(plan(*CHANGES), first)) is Standing.FAILED
    ignored = applied(plan(*CHANGES), first, second)
    assert standing(ignored) is Standing.PASSED
    assert (ignored["refusal"], ignored["results"][0]["blocking"]) == ("incompatible", True)


def test_a_pointer_narrows_to_one_place() -> None:
    """The same rule elsewhere in the contract still counts."""
    entry = "rule: required-property-removed, contract: order.created, pointer: /properties/"
    assert standing(applied(plan(CHANGES[0]), f"{entry}a")) is Standing.PASSED
    assert standing(applied(plan(CHANGES[0]), f"{entry}z")) is Standing.FAILED


def test_undecided_is_ignored_by_its_own_name() -> None:
    """Not by that of a change; what could not be checked cannot be ignored at all."""
    change = "rule: required-property-removed, contract: order.created"
    undecided = "rule: undecided, contract: order.created"
    assert standing(applied(plan(CHANGES[0], outcome="undecided"), change)) is Standing.NOT_KNOWN
    assert standing(applied(plan(CHANGES[0], outcome="undecided"), undecided)) is Standing.PASSED
    assert standing(applied(plan(CHANGES[0], outcome="could not check"), change, undecided)) is Standing.NOT_KNOWN


def test_an_entry_that_is_over_ignores_nothing_and_is_a_finding() -> None:
    """With its own line, in the ignore file."""
    report = applied(plan(CHANGES[0]), "rule: required-property-removed, contract: order.created, until: 2026-05-31")
    assert standing(report) is Standing.FAILED
    (expired,) = report["problems"]
    assert (expired["code"], expired["severity"], expired["path"], expired["line"]) == (
        "expired-ignore",
        "warning",
        ".bindery-ignore.yaml",
        1,
    )
    assert "required-property-removed of order.created ended on 2026-05-31" in expired["message"]


@pytest.mark.parametrize(
    ("entry", "scope", "is_unused"),
    [
        ("rule: no-schema, path: docs/a.md", Scope(), True),
        ("rule: no-schema, path: docs/a.md", Scope(place="docs"), True),
        ("rule: no-schema, path: docs/a.md", Scope(place="docs/a.md", is_folder=False), True),
        ("rule: no-schema, path: docs/a.md", Scope(place="api"), False),
        ("rule: no-schema, path: docs/a.md", Scope(place="do"), False),
        ("rule: no-schema, contract: order.paid", Scope(place="docs/a.md", is_folder=False), False),
        ("rule: type-changed, contract: order.paid", Scope(has_verdicts=True), True),
        ("rule: type-changed, contract: order.paid", Scope(), False),
        ("rule: schema-dropped, contract: order.paid", Scope(), False),
    ],
)
def test_an_entry_that_covers_nothing_is_reported(entry: str, scope: Scope, *, is_unused: bool) -> None:
    """But only by a run that could have found what it is about."""
    problems = applied({"problems": []}, entry, scope=scope)["problems"]
    assert [problem["code"] for problem in problems] == ["unused-ignore"] * is_unused


def test_the_day_that_is_told_is_when_the_finding_counts_again() -> None:
    """Of two entries for one rule the later ends it; of two rules of one answer, the one that ends first."""
    same = [f"rule: missing-consumer, path: docs/orders.md, until: 2026-{month}-01" for month in ("09", "12")]
    (problem,) = applied({"problems": [PROBLEM]}, *same)["problems"]
    assert problem["ignored"]["until"] == "2026-12-01"
    both = [f"rule: {change['rule']}, contract: order.created" for change in CHANGES]
    (result,) = applied(plan(*CHANGES), both[0], f"{both[1]}, until: 2026-09-01")["results"]
    assert result["checks"][0]["ignored"]["until"] == "2026-09-01"
