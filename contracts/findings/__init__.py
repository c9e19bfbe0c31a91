"""What a report says that somebody should act on, and what a team has decided to ignore.

A report is the JSON of `contracts.reports`, which the command makes itself or a registry answers. `of_problems`,
`of_plan` and `of_matrix` read it into one value, `Summary`, from which every format for a pipeline is written.
`with_ignores` marks in a report what the entries of `.bindery-ignore.yaml` cover.
"""

from contracts.findings.finding import Case, Finding, Ignored, Standing, Summary
from contracts.findings.ignore_file import IGNORE_FILE, IgnoreEntry, InvalidIgnoreFile, read_ignore_file
from contracts.findings.ignoring import Scope, with_ignores
from contracts.findings.matrices import against, of_matrix, told
from contracts.findings.plans import Looked, ignored_of, of_plan, of_problems
from contracts.findings.rules import FindingRule, rule_of

__all__ = [
    "IGNORE_FILE",
    "Case",
    "Finding",
    "FindingRule",
    "IgnoreEntry",
    "Ignored",
    "InvalidIgnoreFile",
    "Looked",
    "Scope",
    "Standing",
    "Summary",
    "against",
    "ignored_of",
    "of_matrix",
    "of_plan",
    "of_problems",
    "read_ignore_file",
    "rule_of",
    "told",
    "with_ignores",
]
