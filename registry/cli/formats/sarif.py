"""SARIF 2.1.0 (OASIS): findings for code scanning, editors and dashboards.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from contracts.findings import rule_of
from contracts.model import Severity
from registry.cli.formats.report import json_text
from registry.settings import VERSION

if TYPE_CHECKING:
    from contracts.findings import Finding, FindingRule, Summary
    from contracts.keywords import Json

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
ROOT = "%SRCROOT%"
_LINE = re.compile(r"\bline \d+")


def document(summary: Summary) -> str:
    """One run: the rules that it names, and a result per finding."""
    names = sorted({finding.rule for finding in summary.findings})
    seen: Counter[str] = Counter()
    results = [_result(finding, names.index(finding.rule), seen) for finding in summary.findings]
    driver = {"name": "Bindery", "semanticVersion": VERSION, "rules": [_rule(rule_of(name)) for name in names]}
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"bindery/{summary.title.partition(' ')[0]}/"},
        "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: FindingRule) -> dict[str, Json]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.sentence},
        "help": {"text": rule.fix or rule.sentence},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(finding: Finding, rule_index: int, seen: Counter[str]) -> dict[str, Json]:
    mark = _fingerprint(finding)
    seen[mark] += 1
    result: dict[str, Json] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": {"text": "\n".join((finding.sentence, *finding.explanation()))},
        "locations": [_location(finding)] if finding.path else [],
        "partialFingerprints": {"binderyFinding/v1": f"{mark}:{seen[mark]}"},
    }
    if finding.ignored:
        result["suppressions"] = [{"kind": "external", "justification": str(finding.ignored)}]
    return result


def _location(finding: Finding) -> dict[str, Json]:
    physical: dict[str, Json] = {"artifactLocation": {"uri": quote(finding.path), "uriBaseId": ROOT}}
    if finding.line:
        physical["region"] = {"startLine": finding.line, **({"startColumn": finding.column} if finding.column else {})}
    location: dict[str, Json] = {"physicalLocation": physical}
    if finding.contract:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.contract, "kind": "contract"}]
    return location


def _fingerprint(finding: Finding) -> str:
    """What makes it the same finding after lines have moved: a contract's question and place, or the sentence."""
    said = (finding.question, finding.pointer) if finding.contract else (_LINE.sub("line", finding.sentence),)
    return sha256("\0".join((finding.rule, finding.path, finding.contract, *said)).encode()).hexdigest()[:32]
