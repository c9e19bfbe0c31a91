"""Who calls an operation where no column says so: a header of its request, a sentence below its heading."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from contracts.documents.claims import OperationClaim, PartyClaim
from contracts.documents.text.markdown import Block, BlockKind
from contracts.documents.vocabulary.names import leading_route
from contracts.documents.vocabulary.parties import is_service_title, normal_service

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.documents.survey import Survey

_HEADER: Final = re.compile(
    r"^\s*X-(?:(?:Internal|Calling|Caller|Source|Client|Requesting|From|Origin)-)*(?:Service|Caller)(?:-Name)?:"
    r"[ \t]*([A-Za-z][\w-]*)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SPANS: Final = r"((?:`[\w-]+`(?: (?:lambda|function|worker|job|service|app)\b)?(?:,? (?:and |y |e |et )?)?){1,9})"
# What may follow the names, so that they are services: no `hook`, no `component` of a page.
_BEHIND: Final = r"(?=$|[\s.,;:!)])(?! ?(?!(?:to|for|when|if|in|on|via|before|after|during|at|once|as|with)\b)[a-z])"
_CALLED_BY: Final = re.compile(
    r"\b(?:called|used|invoked|consumed) by (?:the |our )?" + _SPANS + _BEHIND + r"|"
    r"\b(?:llamado|usado|utilizado|invocado|chamado|consumido)[oa]? por (?:el |la |o |a )?" + _SPANS + r"|"
    r"\b(?:appelée?|utilisée?) par (?:le |la )?" + _SPANS + r"|"
    r"(?:由|被) ?"
    + _SPANS
    + r" ?(?:服务 ?)?(?:调用|使用)|"
    + _SPANS
    + r" ?(?:에서|가|이) (?:호출|사용)|"
    + _SPANS
    + r" ?(?:から|が)(?:呼び出|利用)",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(r"`([\w-]+)`")


def sentence_callers(text: str, line: int, survey: Survey) -> tuple[PartyClaim, ...]:
    """The callers that a paragraph below an endpoint names in code marks: ``Used by `checkout-web` ``."""
    match = _CALLED_BY.search(text) if "`" in text else None
    spans = _SPAN.findall(next((group for group in match.groups() if group), "")) if match else []
    return tuple(PartyClaim(title=span, line=line) for span in spans if _is_service(span, survey))


def _is_service(name: str, survey: Survey) -> bool:
    return "-" in name or is_service_title(name) or normal_service(name) in survey.services


def with_header_callers(claims: Iterable[OperationClaim], survey: Survey) -> tuple[OperationClaim, ...]:
    """The claims with the caller that a header names, `X-Internal-Service: checkout`, where nothing else names one.

    A header in the request is of that request; a block of nothing but headers speaks of its section.
    """
    kept = tuple(claims)
    shared: dict[tuple[str, ...], PartyClaim] = {}
    own: dict[tuple[str, ...], PartyClaim] = {}
    for block in survey.page.blocks if kept else ():
        if block.kind is BlockKind.FENCE and (caller := _header_caller(block)):
            (own if leading_route(block.text.lstrip().split("\n", 1)[0]) else shared).setdefault(block.section, caller)
    return tuple(_called(claim, own, shared) for claim in kept)


def _header_caller(block: Block) -> PartyClaim | None:
    match = _HEADER.search(block.text) if "-" in block.text else None
    line = block.line + 1 + block.text.count("\n", 0, match.start(1)) if match else 0
    return PartyClaim(title=match[1], line=line) if match else None


def _called(
    claim: OperationClaim, own: dict[tuple[str, ...], PartyClaim], shared: dict[tuple[str, ...], PartyClaim]
) -> OperationClaim:
    if claim.callers:
        return claim
    block = claim.block
    is_heading = block.kind is BlockKind.HEADING
    section = (*block.section, block.text) if is_heading else block.section
    caller = own.get(section) if is_heading else _header_caller(block) if block.kind is BlockKind.FENCE else None
    around = (shared[section[:depth]] for depth in range(len(section), 0, -1) if section[:depth] in shared)
    caller = caller or next(around, None)
    return replace(claim, callers=(caller,), visibility="internal") if caller else claim
