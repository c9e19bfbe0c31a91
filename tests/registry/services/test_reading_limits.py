"""Every repeated construct is read within the processor time that the service gives to a document of its size.

A step that takes the square of the text would take minutes for these, the limit is seconds: the process is then ended
and the reading refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.documents import read_design_documents
from contracts.model import DesignDocument
from registry.observability.metrics import Metrics
from registry.services.work import RequestWork
from registry.settings import Settings
from registry.workers import ProofPool
from tests.design_documents import assert_sound
from tests.repeated_texts import BLOCKS, LARGE, LINES

GOLDEN = Path(__file__).parents[2] / "golden" / "documents"


@pytest.fixture(scope="module")
def pool() -> Iterator[ProofPool]:
    """One process for all of them."""
    with ProofPool(size=1, target=read_design_documents) as made:
        yield made


def read(pool: ProofPool, text: str) -> DesignDocument:
    """The document, read as the service reads it."""
    (document,) = RequestWork(pool, Settings(), Metrics(pool)).read({"any.md": text})
    return document


@pytest.mark.parametrize("name", sorted(LINES))
def test_a_long_line_is_read_within_the_limits(pool: ProofPool, name: str) -> None:
    """Every regular expression walks a line a fixed number of times."""
    assert_sound(read(pool, LINES[name](120_000)))


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_many_blocks_are_read_within_the_limits(pool: ProofPool, name: str) -> None:
    """No list is searched for each of its items."""
    assert_sound(read(pool, BLOCKS[name](250_000)))


@pytest.mark.parametrize("name", sorted(LARGE))
def test_a_large_repeated_construct_is_read_within_the_limits(pool: ProofPool, name: str) -> None:
    """What was slow once stays fast."""
    assert_sound(read(pool, LARGE[name]))


def test_a_large_ordinary_document_is_read_within_the_limits(pool: ProofPool) -> None:
    """A megabyte of the golden documents, contracts and all."""
    text = "\n\n".join(path.read_text("utf-8") for path in sorted(GOLDEN.glob("*.md")))
    document = read(pool, text * (1_000_000 // len(text)))
    assert document.contracts
    assert_sound(document)
