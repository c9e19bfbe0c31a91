"""Lists of events: which items are some, and what they say of them."""

from __future__ import annotations

from contracts.documents import read_design_document
from contracts.model import DesignDocument, Status


def read(text: str) -> DesignDocument:
    """The document of a text."""
    return read_design_document(text, path="a.md")


def names(text: str) -> list[str]:
    """The names of the contracts of a text."""
    return [contract.name for contract in read(text).contracts]


def test_an_open_box_of_a_task_list_is_a_planned_event() -> None:
    """A ticked one is in use."""
    text = "# Orders\n## Published events\n- [x] `order.created`\n- [ ] `order.closed`\n"
    assert [contract.status for contract in read(text).contracts] == [Status.ACTIVE, Status.PLANNED]


def test_a_name_in_the_middle_of_a_listed_sentence_is_no_event() -> None:
    """A list of events has the names in front."""
    items = "- The event `order.created`\n- If the library accepts `Uint8Array` or `order.closed`, use it\n"
    assert names(f"# Order service\n\nThe service publishes:\n\n{items}") == ["order.created"]
