"""JUnit XML: what was looked at as test cases, which GitLab, Jenkins, Azure and most others show.

What was not decided or not checked is an `error`, what is refused a `failure`, what is ignored `skipped`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from contracts.findings import Standing

if TYPE_CHECKING:
    from contracts.findings import Case, Finding, Summary

ELEMENTS = {Standing.FAILED: "failure", Standing.NOT_KNOWN: "error", Standing.IGNORED: "skipped"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(summary: Summary) -> str:
    """One suite, with a test case per document and contract."""
    counts = Counter(case.standing for case in summary.cases)
    suites = ET.Element("testsuites")
    suite = ET.SubElement(
        suites,
        "testsuite",
        name=_clean(summary.title),
        tests=str(len(summary.cases)),
        failures=str(counts[Standing.FAILED]),
        errors=str(counts[Standing.NOT_KNOWN]),
        skipped=str(counts[Standing.IGNORED]),
    )
    for case in summary.cases:
        _add_case(suite, case)
    ET.SubElement(suite, "system-out").text = _clean(summary.conclusion)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _add_case(suite: ET.Element, case: Case) -> None:
    made = ET.SubElement(suite, "testcase", classname=_clean(case.name), name=_clean(f"{case.name} ({case.kind})"))
    deciding = [finding for finding in case.findings if _decides(finding, case.standing)]
    if deciding:
        first = deciding[0]
        said = str(first.ignored) if first.ignored else first.sentence
        element = ET.SubElement(made, ELEMENTS[case.standing], message=_clean(said), type=first.rule)
        element.text = _clean("\n\n".join(map(_told, deciding)))
    others = [finding for finding in case.findings if finding not in deciding]
    if others:
        ET.SubElement(made, "system-out").text = _clean("\n\n".join(map(_told, others)))


def _decides(finding: Finding, standing: Standing) -> bool:
    if standing is Standing.IGNORED:
        return finding.ignored is not None and finding.severity == "error"
    return finding.is_counted


def _told(finding: Finding) -> str:
    head = " ".join(part for part in (finding.place and f"{finding.place}:", finding.severity, finding.rule) if part)
    return "\n".join((f"{head} {finding.sentence}", *finding.explanation()))


def _clean(text: str) -> str:
    """The text without characters that XML cannot hold, not even escaped."""
    return _NOT_XML.sub("\ufffd", text)
