"""Where the pages of things are."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from registry.sources import segment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.model import ContractKey, DocumentId


def contract_url(key: ContractKey) -> str:
    """The page of a contract: `/contracts/operation/inventory:POST:~1internal`; the API has it below `/api/v1`."""
    return f"/contracts/{key.kind}/{segment(key.name)}"


def version_url(key: ContractKey, number: int) -> str:
    """The page of a version."""
    return f"{contract_url(key)}/versions/{number}"


def compare_url(key: ContractKey, old: int | None = None, new: int | None = None) -> str:
    """The page that compares two versions: without numbers the latest and the one before."""
    return with_query(f"{contract_url(key)}/compare", {"old": old, "new": new})


def service_url(name: str) -> str:
    """The page of a service; the API has it below `/api/v1`."""
    return f"/services/{segment(name)}"


def environment_url(name: str) -> str:
    """The page of an environment."""
    return f"/environments/{quote(name, safe='')}"


def deploy_url(service: str, version: str, environment: str) -> str:
    """The page that says whether a build may go to an environment."""
    return with_query("/can-i-deploy", {"service": service, "version": version, "environment": environment})


def document_url(document: DocumentId) -> str:
    """The page of a design document."""
    return with_query("/documents/revisions", {"source": document.source, "path": document.path})


def rule_url(identifier: str) -> str:
    """The page that explains a rule of changes or a problem of documents."""
    return f"/rules/{quote(identifier, safe='')}"


def with_query(path: str, query: Mapping[str, str | int | None]) -> str:
    """A path with those parameters of a query that say something."""
    said = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(said)}" if said else path
