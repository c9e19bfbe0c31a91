"""An ignore file in a repository."""

from __future__ import annotations

import json
from pathlib import Path

from contracts.findings import IGNORE_FILE
from contracts.validation import Validator
from tests.command_line import Project, bindery
from tests.design_documents import BROKEN, order_document

ENTRY = "rule: required-property-removed, contract: order.created, reason: nobody reads it"


def ignore(project: Project, *entries: str) -> None:
    """Write the ignore file."""
    text = "".join(f"  - {{{entry}}}\n" for entry in entries)
    (project.root / IGNORE_FILE).write_text(f"ignore:\n{text}", "utf-8")


def test_an_ignored_break_passes_and_stays_visible(project: Project) -> None:
    """Exit 0, with verdict, witness, reason and day; a registry would still refuse it."""
    project.write(order_document(BROKEN))
    ignore(project, f"{ENTRY}, until: 2999-12-31")
    answer = bindery("check", project.docs)
    assert answer.code == 0
    for part in ("incompatible", "witness", "ignored until 2999-12-31 because nobody reads it", "refused; 1 ignored"):
        assert part in answer.out
    assert bindery("check", project.docs, "--format", "json").json["refusal"] == "incompatible"


def test_an_entry_of_yesterday_does_not_count(project: Project) -> None:
    """The break fails again, and the entry is pointed at."""
    project.write(order_document(BROKEN))
    ignore(project, f"{ENTRY}, until: 2001-01-01")
    answer = bindery("check", project.docs)
    assert answer.code == 1
    assert f"{IGNORE_FILE}:2:1: warning expired-ignore" in answer.out


def test_diff_and_register_ignore_nothing(project: Project) -> None:
    """They say what two files mean to each other, and what a registry decides."""
    ignore(project, f"{ENTRY}, until: 2999-12-31")
    old, new = project.root / "docs" / "orders.md", project.root / "new.md"
    new.write_text(order_document(BROKEN), "utf-8")
    assert bindery("diff", str(old), str(new)).code == 1


def test_lint_counts_what_is_ignored(project: Project) -> None:
    """And forgives it under --strict."""
    project.write(order_document(consumers="-"))
    assert bindery("lint", project.docs, "--strict").code == 1
    ignore(project, "rule: missing-consumer, path: docs/orders.md, reason: billing follows")
    answer = bindery("lint", project.docs, "--strict")
    assert answer.code == 0
    assert "ignored because billing follows" in answer.out
    assert ", 1 of them ignored" in answer.err


def test_a_slip_in_the_file_is_usage(project: Project) -> None:
    """Exit 2 with the line: what is ignored would not be what was meant."""
    ignore(project, "rule: missing-consumers, path: docs/orders.md, reason: x")
    answer = bindery("check", project.docs)
    assert answer.code == 2
    assert f"{IGNORE_FILE}:2: there is no rule `missing-consumers`: did you mean `missing-consumer`?" in answer.err


def test_the_marks_are_documented(project: Project) -> None:
    """A plan with ignored findings fits its JSON Schema."""
    schema = Path(__file__).parents[3] / "docs" / "schemas" / "plan.schema.json"
    project.write(order_document(BROKEN, consumers="billing, ?"))
    ignore(project, ENTRY, "rule: missing-producer, path: docs/orders.md, reason: x")
    plan = bindery("check", project.docs, "--format", "json").json
    assert any("ignored" in check for check in plan["results"][0]["checks"])
    assert Validator(json.loads(schema.read_bytes())).rejections(plan) == ()
