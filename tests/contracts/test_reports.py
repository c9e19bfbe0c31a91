"""The JSON of values, against its documented schemas."""

from __future__ import annotations

import json
from pathlib import Path

from contracts.compatibility.verdict import Change, Check, Comparison, Outcome, Reason, Verdict
from contracts.keywords import Json
from contracts.model import (
    ContractKey,
    DesignDocument,
    Direction,
    Edge,
    Ignored,
    Kind,
    Provenance,
    Service,
    Severity,
)
from contracts.registration import Registered, plan_registration, registered_baseline
from contracts.reports import comparison_report, extract_report, plan_report, verdict_report
from contracts.validation import Rejection, Validator
from tests.builders import document, event, operation, problem, schema_of

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def problems_of(report: Json, name: str) -> tuple[Rejection, ...]:
    """What the documented schema says against a report."""
    return Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))).rejections(report)


def test_everything_that_a_document_may_hold_is_reported_as_documented() -> None:
    """Services, events, operations, contracts without schema, edges, problems and what was ignored."""
    place = Provenance(path="docs/orders.md", line=4, section=("1", "1.2"), via="table")
    read = DesignDocument(
        path="docs/orders.md",
        services=(Service(name="orders", title="Orders", provenance=place),),
        contracts=(
            event(schema=schema_of("orderId")),
            event("order.paid", schema=None),
            operation(request={"type": "object"}, responses={"201": {"application/json": True}}),
        ),
        edges=(Edge(from_service="orders", to_service="billing", provenance=place),),
        problems=(problem(Severity.INFO),),
        ignored=(Ignored(line=8, end_line=9, what="fence", reason="no event"),),
    )
    report = extract_report([read])
    assert problems_of(report, "extract") == ()
    assert [contract["name"] for contract in report["contracts"]] == [
        "order.created",
        "order.paid",
        "inventory:POST:/internal/reservations",
    ]
    assert report["contracts"][2]["responses"] == {"201": {"application/json": True}}


def test_a_plan_is_reported_as_documented() -> None:
    """Refused, removed and unchanged contracts fit the schema; the summary counts them."""
    baseline = registered_baseline(
        [document(event(schema=schema_of("a", "b")), event("order.paid", schema=None), event("gone", schema=None))]
    )
    edited = document(event(schema=schema_of("a")), event("order.paid", schema=None))
    report = plan_report(plan_registration([edited], baseline))
    assert problems_of(report, "plan") == ()
    assert (report["refusal"], report["summary"]) == (
        "incompatible",
        {"contract-removed": 1, "incompatible": 1, "unchanged": 1},
    )


def test_a_party_is_reported_once() -> None:
    """Two documents that name the same party do not make it two."""
    mention = document(event(schema=None, producers=[], consumers=["billing"]), path="docs/billing.md")
    report = plan_report(plan_registration([document(event(schema=schema_of("a"))), mention], Registered()))
    assert report["results"][0]["parties"] == [
        {"service": "billing", "role": "consumer"},
        {"service": "orders", "role": "producer"},
    ]


def test_who_accepts_a_witness_depends_on_who_writes() -> None:
    """A response flows from the provider: backward, the new version writes it and the old one reads it."""
    reason = Reason(pointer="/not", keyword="not", sentence="too deep", side="reader")
    verdict = Verdict(outcome=Outcome.UNDECIDED, reason=reason)
    change = Change(rule="r", old_pointer="/properties/a", new_pointer=None, sentence="s", fix="f")
    checks = tuple(
        Check(
            direction=Direction.BACKWARD,
            part=part,
            verdict=verdict,
            is_blocking=True,
            is_asked=True,
            changes=(change,),
            old_number=3,
        )
        for part in ("request", "response 201 application/json")
    )
    assert [check.is_written_by_old for check in checks] == [True, False]
    key = ContractKey(kind=Kind.OPERATION, name="a:GET:/b")
    report = comparison_report(key, Comparison(checks=checks, changes=(change,)))
    assert report["outcome"] == "undecided"
    assert report["checks"][0]["changes"][0]["pointer"] == "/properties/a"
    shown = {"pointer": "/not", "keyword": "not", "sentence": "too deep"}
    assert report["checks"][0]["reason"] == {"of": "the new version", **shown}
    assert report["checks"][1]["reason"] == {"of": "version 3", **shown}


def test_a_compatible_verdict_has_neither_witness_nor_reason() -> None:
    """What is proved needs no example."""
    report = verdict_report(Verdict(outcome=Outcome.COMPATIBLE))
    assert report == {"outcome": "compatible", "witness": None, "reason": None}
