"""The nouns of Bindery as values: contracts, their parts, parties, policies, and what a design document holds.

`words` holds the enumerations and the spelling of names, `definition` and `terms` what a version fixes,
`declarations` what documents say.
"""

from contracts.model.declarations import (
    Contract,
    ContractKey,
    ContractVersion,
    DesignDocument,
    DocumentId,
    Edge,
    Ignored,
    Party,
    Problem,
    Provenance,
    Service,
)
from contracts.model.definition import Definition, Part
from contracts.model.terms import Alternative, Terms
from contracts.model.words import (
    Confidence,
    ContentModel,
    Direction,
    Formats,
    Kind,
    Mode,
    Policy,
    Role,
    Severity,
    Status,
    operation_name,
    service_name,
)

__all__ = [
    "Alternative",
    "Confidence",
    "ContentModel",
    "Contract",
    "ContractKey",
    "ContractVersion",
    "Definition",
    "DesignDocument",
    "Direction",
    "DocumentId",
    "Edge",
    "Formats",
    "Ignored",
    "Kind",
    "Mode",
    "Part",
    "Party",
    "Policy",
    "Problem",
    "Provenance",
    "Role",
    "Service",
    "Severity",
    "Status",
    "Terms",
    "operation_name",
    "service_name",
]
