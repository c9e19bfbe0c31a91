"""What the rule of a finding says: rows of the two catalogues, and of what only shows when documents are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from contracts.compatibility import RULES
from contracts.documents import CATALOGUE
from contracts.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRule:
    """A rule as a list of rules shows it; words in capitals stand for what a finding fills in.

    `is_verdict`: it is about two versions of a contract, not about a document.
    """

    id: str
    severity: Severity
    sentence: str
    fix: str
    is_verdict: bool = True


_E, _W = Severity.ERROR, Severity.WARNING
UNDECIDED: Final = "undecided"
COULD_NOT_CHECK: Final = "could-not-check"
CANNOT_DEPLOY: Final = "cannot-deploy"
EXPIRED_IGNORE: Final = "expired-ignore"
UNUSED_IGNORE: Final = "unused-ignore"

_VERDICTS: Final = (
    ("incompatible", _E, "one version sends what the other rejects", "change it back, or publish a new contract"),
    (UNDECIDED, _E, "it could be neither proved nor refuted", "simplify the schema at the place that is named"),
    (COULD_NOT_CHECK, _E, "the comparison could not be made", "remove what stopped it, and compare again"),
    ("contract-removed", _E, "a contract that somebody uses is gone", "deprecate it first, and tell who uses it"),
    (CANNOT_DEPLOY, _E, "what runs in the environment speaks against the build", "deploy the other side first"),
)
_COMPARED: Final = (
    ("contract-disagreement", _E, "two documents give one contract different schemas", "repeat the owner's exactly"),
    ("schema-dropped", _E, "a contract with versions has no schema any more", "restore its example or schema"),
    ("version-mismatch", _E, "a document claims another version number", "leave the number to the registry"),
    ("unknown-contract", _E, "a name fits no contract", "spell it as `bindery extract` prints it"),
    (EXPIRED_IGNORE, _W, "the day of an entry in the ignore file is over", "solve it, or give it a new day and reason"),
    (UNUSED_IGNORE, _W, "an entry of the ignore file covers nothing", "remove the entry"),
)


def _named(template: str) -> str:
    return _PLACEHOLDER.sub(lambda found: found[1].upper(), template)


def _rows(rows: Iterable[tuple[str, Severity, str, str]], *, is_verdict: bool) -> list[FindingRule]:
    return [
        FindingRule(id=identifier, severity=severity, sentence=_named(sentence), fix=_named(fix), is_verdict=is_verdict)
        for identifier, severity, sentence, fix in rows
    ]


_ROWS: Final = (
    *_rows(_VERDICTS, is_verdict=True),
    *_rows(_COMPARED, is_verdict=False),
    *_rows(((row.code, row.severity, row.message, row.fix) for row in CATALOGUE.values()), is_verdict=False),
    *_rows(((row.id, _E, row.sentence, row.fix) for row in RULES), is_verdict=True),
)
FINDING_RULES: Final[Mapping[str, FindingRule]] = {row.id: row for row in _ROWS}
COMPARED_CODES: Final = frozenset(row[0] for row in _COMPARED)
NOT_IGNORABLE: Final = frozenset({COULD_NOT_CHECK, CANNOT_DEPLOY, EXPIRED_IGNORE, UNUSED_IGNORE, "unknown-contract"})


def rule_of(identifier: str) -> FindingRule:
    """The rule of this id; a registry of another release may name one that is not known here."""
    unknown = FindingRule(id=identifier, severity=_E, sentence=identifier, fix="")
    return FINDING_RULES.get(identifier, unknown)
