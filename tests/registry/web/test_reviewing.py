"""What a review says of the lines of a document."""

from __future__ import annotations

from contracts.documents import read_design_documents
from contracts.registration import Registered, Request, plan_registration, registered_baseline
from registry.web.reviewing import MAX_LINES, Review, review_of
from tests.design_documents import BROKEN, UNCLOSED, order_document

PATH = "docs/orders.md"


def reviewed(text: str, *, before: str = "") -> Review:
    """The review of a document, against what an earlier text of it made."""
    registered = registered_baseline(read_design_documents({PATH: before})) if before else Registered()
    (document,) = read_design_documents({PATH: text})
    return review_of(document, text, plan_registration([document], registered, Request()))


def test_each_line_that_declares_a_contract_belongs_to_it() -> None:
    """From its row and its example, and where it begins its number stands."""
    review = reviewed(order_document())
    (found,) = review.found
    assert found.declared is not None
    texts = {line.text.strip() for line in review.lines if line.found is found}
    assert any('"orderId"' in text for text in texts)
    assert "# Orders Design Document (Enterprise)" not in texts
    (first,) = [line for line in review.lines if line.begins]
    assert (first.begins, first.number) == ((found,), found.declared.provenance.line)


def test_what_a_line_says_counts_more_than_what_is_around_it() -> None:
    """A row between the row and the heading of another contract belongs to its own."""
    table = "| Event | Producer | Consumers |\n|---|---|---|\n| `a.one` | a | b |\n| `a.two` | a | b |\n"
    shapes = '\n#### a.one\n```json\n{"x": 1}\n```\n#### a.two\n```json\n{"y": 1}\n```\n'
    review = reviewed(table + shapes)
    rows = {line.text: line.found for line in review.lines if line.text.startswith("| `")}
    assert [found and found.declared and found.declared.name for found in rows.values()] == ["a.one", "a.two"]


def test_a_problem_stands_on_its_line() -> None:
    """And in the list of all."""
    review = reviewed(UNCLOSED)
    (line,) = [line for line in review.lines if any(problem.code == "unclosed-fence" for problem in line.problems)]
    assert line.text.startswith("```")
    assert set(line.problems) <= set(review.problems)


def test_what_refuses_comes_first() -> None:
    """A broken contract before a new one, whatever their lines."""
    new = order_document().replace("order.created", "order.archived")
    review = reviewed(new + order_document(BROKEN), before=order_document())
    names = [(item.number, item.planned.outcome.value) for item in review.by_urgency if item.planned]
    assert names == [(2, "incompatible"), (1, "new")]
    assert [check.is_blocking for check in review.by_urgency[0].refusals] == [True]


def test_a_contract_that_is_gone_is_found_by_its_owner() -> None:
    """It has no line any more, and is there all the same."""
    review = reviewed("# Orders\n\nNothing is left.\n", before=order_document())
    (found,) = review.found
    assert (found.declared, found.planned and found.planned.key.name) == (None, "order.created")


def test_a_long_document_is_cut_and_counted() -> None:
    """All of it is read, its beginning is shown."""
    review = reviewed(order_document() + "\nword\n" * MAX_LINES)
    assert len(review.lines) == MAX_LINES
    assert review.total > MAX_LINES
