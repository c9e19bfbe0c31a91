"""Rows of a registration, as far as they follow from its values alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.keywords import property_names
from contracts.reports import checks_report
from registry.storage.json_columns import provenance_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.keywords import Json
    from contracts.model import ContractVersion
    from contracts.registration import PlannedContract
    from registry.storage.registrations import SentDocument


def revision_row(sent: SentDocument, commit: str) -> dict[str, Json]:
    """A revision of a document, without its number."""
    return {
        "commit": commit,
        "content_hash": sent.content_hash,
        "header": dict(sent.header),
        "excerpts": dict(sent.excerpts),
        "problems": list(sent.problems),
    }


def version_row(planned: PlannedContract, version: ContractVersion) -> dict[str, Json]:
    """A new version, without its contract and the revision that declares it."""
    return {
        "number": version.number,
        "fingerprint": version.fingerprint,
        "lines": dict(version.lines),
        "provenance": provenance_to_json(version.provenance),
        "verdicts": checks_report(planned),
        "accepted_reason": planned.accepted_reason,
    }


def field_rows(versions: Iterable[ContractVersion]) -> list[dict[str, Json]]:
    """The names that these versions give to properties, each once, folded and sorted."""
    found = {
        (version.fingerprint, name.casefold())
        for version in versions
        for part in version.definition.parts
        for name in property_names(part.schema)
    }
    return [{"fingerprint": mark, "name": name} for mark, name in sorted(found)]
