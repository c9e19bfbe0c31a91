"""References inside one OpenAPI document: followed, or noted with their line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contracts.documents.openapi.tree import Tree
from contracts.keywords import steps

if TYPE_CHECKING:
    from contracts.documents.problems import Findings

_MAX_HOPS: Final = 32
_EMPTY: Final = Tree(line=1, value={})


class Library:
    """The whole document, in which references are looked up; `is_early` for OpenAPI 3.0."""

    def __init__(self, root: Tree, findings: Findings, *, is_early: bool) -> None:
        self.root = root
        self.findings = findings
        self.is_early = is_early
        self._found: dict[str, Tree | None] = {}

    def find(self, reference: str) -> Tree | None:
        """What a reference names, without a word where that is nothing."""
        if reference not in self._found:
            self._found[reference] = self._at(reference)
        return self._found[reference]

    def _at(self, reference: str) -> Tree | None:
        if reference != "#" and not reference.startswith("#/"):
            return None
        place: Tree | None = self.root
        for step in steps(unquoted(reference[1:])):
            place = _inside(place, step) if place is not None else None
        return place

    def target(self, reference: Tree) -> Tree | None:
        """What a `$ref` names; None if it leads nowhere or out of the document, which is noted."""
        found = self.find(reference.text)
        if found is None:
            code = "unresolved-reference" if reference.text.startswith("#") else "outside-reference"
            self.findings.note(code, reference.line, reference=repr(reference.text))
        return found

    def resolved(self, tree: Tree | None) -> Tree:
        """The object itself, or what its `$ref` leads to in the end; an empty one where that is nothing."""
        for _ in range(_MAX_HOPS):
            reference = tree.at("$ref") if tree is not None else None
            if tree is None or reference is None:
                return tree or _EMPTY
            tree = self.target(reference)
        self.findings.note("unresolved-reference", _line(tree), reference="a reference to itself")
        return _EMPTY

    def objects(self, tree: Tree | None, what: str) -> dict[str, Tree]:
        """The members of what must be an object; noted if it is something else."""
        if tree is None or tree.value is None:
            return {}
        if not isinstance(tree.value, dict):
            self.findings.note("bad-openapi", tree.line, what=what, wanted="an object")
        return tree.members


def _line(tree: Tree | None) -> int:
    return tree.line if tree is not None else 1


def _inside(place: Tree, step: str) -> Tree | None:
    if step.isdecimal() and len(step) < 7 and int(step) < len(place.items):  # noqa: PLR2004  # no list is that long
        return place.items[int(step)]
    return place.members.get(step)


def unquoted(fragment: str) -> str:
    """A URI fragment without percent-encoding (RFC 3986, section 2.1)."""
    return re.sub(r"(?:%[0-9A-Fa-f]{2})+", lambda found: _decoded(found[0]), fragment)


def _decoded(escapes: str) -> str:
    return bytes.fromhex(escapes.replace("%", "")).decode("utf-8", "replace")
