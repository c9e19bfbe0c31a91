"""Parties with something beside their name: a technology in front of it, a note behind it."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document
from contracts.documents.vocabulary.parties import read_parties
from contracts.model import Role


@pytest.mark.parametrize(
    ("cell", "services"),
    [
        ("Go `tide-gauge`", ("tide-gauge",)),
        ("Java `tide-gauge`, Go `log-book`", ("tide-gauge", "log-book")),
        ("Java `tide-gauge`, Spring Boot `log-book`, optionally Go `bell`", ("tide-gauge", "log-book", "bell")),
        ("Python worker `tide-gauge`", ("tide-gauge",)),
        ("`tide-gauge` (Go)", ("tide-gauge",)),
        ("Queue `tide-gauge`", ("Queue tide-gauge",)),
        ("log-book, Go `tide-gauge`", ("log-book", "tide-gauge")),
        ("the `tide-gauge` lambda", ("tide-gauge",)),
    ],
)
def test_the_name_in_code_marks_is_the_service(cell: str, services: tuple[str, ...]) -> None:
    """The words around it say what it is made of."""
    assert read_parties(cell).titles == services


@pytest.mark.parametrize(
    "said", ["log-book later", "log-book (later)", "log-book planned", "optionally log-book", "log-book soon"]
)
def test_a_word_about_time_is_no_part_of_a_name(said: str) -> None:
    """It says since when."""
    assert read_parties(said).titles == ("log-book",)


@pytest.mark.parametrize(
    "item",
    [
        "Java `log-book`, optional for dashboard/history persistence",
        "`log-book`, for the history",
        "`log-book`, only when the tide is high",
        "`log-book`, si la marea sube",
        "`log-book`, 이력용",
    ],
)
def test_what_stands_behind_the_comma_of_an_item_is_a_note(item: str) -> None:
    """An item in code marks names one service."""
    text = f"# Events\n\n## tide.turned\n\nProducer:\n\n- tide-gauge\n\nConsumers:\n\n- `bell`\n- {item}\n"
    (found,) = read_design_document(text, path="a.md").contracts
    assert found.services(Role.CONSUMER) == ("bell", "log-book")


def test_several_services_of_an_item_are_all_read() -> None:
    """A comma between names is no note."""
    text = "# Events\n\n## tide.turned\n\nConsumers:\n\n- `bell`, `log-book`\n- horn, lamp\n"
    (found,) = read_design_document(text, path="a.md").contracts
    assert found.services(Role.CONSUMER) == ("bell", "log-book", "horn", "lamp")
