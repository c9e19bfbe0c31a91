"""The rules and problems that pages name, each explained: what it says, what to do, what shows it and what does not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from contracts.compatibility import RULES
from contracts.documents.problem_examples import PROBLEM_EXAMPLES
from contracts.findings.rules import FINDING_RULES
from registry.web.words import written_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.compatibility import Effect, Rule
    from contracts.documents.problem_examples import ProblemExample
    from contracts.findings.rules import FindingRule

_RULES = {rule.id: rule for rule in RULES}
_MAX_CHARACTERS = 2000  # of an example: some are large because size is what they show


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Two texts with what each is, and what is to be seen in them."""

    title: str
    sides: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A row of a catalogue for people; `effects` are those of a change: on whom, and what."""

    rule: FindingRule
    effects: tuple[tuple[str, Effect], ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rules that are listed together, with what they have in common."""

    id: str
    title: str
    about: str
    explanations: tuple[Explanation, ...]

    @property
    def sides(self) -> tuple[str, ...]:
        """Whom the changes of a group concern; nobody where it holds no changes."""
        return tuple(side for side, _ in self.explanations[0].effects)


@cache
def explanations() -> Mapping[str, Explanation]:
    """All of them by their id."""
    return {rule.id: _explanation(rule) for rule in FINDING_RULES.values()}


@cache
def groups() -> tuple[Group, ...]:
    """All of them as they are listed: changes of schemas, of operations, verdicts, then problems, the worst first."""
    found: dict[str, list[Explanation]] = {}
    for one in explanations().values():
        found.setdefault(_group_of(one.rule), []).append(one)
    return tuple(
        Group(id=name, title=title, about=about, explanations=tuple(found[name]))
        for name, (title, about) in _GROUPS.items()
    )


_GROUPS = {
    "schemas": (
        "Changes of a schema",
        "Deployed readers read new messages, new readers earlier ones. The proof decides; the rule explains it.",
    ),
    "operations": (
        "Changes of an operation",
        "Deployed callers meet the new provider; new callers meet the deployed provider.",
    ),
    "verdicts": ("Verdicts", "What is said of two versions, of a contract that is gone, or of a build."),
    "error": ("Errors in design documents", "Nothing is registered while a document has one."),
    "warning": ("Warnings", "Registered, and flagged; with --strict they count as errors."),
    "info": ("Remarks", "Only said."),
}


def _group_of(rule: FindingRule) -> str:
    change = _RULES.get(rule.id)
    if change is not None:
        return "operations" if change.of_operations else "schemas"
    return "verdicts" if rule.is_verdict else rule.severity.value


def _explanation(rule: FindingRule) -> Explanation:
    change = _RULES.get(rule.id)
    if change is not None:
        return Explanation(rule=rule, effects=change.effects, examples=_of_change(change))
    shown = PROBLEM_EXAMPLES.get(rule.id)
    return Explanation(rule=rule, examples=_of_problem(shown) if shown else ())


def _of_change(rule: Rule) -> tuple[Example, ...]:
    pairs = (("This shows it", rule.example), ("This does not", rule.counterexample))
    return tuple(
        Example(title=title, sides=(("Old", written_json(old)), ("New", written_json(new))))
        for title, (old, new) in pairs
    )


def _of_problem(example: ProblemExample) -> tuple[Example, ...]:
    sides = ("This has it", _shown(example.ill)), ("This does not", _shown(example.cured))
    return (Example(title="In a document", sides=sides),)


def _shown(text: str | bytes) -> str:
    read = text if isinstance(text, str) else text.decode("utf-8", "backslashreplace")
    if len(read) <= _MAX_CHARACTERS:
        return read
    return f"{read[:_MAX_CHARACTERS]}…\n({len(read):,} characters)"
