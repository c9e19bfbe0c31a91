"""Services that a document names by its lines and headings: its own one, and those over `Published` and `Consumed`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contracts.documents.text.inline import code_spans, is_placeholder, plain_text
from contracts.documents.text.markdown import BlockKind
from contracts.documents.vocabulary.labels import labels_of
from contracts.documents.vocabulary.names import heading_names, leading_route
from contracts.documents.vocabulary.parties import is_service_title, read_parties
from contracts.documents.vocabulary.words import describes_no_message, is_product, says

if TYPE_CHECKING:
    from contracts.documents.text.markdown import Block, Page

_CONTRACT_ROLES: Final = frozenset({"event", "topic", "endpoint", "method", "producer", "consumer", "flow"})
_NUMBERING: Final = re.compile(r"^(?:[\dA-Z]{1,3}(?:\.\d+)*[.)]|\d+(?:\.\d+)*)[\s:]+")
_SERVICE_NAME: Final = re.compile(r"[A-Za-z][\w.-]*(?: [\w&-]+){0,3}")
_TITLE: Final = re.compile(r"[A-Z]\w*(?: (?:[A-Z]\w*|&)){0,3}|[a-z][\w-]*")
_PARTY_NOUN: Final = re.compile(r"\b(?:producers?|publishers?|consumers?|subscribers?)\b|[者方자]$", re.IGNORECASE)
_KIND: Final = re.compile(
    r"\b(?:external|public|domain|integrations?|overview|architecture|communications?|interfaces?|contracts?|apis?|"
    r"dependenc(?:y|ies)|flows?|summary|introduction|catalog(?:ue)?|services?|system|appendix|notes?|tables?|lists?)\b",
    re.IGNORECASE,
)
_GENERIC: Final = ("event", "published", "consumed", "envelope", "planned", "deprecated", "internal", "naming", "told")
_MAX_DIRECTION: Final = 4  # words of a heading that says no more than `Published events`


def own_service(page: Page) -> str:
    """The service that a line above all contracts says the document is about, `**Service name:** orders`; or ``.

    A line beside those of an event or endpoint speaks of that one, and several services are not the document's own.
    """
    of_contracts: set[tuple[str, ...]] = set()
    named: list[tuple[tuple[str, ...], str]] = []
    for block in page.blocks:
        for label in labels_of(block):
            if label.role in _CONTRACT_ROLES:
                of_contracts.add(block.section)
            elif label.role == "service" and label.value:
                named.append((block.section, label.value))
    titles = {_one_service(value) for section, value in named if section not in of_contracts | _about_one(named)}
    return titles.pop() if len(titles) == len({value for _, value in named}) == 1 else ""


def _about_one(named: list[tuple[tuple[str, ...], str]]) -> set[tuple[str, ...]]:
    """The sections of one event or endpoint."""
    sections = {section for section, _ in named}
    return {section for section in sections if any(heading_names(text) or leading_route(text) for text in section[1:])}


def _one_service(value: str) -> str:
    found = read_parties(value)
    title = found.titles[0] if len(found.titles) == 1 and not found.rejected else ""
    is_name = bool(_SERVICE_NAME.fullmatch(title)) or is_service_title(title)
    return title if is_name and not is_placeholder(value) and not is_product(title) else ""


def publishing_headings(page: Page) -> tuple[str, ...]:
    """The headings right above `Published` or `Consumed` that name services, where a document has several such.

    `## Billing` over `### Published` may be a service; beside `## Shipping` over `### Consumed` it is one.
    """
    above = [block.section[-1] for block in page.blocks if _is_direction(block) and len(block.section) > 1]
    titles = tuple(dict.fromkeys(plain_text(_NUMBERING.sub("", text)) for text in above))
    return tuple(title for title in titles if _may_name_service(title)) if len(titles) > 1 else ()


def _is_direction(block: Block) -> bool:
    """Whether a heading says whether events are published or consumed, and nothing else."""
    text = plain_text(block.text)
    if block.kind is not BlockKind.HEADING or len(text.split()) > _MAX_DIRECTION or code_spans(block.text):
        return False
    return says(text, "published") != says(text, "consumed") and not _PARTY_NOUN.search(text)


def _may_name_service(title: str) -> bool:
    is_name = bool(_TITLE.fullmatch(title)) and not is_product(title) and not _KIND.search(title)
    return is_name and not any(says(title, topic) for topic in _GENERIC) and not describes_no_message(title)
