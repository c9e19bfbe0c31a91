"""Markdown, as a renderer of GitHub's dialect shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from contracts.findings import Finding, Summary
from registry.cli.formats import markdown
from tests.findings import IGNORED, REMOVED, SUMMARIES, TEXTS, UNDECIDED, WARNING, case, summary

RENDERER = MarkdownIt("gfm-like", {"linkify": False})
WORDS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="`"), min_size=1, max_size=20)


def tokens_of(text: str) -> list[Token]:
    """All tokens of a text, those of its lines included."""
    blocks = RENDERER.parse(text)
    return [token for block in blocks for token in (block, *(block.children or ()))]


def seen(text: str) -> str:
    """What a reader sees of a text."""
    return "".join(token.content for token in tokens_of(text) if token.type in {"text", "code_inline"})


@given(words=st.lists(WORDS, min_size=1).map(" ".join))
def test_a_text_shows_as_it_is(words: str) -> None:
    """No character of it means anything to Markdown, be it alone, in an item or in a table."""
    assert seen(markdown.inline(words)) == words
    assert seen(f"- **x** {markdown.inline(words)}") == f"x {words}"
    table = f"| a |\n|---|\n| {markdown.inline(words, in_table=True)} |"
    assert seen(table) == f"a{words}"


@pytest.mark.parametrize("in_table", [True, False])
def test_code_stays_code(*, in_table: bool) -> None:
    """A bar in it ends no cell."""
    text = markdown.inline("write `a | b`", in_table=in_table)
    shown = f"| x |\n|---|\n| {text} |" if in_table else text
    assert [token.content for token in tokens_of(shown) if token.type == "code_inline"] == ["a | b"]


@given(told=SUMMARIES)
def test_the_structure_holds_whatever_the_texts_are(told: Summary) -> None:
    """One heading, a row per case that is not quiet, an item and a fence per finding and witness."""
    kinds = [token.type for token in RENDERER.parse(markdown.page(told))]
    rows = sum(not one.is_quiet for one in told.cases)
    assert kinds.count("heading_open") == 1
    assert kinds.count("tr_open") == (rows + 1 if rows else 0)
    assert kinds.count("list_item_open") == len(told.findings)
    assert kinds.count("fence") == sum(bool(finding.witness) for finding in told.findings)
    assert "html_block" not in kinds


def test_the_page_tells_all() -> None:
    """Title, conclusion, the row, and the finding with place, rule, fix and witness."""
    text = markdown.page(summary(case(REMOVED)))
    for part in (
        "### ✗ check docs",
        "1 incompatible; refused",
        "| ✗ | order.created | event | incompatible |",
        "  ```json",
    ):
        assert part in text
    for part in ("order.created: required-property-removed at docs/orders.md:23: data.total is no longer", "Fix: keep"):
        assert part in seen(text)


def test_what_is_unchanged_is_only_counted() -> None:
    """A plan of hundreds of contracts stays readable."""
    text = markdown.page(summary(case(name="order.paid", outcome="unchanged"), case(REMOVED)))
    assert "order.paid" not in text


@pytest.mark.parametrize(("finding", "mark"), [(UNDECIDED, "?"), (IGNORED, "-"), (WARNING, "✓")])
def test_only_what_passed_is_ticked(finding: Finding, mark: str) -> None:
    """Undecided and ignored have marks of their own."""
    assert f"| {mark} | order.created |" in markdown.page(summary(case(finding)))


def test_a_reason_to_ignore_is_shown() -> None:
    """With its last day."""
    assert "ignored until 2026-12-31 because nobody reads it" in markdown.page(summary(case(IGNORED)))


@given(name=TEXTS, max_bytes=st.integers(200, 3000))
def test_a_page_fits_where_it_must(name: str, max_bytes: int) -> None:
    """GitHub drops a summary that is too large: it is cut between findings, and says so."""
    many = summary(case(*(replace(REMOVED, line=n, sentence=name) for n in range(20)), name=name))
    text = markdown.page(many, max_bytes=max_bytes)
    assert len(text.encode()) <= max_bytes
    assert text.endswith("The rest does not fit on this page.\n")
    assert sum(token.type == "fence" for token in RENDERER.parse(text)) == text.count("Accepted by")
