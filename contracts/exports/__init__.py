"""What other tools read: contracts as OpenAPI 3.1, and the lock and case files that clients work with."""

from contracts.exports.case_file import case_file
from contracts.exports.lock_file import LOCK_VERSION, LockedContract, file_bytes, lock_entry, lock_file
from contracts.exports.openapi import (
    ExportedOperation,
    declared_operation,
    openapi,
    operations_of,
    registered_operation,
)

__all__ = [
    "LOCK_VERSION",
    "ExportedOperation",
    "LockedContract",
    "case_file",
    "declared_operation",
    "file_bytes",
    "lock_entry",
    "lock_file",
    "openapi",
    "operations_of",
    "registered_operation",
]
