"""JUnit XML, held against the schema of Jenkins's xUnit plugin."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import xmlschema
from hypothesis import given

from contracts.findings import Case, Summary
from registry.cli.formats import junit
from tests.findings import IGNORED, REMOVED, SUMMARIES, UNDECIDED, WARNING, case, summary

SCHEMA = xmlschema.XMLSchema(Path(__file__).parents[3] / "schemas" / "junit-10.xsd")


def suite_of(*cases: Case) -> ET.Element:
    """The suite of a document."""
    text = junit.document(summary(*cases))
    SCHEMA.validate(text)
    return ET.fromstring(text)[0]  # noqa: S314 - written a line ago


@given(told=SUMMARIES)
def test_every_document_is_valid(told: Summary) -> None:
    """Whatever texts a summary holds, control characters included."""
    SCHEMA.validate(junit.document(told))


def test_a_refusal_is_a_failure_that_tells_all() -> None:
    """The message is the sentence; the body has place, rule, witness and fix."""
    (found,) = suite_of(case(REMOVED)).iter("failure")
    assert (found.get("type"), found.get("message")) == (REMOVED.rule, REMOVED.sentence)
    for part in ("docs/orders.md:23: error", "FORWARD message", '{"data": {}}', "required at /data", "Fix: keep"):
        assert part in (found.text or "")


def test_what_is_not_known_is_an_error() -> None:
    """And is counted as one, apart from the failures."""
    suite = suite_of(case(UNDECIDED), case(REMOVED), case(REMOVED, UNDECIDED))
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "2", "1")
    assert len(list(suite.iter("error"))) == 1


def test_what_is_ignored_is_skipped_with_its_reason() -> None:
    """Not passed: it stays visible."""
    suite = suite_of(case(IGNORED))
    (skipped,) = suite.iter("skipped")
    assert (suite.get("failures"), suite.get("skipped")) == ("0", "1")
    assert skipped.get("message") == "ignored until 2026-12-31 because nobody reads it"


def test_a_warning_fails_nothing() -> None:
    """It stands in the output of its test case."""
    suite = suite_of(case(WARNING))
    (made,) = suite.iter("testcase")
    assert (suite.get("failures"), made.find("failure")) == ("0", None)
    assert "missing-consumer" in (made.findtext("system-out") or "")
