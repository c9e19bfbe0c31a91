"""The authors' guide is true: each of its examples is read, and gives what stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.documents import read_design_document
from contracts.documents.annotations import read_annotation, read_front_matter
from contracts.keywords import Json
from contracts.model import Contract, Kind, Part, Role

TEXT = (Path(__file__).parents[2] / "docs" / "writing-design-documents.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^````(markdown|yaml|json)\n(.*?)^````\n```text\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
PATHS = {"markdown": "orders.md", "yaml": "orders.yaml", "json": "order.created.schema.json"}


def found_in(text: str, path: str) -> str:
    """What the guide says of a document: contracts with fields, then problems."""
    document = read_design_document(text, path=path)
    lines = [line for contract in document.contracts for line in _contract(contract)]
    problems = [f"line {found.line}: {found.severity} {found.code}" for found in document.problems]
    return "".join(f"{line}\n" for line in (*lines, *problems))


def _contract(contract: Contract) -> Iterator[str]:
    is_event = contract.kind is Kind.EVENT
    sides = (Role.PRODUCER, Role.CONSUMER) if is_event else (Role.CALLER, Role.PROVIDER)
    left, right = (", ".join(contract.services(role)) or "?" for role in sides)
    yield f"{contract.name}: {left} -> {right}"
    for part in contract.definition.parts if contract.definition else ():
        yield from _part(part, is_event=is_event)


def _part(part: Part, *, is_event: bool) -> Iterator[str]:
    if not is_event:
        yield f"  {part.name}"
    yield from (f"    {line}" for line in _fields(part.schema, ""))


def _fields(schema: Json, prefix: str) -> Iterator[str]:
    for name, field in schema.get("properties", {}).items():
        mark = "" if name in schema.get("required", []) else "?"
        yield f"{prefix}{name}{mark}: {_type(field)}"
        yield from _fields(field, f"{prefix}{name}.")
        yield from _fields(field.get("items", {}), f"{prefix}{name}[].")


def _type(field: Json) -> str:
    kinds = field.get("type", field.get("$ref", "any").rpartition("/")[2])
    said = " | ".join(kinds) if isinstance(kinds, list) else kinds
    said += f" ({field['format']})" if "format" in field else ""
    said += f' = "{field["const"]}"' if "const" in field else ""
    return said + (f" of {', '.join(field['enum'])}" if "enum" in field else "")


def rows(head: str) -> list[str]:
    """The words in code of the first column of a table."""
    table = re.search(rf"^\| {head} \|.*\n\|.*\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    assert table
    return [word for line in table[1].splitlines() for word in re.findall(r"`([^`]+)`", line.split(" | ")[0])]


def test_there_are_examples() -> None:
    """The expression above still finds them, and no fence of four is without an answer."""
    assert len(EXAMPLES) == len(re.findall(r"^````\w", TEXT, re.MULTILINE))


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_gives_what_stands_below_it(number: int) -> None:
    """Contracts, fields and problems, in the order of the document."""
    language, text, expected = EXAMPLES[number]
    assert found_in(text, PATHS[language]) == expected


@pytest.mark.parametrize("word", rows("word"))
def test_every_word_of_an_annotation_is_known(word: str) -> None:
    """A value is put behind `=`; nothing that the guide offers is refused."""
    values = {"version=": "2", "auth=": "none"}
    written = word.removesuffix(" ...")
    assert read_annotation(written + (values.get(written, "x") if written.endswith("=") else ""), line=1).line == 1


@pytest.mark.parametrize("key", rows("key"))
def test_every_key_of_the_front_matter_is_known(key: str) -> None:
    """Left empty, a key says nothing, and it is not refused."""
    assert read_front_matter({"contracts": {key: None}}) == read_front_matter({})
