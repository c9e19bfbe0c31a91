"""`.bindery-ignore.yaml`: the findings that a team has decided to live with, each with a reason.

ignore:
  - rule: missing-consumer
    path: docs/orders.md
    reason: billing follows in Q3
    until: 2026-12-31
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.json_nodes import Node, NodeKind, Unreadable
from contracts.documents.shapes.yaml_text import read_yaml_text
from contracts.errors import BinderyError
from contracts.findings.finding import Ignored
from contracts.findings.rules import FINDING_RULES, NOT_IGNORABLE

if TYPE_CHECKING:
    from contracts.findings.rules import FindingRule

IGNORE_FILE: Final = ".bindery-ignore.yaml"
KEYS: Final = ("rule", "path", "contract", "pointer", "reason", "until")


class InvalidIgnoreFile(BinderyError):
    """An ignore file that cannot be read: `line` counts from 1, `reason` is one sentence."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"{IGNORE_FILE}:{line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoreEntry:
    """One entry: the rule, and what narrows it to a document, a contract, a place in its schema.

    `path` may hold `*` and `?`, which stand for anything, folders included. `pointer` is a JSON Pointer of the change.
    """

    rule: FindingRule
    line: int
    reason: str
    path: str | None = None
    contract: str | None = None
    pointer: str | None = None
    until: date | None = None

    @property
    def mark(self) -> Ignored:
        """What is said of a finding that the entry covers."""
        return Ignored(reason=self.reason, until=self.until.isoformat() if self.until else None)

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < today

    def has_path(self, path: str) -> bool:
        """Whether a document is among those that it speaks of."""
        return self.path is None or fnmatchcase(path, self.path)

    def names(self, sentence: str) -> bool:
        """Whether a sentence names the contract that it speaks of."""
        if self.contract is None:
            return True
        return re.search(rf"(?<![\w.-]){re.escape(self.contract)}(?![\w-]|\.\w)", sentence) is not None


def read_ignore_file(text: str) -> tuple[IgnoreEntry, ...]:
    """The entries, in their order.

    Raises:
        InvalidIgnoreFile: it is no YAML, or an entry lacks what it needs.
    """
    root = read_yaml_text(text)
    if isinstance(root, Unreadable):
        raise InvalidIgnoreFile(root.line, root.reason)
    if root.kind is not NodeKind.OBJECT or [member.key for member in root.members] != ["ignore"]:
        raise InvalidIgnoreFile(root.line, "it begins with `ignore:` and holds a list of entries below it")
    listed = root.members[0].node
    if listed.kind is not NodeKind.ARRAY:
        raise InvalidIgnoreFile(listed.line, "`ignore` is no list: begin each entry with `- rule: ...`")
    return tuple(_entry(node) for node in listed.items)


def _entry(node: Node) -> IgnoreEntry:
    if node.kind is not NodeKind.OBJECT:
        raise InvalidIgnoreFile(
            node.line, "an entry is no mapping: write `rule:`, `path:` or `contract:`, and `reason:`"
        )
    said = {member.key: _text(member.key, member.node) for member in node.members}
    if not said.get("reason"):
        raise InvalidIgnoreFile(node.line, "the entry has no `reason`: say why the finding is accepted")
    if not ("path" in said or "contract" in said):
        raise InvalidIgnoreFile(node.line, "the entry needs a `path` or a `contract`: what is it about?")
    until = said.get("until")
    entry = IgnoreEntry(
        rule=_rule(said.get("rule"), node.line),
        line=node.line,
        reason=said["reason"],
        path=said.get("path"),
        contract=said.get("contract"),
        pointer=said.get("pointer"),
        until=None if until is None else _day(until, node),
    )
    if entry.pointer is not None and not entry.rule.is_verdict:
        raise InvalidIgnoreFile(node.line, f"`pointer` narrows a change of a contract, and `{entry.rule.id}` is none")
    return entry


def _text(key: str, node: Node) -> str:
    if key not in KEYS:
        raise InvalidIgnoreFile(node.line, f"`{key}` is not known here: an entry has {', '.join(KEYS)}")
    if node.kind is not NodeKind.STRING:
        raise InvalidIgnoreFile(node.line, f"`{key}` is no text: put it in quotes")
    return str(node.value).strip()


def _rule(said: str | None, line: int) -> FindingRule:
    if said is None:
        raise InvalidIgnoreFile(line, "the entry has no `rule`: write the code that the report shows")
    if said in NOT_IGNORABLE:
        raise InvalidIgnoreFile(line, f"`{said}` cannot be ignored: nothing is known until it is solved")
    if said not in FINDING_RULES:
        near = get_close_matches(said, FINDING_RULES, n=1)
        advice = f"did you mean `{near[0]}`?" if near else "`bindery rules` and `bindery problems` list them"
        raise InvalidIgnoreFile(line, f"there is no rule `{said}`: {advice}")
    return FINDING_RULES[said]


def _day(text: str, node: Node) -> date:
    member = node.member("until")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        line = member.line if member else node.line
        raise InvalidIgnoreFile(line, f"`until` is no day of the calendar ({text}): write 2026-12-31") from error
