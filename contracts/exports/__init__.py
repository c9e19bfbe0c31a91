"""What other tools read: contracts as OpenAPI 3.1, and what tests are made of: case file, contract tests."""

from contracts.exports.case_file import case_file
from contracts.exports.openapi import (
    ExportedOperation,
    declared_operation,
    openapi,
    operations_of,
    registered_operation,
)
from contracts.exports.test_module import ContractTests, Fixture, contract_tests

__all__ = [
    "ContractTests",
    "ExportedOperation",
    "Fixture",
    "case_file",
    "contract_tests",
    "declared_operation",
    "openapi",
    "operations_of",
    "registered_operation",
]
