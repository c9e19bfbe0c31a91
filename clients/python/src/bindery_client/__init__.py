"""The client of Bindery: enforces contracts where messages are published and consumed.

>>> import bindery_client
>>> bindery_client.__version__
'0.1.0'

`Contracts` is where to begin; adapters are modules of their own (`bindery_client.http`, `.pika`, `.aio_pika` ...), so
that nothing is imported that is not used.
"""

from bindery_client.contracts import Contracts
from bindery_client.errors import (
    BinderyClientError,
    ContractsUnavailable,
    InvalidLockFile,
    InvalidMessage,
    NotAWriter,
    UnknownContract,
)
from bindery_client.events import EventContract
from bindery_client.operations import OperationContract
from bindery_client.policies import Policy
from bindery_client.violations import CheckEvent, CheckResult, Side, Violation

__version__ = "0.1.0"

__all__ = [
    "BinderyClientError",
    "CheckEvent",
    "CheckResult",
    "Contracts",
    "ContractsUnavailable",
    "EventContract",
    "InvalidLockFile",
    "InvalidMessage",
    "NotAWriter",
    "OperationContract",
    "Policy",
    "Side",
    "UnknownContract",
    "Violation",
    "__version__",
]
