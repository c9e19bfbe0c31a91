r"""Design document -> contracts and problems: pure, deterministic, and never raising on any text.

    text -> blocks (`text`) -> survey (`survey`: tables by kind, fences by content, services, types)
         -> claims (`events`, `operations`: one module per notation)
         -> contracts (`events.contracts`, `operations.contracts`) and problems (`problems`)

OpenAPI documents (`*.yaml`, `*.yml`, `*.json`) are read by `openapi` into the same values.

>>> document = read_design_document(
...     "## Events\n\n| Event | Producer | Consumer |\n|---|---|---|\n| order.created | orders | billing |\n",
...     path="orders.md",
... )
>>> [contract.name for contract in document.contracts]
['order.created']
"""

from contracts.documents.contract_names import contract_named
from contracts.documents.data_files import DATA_SUFFIXES, holds_contracts
from contracts.documents.problems import CATALOGUE, ProblemRule
from contracts.documents.requests import read_design_document, read_design_documents

__all__ = [
    "CATALOGUE",
    "DATA_SUFFIXES",
    "ProblemRule",
    "contract_named",
    "holds_contracts",
    "read_design_document",
    "read_design_documents",
]
