"""Several names of events in one cell or line: shortened ones, acronyms, and lines of nothing but names."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document
from contracts.documents.vocabulary.names import name_style
from contracts.model import DesignDocument, Role

TABLE = "# Events\n\n| Event | Producer | Consumer |\n|---|---|---|\n| {cell} | dock | pilots |\n"


def read(text: str) -> DesignDocument:
    """What a text declares."""
    return read_design_document(text, path="a.md")


def names(text: str) -> list[str]:
    """The contracts of a text."""
    return [contract.name for contract in read(text).contracts]


@pytest.mark.parametrize(
    ("cell", "full"),
    [
        ("BerthBooked / Moved / Freed", ["BerthBooked"]),
        ("BerthBooked / Moved · CraneLifted", ["BerthBooked", "CraneLifted"]),
        ("BerthBooked / PreCleared / Freed", ["BerthBooked"]),
        ("BerthBooked / BerthMoved / Freed", ["BerthBooked", "BerthMoved"]),
        ("**BerthBooked** / Moved<br>CraneLifted", ["BerthBooked", "CraneLifted"]),
        ("berth.booked / moved", ["berth.booked"]),
    ],
)
def test_a_shortened_name_takes_no_full_one_with_it(cell: str, full: list[str]) -> None:
    """What `Moved` is called on the wire is not guessed."""
    assert names(TABLE.format(cell=cell)) == full


def test_each_shortened_name_is_said() -> None:
    """By itself, not with the names beside it."""
    problems = read(TABLE.format(cell="BerthBooked / Moved / Freed")).problems
    said = [problem.message for problem in problems if problem.code == "wire-name-unclear"]
    assert [message.split("'")[1] for message in said] == ["Freed", "Moved"]


@pytest.mark.parametrize("cell", ["BerthBooked when it is free / Moved", "see BerthBooked / Moved", "Moved / Freed"])
def test_a_cell_of_words_is_no_list_of_names(cell: str) -> None:
    """A sentence with a name in it declares nothing."""
    assert names(TABLE.format(cell=cell)) == []


@pytest.mark.parametrize("name", ["AISSignalLost", "IMOCodeAssigned", "KYCApproved", "SMSSent", "XMLFileImported"])
def test_a_name_may_begin_with_an_acronym(name: str) -> None:
    """It is written in pascal case like the others."""
    assert name_style(name) == "pascal"
    assert names(TABLE.format(cell=f"BerthBooked · {name}")) == ["BerthBooked", name]


@pytest.mark.parametrize("word", ["APIs", "PDFs", "RESTful", "OAuth", "JSON", "IPv4", "VMware", "APIGateway"])
def test_an_acronym_alone_is_no_name(word: str) -> None:
    """Nor is a word that is written with capitals for another reason."""
    assert name_style(word) is None


@pytest.mark.parametrize("separator", [" · ", ", ", " / ", " | ", "; ", " and "])
@pytest.mark.parametrize(
    "heading", ["Technical events", "기술 이벤트", "技术事件", "Eventos técnicos", "Teknik olaylar"]
)
def test_a_line_of_nothing_but_names_below_a_heading_of_events_is_a_list(heading: str, separator: str) -> None:
    """As a list with an item for each would be."""
    line = separator.join(["`CraneLifted`", "`tide.turned`", "`BERTH_FREED`"])
    assert names(f"# Port\n\n## {heading}\n\n{line}\n") == ["CraneLifted", "tide.turned", "BERTH_FREED"]


def test_a_line_of_names_has_the_direction_of_its_heading() -> None:
    """The service of the document publishes them."""
    found = read("# Dock Service\n\n## Published events\n\n`CraneLifted`, `TideTurned`\n").contracts
    assert [contract.services(Role.PRODUCER) for contract in found] == [("dock-service",), ("dock-service",)]


@pytest.mark.parametrize(
    "line", ["`CraneLifted`", "`CraneLifted` after `TideTurned`", "`RabbitMQ`, `EventStore`", "CraneLifted, TideTurned"]
)
def test_a_line_with_other_words_or_a_single_name_is_no_list(line: str) -> None:
    """Prose never becomes a contract."""
    assert names(f"# Port\n\n## Technical events\n\n{line}\n") == []


@pytest.mark.parametrize("heading", ["Naming of events", "Error codes", "Order states"])
def test_a_line_of_names_below_another_heading_is_no_list(heading: str) -> None:
    """The heading says what they are."""
    assert names(f"# Port\n\n## {heading}\n\n`CraneLifted`, `TideTurned`\n") == []
