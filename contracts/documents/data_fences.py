"""Fences that hold a document of their own: ```` ```yaml asyncapi ```` and ```` ```yaml openapi ````."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.documents.asyncapi import asyncapi_events
from contracts.documents.data_files import read_data
from contracts.documents.explicit_events import explicit_contracts
from contracts.documents.fences import is_data_fence
from contracts.documents.openapi.reading import read_openapi_text
from contracts.documents.text.markdown import BlockKind

if TYPE_CHECKING:
    from contracts.documents.party_lists import ServiceBook
    from contracts.documents.survey import Survey
    from contracts.model import Contract, DesignDocument


def fenced_contracts(survey: Survey, book: ServiceBook) -> tuple[Contract, ...]:
    """The contracts of the AsyncAPI documents that stand in fences."""
    fences = [block for block in survey.page.blocks if is_data_fence(block) and not survey.is_ignored(block)]
    roots = [
        read_data(block.text, survey.findings, is_json=block.language == "json", first_line=block.line + 1)
        for block in fences
    ]
    return explicit_contracts([event for root in roots if root for event in asyncapi_events(root, book)], book)


def openapi_fences(survey: Survey) -> list[DesignDocument]:
    """The OpenAPI documents that stand in fences."""
    return [
        read_openapi_text(block.text, survey.findings, first_line=block.line + 1)
        for block in survey.page.blocks
        if block.kind is BlockKind.FENCE
        and block.info.lower().split()[:2] == ["yaml", "openapi"]
        and not survey.is_ignored(block)
    ]
