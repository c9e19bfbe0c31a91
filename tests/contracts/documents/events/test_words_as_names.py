"""One word is the name of an event where everything around it says so, and only there."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document

HEAD = "# Events\n\n| {event} | Producer | Consumer |\n|---|---|---|\n"
TABLE = HEAD + "| `CrateOpened` | dock | depot |\n| {cell} | dock | depot |\n"
SECTION = """# {title}

## `crates`

Producer:

- dock

Consumers:

- depot

Example payload:

```json
{{"crateId": "A-1", "weight": 12.5}}
```
"""


def names(text: str) -> list[str]:
    """The contracts of a text."""
    return [contract.name for contract in read_design_document(text, path="a.md").contracts]


@pytest.mark.parametrize(
    "event", ["Event", "Event name", "이벤트명", "事件", "イベント名", "Evento", "Événement", "Olay"]
)
@pytest.mark.parametrize("word", ["Delivered", "crates", "SHIPPED"])
def test_a_word_in_code_marks_in_a_column_of_events_is_one(event: str, word: str) -> None:
    """Beside names that are written like names."""
    assert names(TABLE.format(event=event, cell=f"`{word}`")) == ["CrateOpened", word]


@pytest.mark.parametrize("cell", ["Delivered", "`crates` are open", "`12`", "`on`", "`crates` `boxes`", "`*`"])
def test_a_word_without_code_marks_is_unclear(cell: str) -> None:
    """It may be a title of the event."""
    assert names(TABLE.format(event="Event", cell=cell)) == ["CrateOpened"]


@pytest.mark.parametrize("event", ["Topic", "Type", "Name"])
def test_a_word_in_another_column_is_no_event(event: str) -> None:
    """A topic that is called `crates` is a channel."""
    assert "crates" not in names(TABLE.format(event=event, cell="`crates`"))


def test_words_alone_are_no_events() -> None:
    """Where no row is written like a name, the column may hold anything."""
    text = "# Page\n\n| Event | Consumer |\n|---|---|\n| `click` | menu |\n| `scroll` | header |\n"
    assert names(text) == []


@pytest.mark.parametrize("title", ["Kafka topics", "Events of the depot", "메시지", "消息", "Eventos"])
def test_a_heading_of_one_word_with_both_parties_and_a_message_is_an_event(title: str) -> None:
    """Everything below it says so."""
    assert names(SECTION.format(title=title)) == ["crates"]


@pytest.mark.parametrize(
    "lost", ["Producer:\n\n- dock\n", "Consumers:\n\n- depot\n", '```json\n{"crateId": "A-1", "weight": 12.5}\n```']
)
def test_a_heading_of_one_word_needs_all_of_them(lost: str) -> None:
    """Without one of them it may be a table, a page or a module."""
    text = SECTION.format(title="Kafka topics")
    assert lost in text
    assert names(text.replace(lost, "")) == []


def test_a_heading_of_one_word_elsewhere_is_no_event() -> None:
    """A document about something else has parties as well."""
    assert names(SECTION.format(title="Warehouse")) == []


def test_a_heading_of_a_plain_word_is_no_event() -> None:
    """Without code marks it is a title."""
    assert names(SECTION.format(title="Kafka topics").replace("`crates`", "Crates")) == []
