"""What other tools read: contracts as OpenAPI 3.1, AsyncAPI 3.0 and Mermaid.

And what clients work with: lock file, case file, contract tests.
"""

from contracts.exports.asyncapi import ExportedEvent, asyncapi
from contracts.exports.case_file import case_file
from contracts.exports.lock_file import LOCK_VERSION, LockedContract, file_bytes, lock_entry, lock_file
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
    "LOCK_VERSION",
    "Arrow",
    "ContractTests",
    "ExportedEvent",
    "ExportedOperation",
    "Fixture",
    "LockedContract",
    "asyncapi",
    "case_file",
    "contract_tests",
    "declared_operation",
    "file_bytes",
    "lock_entry",
    "lock_file",
    "mermaid",
    "openapi",
    "operations_of",
    "registered_operation",
]
