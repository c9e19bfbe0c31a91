"""What the client costs a process: the time of its import, and the memory of what it keeps.

python client_process.py import          {"cpu_seconds": 0.08, "forbidden": []}
python client_process.py memory 2000     {"bytes_per_validator": 41000, "kept": 128}
python client_process.py memory 25000 described     the same where every field has a description
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

SERVER_PACKAGES = ("jsonschema", "contracts", "registry", "fastapi", "starlette", "pydantic", "sqlmodel", "typer")
VALIDATORS = 200
CAPACITY = 128
DESCRIPTION = "The {} of the party that the event is about, as it was when the event happened."


def import_cost() -> dict[str, object]:
    """The CPU seconds of the import, and what it must not bring along."""
    start = time.process_time()
    import bindery_client  # noqa: F401, PLC0415 - the import is what is measured

    seconds = time.process_time() - start
    return {"cpu_seconds": seconds, "forbidden": [name for name in SERVER_PACKAGES if name in sys.modules]}


def memory_cost(schema_bytes: int, *, is_described: bool) -> dict[str, object]:
    """The resident bytes per compiled schema of this size, and how many a bounded cache keeps."""
    from bindery_client.enforcement.validators import SchemaSource, ValidatorCache  # noqa: PLC0415 - as above

    sources = [
        SchemaSource(
            key=str(number),
            schema=_schema(schema_bytes, number, is_described=is_described),
            asserts_formats=True,
            label="bench",
        )
        for number in range(VALIDATORS + 5)
    ]
    cache = ValidatorCache(capacity=VALIDATORS + 5)
    for source in sources[:5]:  # what the engine allocates once
        cache.get(source)
    before = _resident_bytes()
    for source in sources[5:]:
        cache.get(source)
    grown = _resident_bytes() - before
    bounded = ValidatorCache(capacity=CAPACITY)
    for source in sources:
        bounded.get(source)
    return {"bytes_per_validator": grown / VALIDATORS, "kept": len(bounded)}


def _schema(size_bytes: int, number: int, *, is_described: bool) -> dict[str, object]:
    """A schema of about this size that no other number has, in the manner of webhooks: objects of many plain fields."""
    objects: dict[str, object] = {}
    schema: dict[str, object] = {"type": "object", "properties": objects, "required": []}
    while len(json.dumps(schema)) < size_bytes:
        place = len(objects)
        fields: dict[str, dict[str, object]] = {
            "id": {"type": "integer", "minimum": place},
            "login": {"type": "string", "maxLength": 100},
            "type": {"enum": ["user", "bot", "organisation"]},
            "created_at": {"type": "string", "format": "date-time"},
            "email": {"type": ["string", "null"], "format": "email"},
            **{f"{word}_url": {"type": "string", "format": "uri"} for word in ("html", "avatar", "events", "repos")},
        }
        if is_described:
            fields = {name: {**field, "description": DESCRIPTION.format(name)} for name, field in fields.items()}
        objects[f"party_{number}_{place}"] = {"type": "object", "properties": fields, "required": sorted(fields)}
    schema["required"] = sorted(objects)
    return schema


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096


if __name__ == "__main__":
    print(
        json.dumps(
            import_cost()
            if sys.argv[1] == "import"
            else memory_cost(int(sys.argv[2]), is_described="described" in sys.argv)
        )
    )
