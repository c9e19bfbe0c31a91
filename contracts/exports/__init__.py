"""What other tools read: contracts as OpenAPI 3.1, AsyncAPI 3.0 and Mermaid.

And what tests are made of: case file, contract tests.
"""

from contracts.exports.asyncapi import ExportedEvent, asyncapi, declared_event
from contracts.exports.case_file import case_file
from contracts.exports.mermaid import Arrow, mermaid
from contracts.exports.openapi import (
    ExportedOperation,
    declared_operation,
    openapi,
    operations_of,
    registered_operation,
)
from contracts.exports.test_module import ContractTests, Fixture, contract_tests

__all__ = [
    "Arrow",
    "ContractTests",
    "ExportedEvent",
    "ExportedOperation",
    "Fixture",
    "asyncapi",
    "case_file",
    "contract_tests",
    "declared_event",
    "declared_operation",
    "mermaid",
    "openapi",
    "operations_of",
    "registered_operation",
]
