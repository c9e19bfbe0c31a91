"""The conformance vectors as values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.model import Formats

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

FOLDER = Path(__file__).parent / "conformance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """A schema, and messages with the sorted (pointer, keyword) pairs of their violations."""

    name: str
    schema: Schema
    formats: Formats
    tests: tuple[tuple[Json, list[tuple[str, str]]], ...]


def vectors() -> list[Vector]:
    """All vectors; each is named after its file and its group."""
    return [
        Vector(
            name=f"{path.stem}.{group['name']}",
            schema=group["schema"],
            formats=Formats(group.get("formats", "assert")),
            tests=tuple(
                (test["message"], sorted((error["pointer"], error["keyword"]) for error in test["errors"]))
                for test in group["tests"]
            ),
        )
        for path in sorted(FOLDER.glob("*.json"))
        for group in json.loads(path.read_bytes())
    ]
