"""Bindery's own design document is read, registered and kept by Bindery."""

from __future__ import annotations

from pathlib import Path

from contracts.model import Severity
from registry.settings import Settings
from tests.bindery_design import PAGE, design
from tests.running_registry import register, registry_client

EVENTS = {"contract.registered", "contract.deprecated", "deployment.recorded"}


def test_the_document_has_no_errors() -> None:
    """Nothing in it keeps it from being registered; what Bindery warns of is meant."""
    warned = {problem.code for problem in design().problems if problem.severity is Severity.WARNING}
    assert [problem for problem in design().problems if problem.severity is Severity.ERROR] == []
    assert warned <= {"open-object"}


def test_its_events_and_operations_are_found() -> None:
    """The events that are published and the operations that others rely on have their shapes."""
    found = {contract.name for contract in design().contracts if contract.definition is not None}
    assert found >= EVENTS | {"bindery:GET:/api/v1/changes", "bindery:GET:/readyz"}


def test_it_is_registered_like_any_other(tmp_path: Path) -> None:
    """A registry takes the document, and holds its contracts."""
    with registry_client(Settings.of_sqlite_file(tmp_path / "registry.db")) as client:
        answer = register(client, {"docs/design/bindery.design.md": PAGE.read_text(encoding="utf-8")})
        listed = client.get("/api/v1/contracts", params={"service": "bindery"}).json()["items"]
    assert answer.status_code == 200
    assert {contract["name"] for contract in listed} >= EVENTS
