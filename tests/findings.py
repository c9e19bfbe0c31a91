"""Findings, cases and summaries for tests: by hand, and as Hypothesis draws them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from contracts.findings import Case, Finding, Ignored, Summary
from contracts.findings.rules import FINDING_RULES
from contracts.keywords import Json
from contracts.model import Severity

WITNESS: Json = {
    "message": {"data": {}},
    "exchange": None,
    "accepted_by": "the new version",
    "rejected_by": "version 1",
    "error": {
        "instance_pointer": "/data",
        "schema_pointer": "/required",
        "keyword": "required",
        "message": '"total" is a required property',
    },
}
REMOVED = Finding(
    rule="required-property-removed",
    severity=Severity.ERROR,
    sentence="`data.total` is no longer sent.",
    fix="keep `data.total` required",
    path="docs/orders.md",
    line=23,
    contract="order.created",
    question="FORWARD message against version 1: incompatible",
    pointer="/properties/data/properties/total",
    witness=WITNESS,
)
WARNING = Finding(
    rule="missing-consumer",
    severity=Severity.WARNING,
    sentence="order.paid names no consumer",
    fix="<!-- contract: event=order.paid consumers=SERVICE -->",
    path="docs/orders.md",
    line=7,
    column=3,
)
UNDECIDED = replace(REMOVED, rule="undecided", sentence="undecided: too large", witness=None, is_known=False)
IGNORED = replace(REMOVED, ignored=Ignored(reason="nobody reads it", until="2026-12-31"))


def summary(*cases: Case) -> Summary:
    """What `check docs` found."""
    return Summary(title="check docs against git:main", conclusion="1 incompatible; refused", cases=cases)


def case(*findings: Finding, name: str = "order.created", outcome: str = "incompatible") -> Case:
    """An event with these findings."""
    return Case(kind="event", name=name, outcome=outcome, findings=findings)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
WITNESSES = st.none() | st.builds(lambda message: {**WITNESS, "message": message}, st.dictionaries(TEXTS, TEXTS))
FINDINGS = st.builds(
    Finding,
    rule=st.sampled_from(sorted(FINDING_RULES)) | st.just("a-rule-of-tomorrow"),
    severity=st.sampled_from(Severity),
    sentence=TEXTS,
    fix=TEXTS,
    path=TEXTS,
    line=st.integers(0, 9),
    column=st.integers(0, 9),
    contract=TEXTS,
    question=TEXTS,
    pointer=TEXTS,
    further=st.tuples(TEXTS) | st.just(()),
    witness=WITNESSES,
    is_known=st.booleans(),
    ignored=st.none() | st.builds(Ignored, reason=TEXTS, until=st.none() | st.just("2026-12-31")),
)
CASES = st.builds(Case, kind=TEXTS, name=TEXTS, outcome=TEXTS, note=TEXTS, findings=st.tuples() | st.tuples(FINDINGS))
SUMMARIES = st.builds(Summary, title=TEXTS, conclusion=TEXTS, cases=st.lists(CASES, max_size=2).map(tuple))
