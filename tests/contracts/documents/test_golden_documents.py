"""Golden documents, one per notation: the Markdown, and beside it what is read from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from contracts.canonical import fingerprint
from contracts.documents import read_design_document

if TYPE_CHECKING:
    from contracts.keywords import Json
    from contracts.model import Contract, DesignDocument

GOLDEN = Path(__file__).parents[2] / "golden" / "documents"
OPENAPI = GOLDEN.parent / "openapi"
TEXTS = sorted([*GOLDEN.glob("*.md"), *OPENAPI.glob("*.yaml"), *OPENAPI.glob("*.openapi.json")])
DOCUMENTS = pytest.mark.parametrize("place", TEXTS, ids=lambda place: place.name)


def contract_json(contract: Contract) -> Json:
    """What a golden file says of a contract; what is empty is left out."""
    said = {
        "kind": contract.kind.value,
        "name": contract.name,
        "path": contract.path,
        "parties": [f"{party.role} {party.service} ({party.confidence})" for party in contract.parties],
        "at": f"{contract.provenance.line} {contract.provenance.via}",
        "confidence": contract.confidence.value,
        "status": "" if contract.status == "active" else contract.status.value,
        "visibility": contract.visibility if contract.kind == "operation" else "",
        "auth": contract.auth,
        "mode": str(contract.policy.mode) if contract.policy else "",
        "aliases": list(contract.aliases),
        "labels": list(contract.labels),
        "supersedes": contract.supersedes or "",
        "asserted_version": contract.asserted_version or "",
        "definition": contract.definition.to_json() if contract.definition else "",
        "lines": [f"{place} {line}" for place, line in sorted(contract.lines.items()) if place.count("/") <= 2],
        "examples": len(contract.examples) or "",
    }
    return {key: value for key, value in said.items() if value}


def document_json(document: DesignDocument) -> Json:
    """What a golden file says of a document."""
    return {
        "services": [service.name for service in document.services],
        "edges": [f"{edge.from_service} -> {edge.to_service} {edge.protocol}" for edge in document.edges],
        "metadata": dict(document.metadata),
        "contracts": [contract_json(contract) for contract in document.contracts],
        "problems": [
            f"{problem.line} {problem.severity} {problem.code}: {problem.message}" for problem in document.problems
        ],
        "ignored": [f"{found.line} {found.what}: {found.reason}" for found in document.ignored],
    }


@DOCUMENTS
def test_a_golden_document_is_read_as_its_file_says(place: Path) -> None:
    """Every fact, line and problem of the document, in order."""
    expected = json.loads(place.with_name(place.name.partition(".")[0] + ".json").read_text("utf-8"))
    assert document_json(read_design_document(place.read_bytes(), path=place.name)) == expected


@DOCUMENTS
def test_reading_a_golden_document_twice_gives_equal_values(place: Path) -> None:
    """The same bytes in, the same value out; line ends and a byte order mark change nothing."""
    text = place.read_text("utf-8")
    once = read_design_document(text, path=place.name)
    assert once == read_design_document(text, path=place.name)
    assert once == read_design_document("\ufeff" + text.replace("\n", "\r\n"), path=place.name)


@DOCUMENTS
def test_every_definition_of_a_golden_document_can_be_stored(place: Path) -> None:
    """Each definition has a fingerprint, and each recorded line lies within the document."""
    text = place.read_text("utf-8")
    count = text.count("\n") + 1
    for contract in read_design_document(text, path=place.name).contracts:
        if contract.definition is not None:
            assert fingerprint(contract.definition).startswith("sha256:")
        assert all(1 <= line <= count for line in contract.lines.values())
