"""What callers ask for: one document, or the documents of one request together."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from contracts.documents.asyncapi import read_asyncapi
from contracts.documents.data_files import DATA_SUFFIXES, SCHEMA_SUFFIXES
from contracts.documents.openapi.detection import is_openapi
from contracts.documents.openapi.reading import read_openapi
from contracts.documents.reading import read_markdown
from contracts.documents.schema_files import read_schema_file
from contracts.model import DesignDocument, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.model import Contract, Problem

_NO_RESOURCES: Final[Mapping[str, str]] = MappingProxyType({})
_CROSS_CODES: Final = {
    "missing-producer": Role.PRODUCER,
    "never-published": Role.PRODUCER,
    "missing-consumer": Role.CONSUMER,
    "missing-caller": Role.CALLER,
}


def read_design_document(
    text: str | bytes, *, path: str, resources: Mapping[str, str] = _NO_RESOURCES
) -> DesignDocument:
    """The contracts, services, edges and problems of one design document; it never raises on any text.

    `path` names the document in problems and decides how it is read. `resources` holds the texts of files that the
    document links to, by their path: an envelope that front matter names is taken from there.
    """
    return read_source(text, path=path) or read_markdown(text, path=path, resources=resources)


def read_source(text: str | bytes, *, path: str) -> DesignDocument | None:
    """The document if it is data: OpenAPI or AsyncAPI by what it says, a schema by its file's name; else None."""
    if not path.lower().endswith(DATA_SUFFIXES):
        return None
    if not text.strip():
        return DesignDocument(path=path)
    if path.lower().endswith(SCHEMA_SUFFIXES):
        return read_schema_file(text, path=path)
    return read_openapi(text, path=path) if is_openapi(text) else read_asyncapi(text, path=path)


def read_design_documents(
    documents: Mapping[str, str | bytes], *, resources: Mapping[str, str] = _NO_RESOURCES
) -> tuple[DesignDocument, ...]:
    """The documents of one request by path, in the order of their paths.

    A party that one document leaves out and another one names is no problem of the first.
    """
    texts = {path: text for path, text in documents.items() if isinstance(text, str)}
    together = {**texts, **resources}
    read = tuple(read_design_document(documents[path], path=path, resources=together) for path in sorted(documents))
    named = {
        (str(contract.key.kind), contract.name, party.role)
        for document in read
        for contract in document.contracts
        for party in contract.parties
    }
    shaped = {contract.name for document in read for contract in document.contracts if contract.definition is not None}
    return tuple(replace(document, problems=_remaining(document, named, shaped)) for document in read)


def _remaining(document: DesignDocument, named: set[tuple[str, str, Role]], shaped: set[str]) -> tuple[Problem, ...]:
    """The problems that are none of the request: what is missing here stands in another of its documents."""
    by_line: dict[int, list[Contract]] = {}
    for contract in document.contracts:
        by_line.setdefault(contract.provenance.line, []).append(contract)
    return tuple(
        problem
        for problem in document.problems
        if not any(_is_elsewhere(problem, contract, named, shaped) for contract in by_line.get(problem.line, ()))
    )


def _is_elsewhere(problem: Problem, contract: Contract, named: set[tuple[str, str, Role]], shaped: set[str]) -> bool:
    if not problem.message.startswith(f"{contract.name} "):
        return False
    if problem.code == "no-schema":
        return contract.name in shaped
    role = _CROSS_CODES.get(problem.code)
    return role is not None and (str(contract.kind), contract.name, role) in named
