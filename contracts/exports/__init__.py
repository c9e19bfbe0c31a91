"""What other tools read: contracts as OpenAPI 3.1."""

from contracts.exports.openapi import (
    ExportedOperation,
    declared_operation,
    openapi,
    operations_of,
    registered_operation,
)

__all__ = ["ExportedOperation", "declared_operation", "openapi", "operations_of", "registered_operation"]
