"""Does a new version break what is deployed? Proof, witness, or an honest "undecided".

`check_schemas` answers for one writer and one reader, `check_contracts` for two versions of a contract. `close_writer`
is the closed form that makes the proofs of the content model `closed-writer` true. `RULES` is the catalogue of changes.
"""

from contracts.compatibility.changes.schemas import list_changes
from contracts.compatibility.check import check_schemas
from contracts.compatibility.closing import close_writer
from contracts.compatibility.comparison import Prove, check_contracts
from contracts.compatibility.rules.catalogue import RULES, Effect, Rule
from contracts.compatibility.verdict import Change, Check, Comparison, Outcome, Reason, Verdict, Witness

__all__ = [
    "RULES",
    "Change",
    "Check",
    "Comparison",
    "Effect",
    "Outcome",
    "Prove",
    "Reason",
    "Rule",
    "Verdict",
    "Witness",
    "check_contracts",
    "check_schemas",
    "close_writer",
    "list_changes",
]
