"""The catalogue of changes: one flat table, `RULES`, that code, command line, web pages and docs read.

A row says what a change is, what it does per direction, and how to undo it. The *verdict* comes from the proof; a row
explains it. Ids are never renamed or reused.
"""

from __future__ import annotations

from contracts.compatibility.rules.bounds import BOUND_RULES
from contracts.compatibility.rules.operations import OPERATION_RULES
from contracts.compatibility.rules.parameters import HEADER_RULES, PARAMETER_RULES
from contracts.compatibility.rules.properties import PROPERTY_RULES
from contracts.compatibility.rules.rule import Effect, Rule
from contracts.compatibility.rules.structure import STRUCTURE_RULES
from contracts.compatibility.rules.terms import TERM_RULES
from contracts.compatibility.rules.values import VALUE_RULES

__all__ = ["RULES", "RULE_OF_ID", "Effect", "Rule"]

RULES: tuple[Rule, ...] = (
    *PROPERTY_RULES,
    *VALUE_RULES,
    *BOUND_RULES,
    *STRUCTURE_RULES,
    *OPERATION_RULES,
    *PARAMETER_RULES,
    *HEADER_RULES,
    *TERM_RULES,
)
RULE_OF_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}
