"""Design documents of any service, for tests that register several."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from contracts.keywords import Json


def events_document(
    events: Mapping[str, Mapping[str, Json] | None],
    *,
    producer: str = "orders",
    consumers: Iterable[str] = ("billing",),
) -> str:
    """A document of a service that produces events; an event is given by example, None names it without a shape."""
    rows = "\n".join(f"| {name} | {producer} | {', '.join(consumers)} |" for name in events)
    fences = "\n".join(_example(name, data, producer) for name, data in events.items() if data is not None)
    return f"""# {producer.title()} Design Document (Enterprise)

### 1.2 Service Boundaries

| Service | Responsibility | Tech Stack |
|---------|---------------|------------|
| {producer} | Handles {producer} | Python FastAPI |

### 3.3 Event Schema

| Event | Producer | Consumers |
|-------|----------|-----------|
{rows}

{fences}
"""


def _example(name: str, data: Mapping[str, Json], producer: str) -> str:
    example = {"eventType": name, "timestamp": "ISO-8601", "source": producer, "data": dict(data)}
    return f"```json\n{json.dumps(example, indent=2)}\n```\n"


RESERVATIONS = """# Inventory Design Document (Enterprise)

### 1.2 Service Boundaries

| Service | Responsibility | Tech Stack |
|---------|---------------|------------|
| inventory | Knows the stock | Python FastAPI |

### 3.2 Internal API

| Method | Path | From | To |
|--------|------|------|----|
| POST | /internal/reservations/{itemId} | orders | inventory |

#### `POST /internal/reservations/{itemId}`

**Request:**

```json
{"quantity": 3}
```

**Response (201):**

```json
{"reservationId": "uuid", "quantity": 3}
```
"""
RESERVATIONS_KEY = "operation/inventory:POST:~1internal~1reservations~1{}"
