"""The paths of operations as they are declared: below their base path, parameters where an example has values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.documents.text.inline import plain_text
from contracts.documents.text.markdown import BlockKind
from contracts.documents.vocabulary.labels import labels_of
from contracts.documents.vocabulary.names import Route, clean_path, looks_like_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.documents.claims import OperationClaim
    from contracts.documents.survey import Survey
    from contracts.documents.text.markdown import Block


def with_base_paths(claims: Iterable[OperationClaim], survey: Survey) -> tuple[OperationClaim, ...]:
    """The claims with the base path of the section they stand in, unless they write it themselves."""
    kept = tuple(claims)
    scopes = _scopes(survey, kept) if kept else {}
    return tuple(_based(claim, scopes) for claim in kept) if scopes else kept


def _scopes(survey: Survey, claims: tuple[OperationClaim, ...]) -> dict[tuple[str, ...], str]:
    """The base paths by the headings that lead to them; one in a section without routes holds for the section above."""
    sections = {_around(claim.block) for claim in claims}
    found: dict[tuple[str, ...], str] = {}
    for block in survey.page.blocks:
        for path in _base_paths(block):
            scope = block.section
            while len(scope) > 1 and not any(section[: len(scope)] == scope for section in sections):
                scope = scope[:-1]
            found.setdefault(scope, path)
    return found


def _around(block: Block) -> tuple[str, ...]:
    return (*block.section, block.text) if block.kind is BlockKind.HEADING else block.section


def _base_paths(block: Block) -> Iterator[str]:
    for label in labels_of(block):
        said = plain_text(label.value).strip("` ")
        if label.role == "base_path" and looks_like_path(said) and (path := clean_path(said).rstrip("/")):
            yield path


def _based(claim: OperationClaim, scopes: dict[tuple[str, ...], str]) -> OperationClaim:
    section = _around(claim.block)
    base = next((scopes[section[:depth]] for depth in range(len(section), -1, -1) if section[:depth] in scopes), "")
    path = claim.route.path
    if not base or _is_within(path, base):
        return claim
    return replace(claim, route=Route(method=claim.route.method, path=f"{base}{path if path != '/' else ''}"))


def _is_within(path: str, base: str) -> bool:
    """Whether a path already begins like the base path, so that it is written in full."""
    first = base.strip("/").split("/")[0]
    return path == base or path.startswith((f"{base}/", f"/{first}/"))


def with_declared_paths(claims: Iterable[OperationClaim]) -> tuple[OperationClaim, ...]:
    """The claims with the declared path in place of that of an example call, `/orders/{id}` for `/orders/42`."""
    kept = tuple(claims)
    declared = tuple({claim.route: None for claim in kept if "{" in claim.route.path})
    return tuple(_declared(claim, declared) for claim in kept) if declared else kept


def _declared(claim: OperationClaim, declared: tuple[Route, ...]) -> OperationClaim:
    route = claim.route
    if claim.via != "fence" or "{" in route.path:
        return claim
    found = next((known for known in declared if known.method == route.method and _calls(route.path, known.path)), None)
    return replace(claim, route=found) if found else claim


def _calls(path: str, declared: str) -> bool:
    """Whether a path is one with values where the declared one has parameters."""
    steps, names = path.split("/"), declared.split("/")
    pairs = zip(steps, names, strict=False)
    return len(steps) == len(names) and all(name.startswith("{") or step == name for step, name in pairs)
