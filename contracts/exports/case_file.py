"""The case file: test messages for every contract of a lock file, for test suites that do not have the core.

    {"cases_version": 1, "service": "billing", "contracts": [
      {"kind": "event", "name": "order.created", "fingerprint": "sha256:...", "parts": [
        {"part": "message", "cases": [{"id": "full", "valid": true, "rule": null, "message": {}}]}]}]}

It is made from the lock file alone, so the same lock file gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.messages import cases
from contracts.model import Definition, Formats, Kind

if TYPE_CHECKING:
    from contracts.keywords import Json
    from contracts.messages import Case
    from contracts.model import Part

CASES_VERSION = 1


def case_file(lock: dict[str, Json]) -> dict[str, Json]:
    """The case file of a lock file; a contract in which the service has two roles stands there once."""
    once = {(entry["kind"], entry["name"]): entry for entry in lock["contracts"]}
    contracts = [_contract(entry) for _, entry in sorted(once.items())]
    return {"cases_version": CASES_VERSION, "service": lock["service"], "contracts": contracts}


def _contract(entry: dict[str, Json]) -> dict[str, Json]:
    formats = Formats(entry.get("formats", Formats.ASSERT))
    definition = Definition.from_json(Kind(entry["kind"]), entry["schema"])
    return {
        "kind": entry["kind"],
        "name": entry["name"],
        "fingerprint": entry["fingerprint"],
        "parts": [_part(part, formats) for part in definition.parts],
    }


def _part(part: Part, formats: Formats) -> dict[str, Json]:
    return {"part": part.name, "cases": [_case(case) for case in cases(part.schema, formats=formats)]}


def _case(case: Case) -> dict[str, Json]:
    return {"id": case.id, "valid": case.valid, "rule": case.rule, "message": case.message}
