"""SARIF, held against the schema of OASIS."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from jsonschema import Draft7Validator  # type: ignore[import-untyped]  # the library has no type hints

from contracts.findings import Finding, Summary
from contracts.keywords import Json
from registry.cli.formats import sarif
from tests.findings import IGNORED, REMOVED, SUMMARIES, WARNING, case, summary

# Not Bindery's own validator: a pattern of this schema is none of ECMA-262 (a bracket too many), and that says so.
SCHEMA = Draft7Validator(
    json.loads((Path(__file__).parents[3] / "schemas" / "sarif-schema-2.1.0.json").read_bytes()),
    format_checker=Draft7Validator.FORMAT_CHECKER,
)


def run_of(*findings: Finding) -> Json:
    """The only run of a document."""
    document = json.loads(sarif.document(summary(case(*findings))))
    SCHEMA.validate(document)
    (run,) = document["runs"]
    return run


def mark_of(finding: Finding) -> str:
    """The fingerprint of a finding that stands alone."""
    (result,) = run_of(finding)["results"]
    (mark,) = result["partialFingerprints"].values()
    return str(mark)


@settings(max_examples=10)  # the schema is large
@given(told=SUMMARIES)
def test_every_document_is_valid(told: Summary) -> None:
    """Whatever texts a summary holds."""
    SCHEMA.validate(json.loads(sarif.document(told)))


def test_a_result_points_at_the_line() -> None:
    """From the top of the repository, as a URI, with line, column and contract."""
    (warning,) = run_of(replace(WARNING, path="docs/my orders.md"))["results"]
    place = warning["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "docs/my%20orders.md", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 7, "startColumn": 3}
    (refused,) = run_of(REMOVED)["results"]
    assert refused["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "order.created"


def test_rules_come_from_the_catalogues() -> None:
    """Each rule that a result names stands in the list, at the index that the result gives."""
    run = run_of(REMOVED, WARNING, replace(WARNING, line=9))
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        "required-property-removed",
        "missing-consumer",
        "missing-consumer",
    ]
    assert rules[0]["shortDescription"]["text"] == "NAME names no consumer"


@pytest.mark.parametrize("finding", [REMOVED, WARNING])
def test_a_moved_line_is_the_same_finding(finding: Finding) -> None:
    """The fingerprint stays, so that a dashboard does not close one alert and open another."""
    assert mark_of(replace(finding, line=99, column=9)) == mark_of(finding)


@pytest.mark.parametrize(
    "other",
    [
        replace(REMOVED, pointer="/properties/other"),
        replace(REMOVED, contract="order.paid"),
        replace(REMOVED, path="docs/other.md"),
        replace(REMOVED, question="BACKWARD message against version 1: incompatible"),
    ],
)
def test_another_finding_has_another_fingerprint(other: Finding) -> None:
    """Each part of what identifies it counts."""
    assert mark_of(other) != mark_of(REMOVED)


def test_findings_that_say_the_same_are_told_apart() -> None:
    """Two equal sentences in one document are two results."""
    marks = [result["partialFingerprints"] for result in run_of(WARNING, replace(WARNING, line=9))["results"]]
    assert marks[0] != marks[1]


def test_what_is_ignored_is_suppressed_not_left_out() -> None:
    """With the reason as its justification."""
    (result,) = run_of(IGNORED)["results"]
    (suppression,) = result["suppressions"]
    assert (suppression["kind"], suppression["justification"]) == (
        "external",
        "ignored until 2026-12-31 because nobody reads it",
    )
