"""Values as they stand in JSON columns, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.model import ContentModel, Formats, Mode, Policy, Provenance

if TYPE_CHECKING:
    from contracts.keywords import Json
    from contracts.model import Contract


def policy_to_json(policy: Policy) -> Json:
    """`{"mode", "content_model", "formats", "allow_undecided"}`; `mode` is null for the default of the kind."""
    return {
        "mode": policy.mode and policy.mode.value,
        "content_model": policy.content_model.value,
        "formats": policy.formats.value,
        "allow_undecided": policy.allow_undecided,
    }


def policy_of_json(value: Json) -> Policy:
    """The policy that `policy_to_json` wrote."""
    return Policy(
        mode=Mode(value["mode"]) if value["mode"] else None,
        content_model=ContentModel(value["content_model"]),
        formats=Formats(value["formats"]),
        allow_undecided=value["allow_undecided"],
    )


def provenance_to_json(provenance: Provenance | None) -> Json:
    """`{"path", "line", "end_line", "section", "via"}`, or null."""
    if provenance is None:
        return None
    return {
        "path": provenance.path,
        "line": provenance.line,
        "end_line": provenance.end_line,
        "section": list(provenance.section),
        "via": provenance.via,
    }


def provenance_of_json(value: Json) -> Provenance | None:
    """The provenance that `provenance_to_json` wrote."""
    if value is None:
        return None
    return Provenance(**{**value, "section": tuple(value["section"])})


def declaration_to_json(contract: Contract) -> Json:
    """What the owner's document says of a contract beside its schema, its parties and its policy."""
    return {
        "path": contract.path,
        "description": contract.description,
        "visibility": contract.visibility,
        "auth": contract.auth,
        "confidence": contract.confidence.value,
        "aliases": list(contract.aliases),
        "labels": list(contract.labels),
        "supersedes": contract.supersedes,
        "examples": list(contract.examples),
        "provenance": provenance_to_json(contract.provenance),
    }
