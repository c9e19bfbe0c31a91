"""Small design documents for tests, in the notation of the enterprise template."""

from __future__ import annotations

import json

from contracts.canonical import fingerprint
from contracts.documents import CATALOGUE
from contracts.model import DesignDocument
from contracts.validation import Validator

ORDER: dict[str, object] = {"orderId": "uuid", "total": 12900, "note?": "string"}
BROKEN: dict[str, object] = {"orderId": "uuid", "note?": "string"}
EXTENDED: dict[str, object] = {**ORDER, "giftNote?": "string"}


def order_document(data: dict[str, object] | None = None, *, consumers: str = "billing") -> str:
    """A document of the orders service with one event, `order.created`."""
    example = {"eventType": "order.created", "timestamp": "ISO-8601", "source": "orders", "data": data or ORDER}
    return f"""# Orders Design Document (Enterprise)

> **Version**: 1.0

### 1.2 Service Boundaries

| Service | Responsibility | Tech Stack |
|---------|---------------|------------|
| orders | Takes orders | Python FastAPI |

### 3.3 Event Schema

| Event | Producer | Consumers |
|-------|----------|-----------|
| order.created | orders | {consumers} |

```json
{json.dumps(example, indent=2)}
```
"""


UNCLOSED = order_document().rsplit("```", 1)[0]
"""A document whose fence is never closed."""


def assert_sound(document: DesignDocument) -> None:
    """What every document keeps: known codes, storable definitions, valid schemas, examples that pass them."""
    assert all(CATALOGUE[problem.code].severity is problem.severity for problem in document.problems)
    assert len({contract.key for contract in document.contracts}) == len(document.contracts)
    for contract in document.contracts:
        if contract.definition is not None:
            assert fingerprint(contract.definition)
            for part in contract.definition.parts:
                Validator(part.schema)
            if contract.kind == "event":
                message = Validator(contract.definition.parts[0].schema)
                assert all(message.accepts(example) for example in contract.examples)
