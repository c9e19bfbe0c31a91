"""Reading takes time in proportion to the text, whatever construct is repeated: no text makes it hang."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, SupportsIndex

import pytest

from contracts.documents import read_design_document
from contracts.documents.events.headings import heading_events
from contracts.documents.problems import Findings
from contracts.documents.subjects import find_subjects
from contracts.documents.survey import survey_page
from contracts.documents.text.markdown import Block, read_page
from tests.design_documents import assert_sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GOLDEN = Path(__file__).parents[2] / "golden" / "documents"
TEXTS = tuple(path.read_text("utf-8") for path in sorted(GOLDEN.glob("*.md")))

EVENTS = "# Events\n\n| Event | Producer | Consumer | Payload |\n|---|---|---|---|\n"
FIELDS = "# Events\n## a.created\n\n| Field | Type | Required | Description |\n|---|---|---|---|\n"
MESSAGE = '# Events\n```json\n{"eventType": "a.created", '
INTERFACE = "# Events\n```ts\ninterface A { eventType: 'a.created'; a: "
SLACK_SECONDS = 0.4
MOST_GROWTH = 3.0  # twice the text: twice the work; a square would be four times


def repeated(piece: str, head: str = "", tail: str = "") -> Callable[[int], str]:
    """A text of some size in which a piece is repeated between head and tail."""
    return lambda size: head + piece * (size // len(piece)) + tail


def around(head: str, tail: str, *pieces: str) -> dict[str, Callable[[int], str]]:
    """`repeated` for each of the pieces."""
    return {f"{piece!r} after {head[-12:]!r}": repeated(piece, head, tail) for piece in pieces}


def numbered(line: str, head: str = "", tail: str = "") -> Callable[[int], str]:
    """A text of some size of lines that differ in their number (`#`)."""
    return lambda size: head + "".join(line.replace("#", str(n)) for n in range(size // len(line))) + tail


# One line that grows: what a regular expression may walk more than once.
LINES: dict[str, Callable[[int], str]] = {
    **around(
        "", "\n", "`", "[^", "[a](", '[a](b "', "[", "**a ", "*", "*_", "_", "~~a ", "(", "()", "{a}", "<b ", "<sup>"
    ),
    **around(
        "", "\n", "a.", "a - ", "a → ", ": ", "**a:", "/", " / ", "POST /a ", "`POST /a` ", "x <!-- ", ">", "|", "1. "
    ),
    **around("a", "b\n", " ", "\t", "\u3000"),
    **around(
        "# Events\n## ",
        "\n",
        "a.",
        "Aa",
        "A_",
        "a-",
        "a:",
        "1.",
        "a.b / ",
        "`a` ",
        "(a",
        "(a) ",
        "GET / ",
        " v1",
        "→ a",
    ),
    **around(
        "# Events\n## a.created\n", "\n", "published by ", "Orders publishes to ", "**Producer:** a ", "when the "
    ),
    **around("# Events\n## a.created\n**Consumers:** ", "\n", "a, ", "a and ", "(", " - ", "`a` ", "~~a ", "a/"),
    **around("# Published events\n- ", "\n", "`a.created` ", "a.created, ", "from the ", "→ ", "by ", "(", "a: "),
    **around(EVENTS + "| ", " | x | y | z |\n", "a.created, ", "(", "`|", r"\|", "~~a~~ ", "{a}.", "<br "),
    **around(EVENTS + "| a.created | ", " | y | z |\n", "a, ", " and ", " & ", " ", "(", "the "),
    **around(EVENTS + "| a.created | x | y | ", " |\n", "{ a: ", "a: int, ", "a, ", "[", "a?"),
    **around(FIELDS + "| x | ", " | yes | z |\n", "List<", "a \\| ", "[]", "(", "string ", '"'),
    **around(FIELDS + "| x | enum | yes | ", " |\n", "A, B or ", "`A` ", '"a" ', "e.g. "),
    **around(FIELDS + "| ", " | string | yes | z |\n", "a.", "a[].", "(", "`a"),
    **around(
        "# API\n\n| Method | Path | From | To |\n|---|---|---|---|\n| GET | ", " | a | b |\n", "/{a}", "/:a", "POST /a "
    ),
    **around("<!-- contract: event=a.b ", " -->\nx\n", "planned ", "'", "required=a ", "a"),
    **around("<!-- contract: event=", " -->\nx\n", "a.b,"),
    **around("```json schema event=a.b ", "\n{}\n```\n", "planned ", "event=a.b ", "a "),
    **around(MESSAGE + '"a": "', '"}\n```\n', "a|", "a-", "string (", "[a", "{", "...", "1"),
    **around(MESSAGE + '"a": ', "}\n```\n", "a | ", "a<", "(", "'", "{a", "[", "1", "/*", "<!--", "# "),
    **around(MESSAGE + '"a": "a" // ', "\n}\n```\n", '"a" | ', "optional ", "(", " "),
    **around(INTERFACE, " }\n```\n", "'a' | ", "Array<", "{ a: ", "(", "[", "string & "),
    **around(INTERFACE + "string", " }\n```\n", "[]", "/*", " // ", " "),
    "runs of backticks of every length": lambda size: " ".join("`" * n for n in range(int((2 * size) ** 0.5))),
}

# Many blocks: what a recogniser may look through more than once.
BLOCKS: dict[str, Callable[[int], str]] = {
    "headings": numbered("## heading # of it\n\n"),
    "headings of events": numbered("## order.created#\n\n", "# Events\n"),
    "headings of services": numbered("## Order# Service\n\n"),
    "headings of routes": numbered("### POST /a#\n\n"),
    "underlined headings": lambda size: "a\n---\n" * (size // 6),
    "events with fences": numbered('## a.created#\n```json\n{"eventType":"a.created#","a":1}\n```\n', "# Events\n"),
    "examples of one event": numbered('```json\n{"eventType": "a.created", "a#": 1}\n```\n', "# Events\n"),
    "schemas of one event": numbered('```json schema event=a.b\n{"type":"object","properties":{"a#":{}}}\n```\n'),
    "values of one fence": numbered('{"eventType": "a.created", "k#": 1}\n', "# Events\n```json\n", "```\n"),
    "items with different keys": numbered('{"k#": 1},\n', MESSAGE + '"data": [', "1]}\n```\n"),
    "a union of literals": numbered("'a#' | ", INTERFACE, "string }\n```\n"),
    "interfaces that extend": numbered("interface A# extends B# { a: string }\n", "# Events\n```ts\n", "```\n"),
    "http fences": numbered('```http\nPOST /a#\n\n{"a":1}\n```\n'),
    "fences": lambda size: '```json\n{"a": 1}\n```\n' * (size // 20),
    "lines with routes": numbered("`POST /a#`\n\n"),
    "lists": numbered("- `a.created#`\n  - x: uuid\n", "# Order service\n## Published events\n"),
    "annotations": numbered('<!-- contract: event=a.b# -->\n```json\n{"a":#}\n```\n'),
    "tables": numbered("| Event | Producer |\n|---|---|\n| a.created# | x |\n\n"),
    "quotes": lambda size: "> > > a\n\n" * (size // 9),
    "a nested list": lambda size: "\n".join("  " * depth + "- a" for depth in range(int(size**0.5))),
}


def _seconds(text: str) -> float:
    started = time.process_time()
    read_design_document(text, path="any.md")
    return time.process_time() - started


def grows_linearly(build: Callable[[int], str], size: int) -> bool:
    """Whether twice the text takes about twice the time, in one of two attempts: the machine has other work."""
    return any(_seconds(build(2 * size)) <= MOST_GROWTH * _seconds(build(size)) + SLACK_SECONDS for _ in range(2))


@pytest.mark.parametrize("name", sorted(LINES))
def test_a_line_that_grows_is_read_in_linear_time(name: str) -> None:
    """Every regular expression walks a line a fixed number of times."""
    assert grows_linearly(LINES[name], 30_000)


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_a_document_of_many_blocks_is_read_in_linear_time(name: str) -> None:
    """Every recogniser looks at a block a fixed number of times."""
    assert grows_linearly(BLOCKS[name], 50_000)


class CountedBlocks(tuple[Block, ...]):
    """Blocks that count how often one of them is taken, or walked over."""

    __slots__ = ()
    taken: ClassVar[int] = 0

    def __getitem__(self, index: SupportsIndex | slice) -> Any:  # noqa: ANN401 - as the tuple has it: one block or several
        CountedBlocks.taken += len(range(*index.indices(len(self)))) if isinstance(index, slice) else 1
        return super().__getitem__(index)

    def __iter__(self) -> Iterator[Block]:
        for block in super().__iter__():
            CountedBlocks.taken += 1
            yield block


def test_finding_what_stands_below_a_heading_does_not_start_at_the_first_block() -> None:
    """The blocks that are looked at grow with the headings, not with their square."""
    assert _taken(400) <= 2.1 * _taken(200)


def _taken(headings: int) -> int:
    findings = Findings(path="any.md")
    page = read_page("# Events\n" + "## a.created\n\ntext\n\n" * headings, path="any.md", findings=findings)
    survey = survey_page(replace(page, blocks=CountedBlocks(page.blocks)), findings)
    CountedBlocks.taken = 0
    find_subjects(survey.page.blocks, lambda block, index: heading_events(survey, block, index), lambda _: False)
    return CountedBlocks.taken


def test_a_large_ordinary_document_is_read_in_time() -> None:
    """Half a megabyte of the golden documents; the limit leaves room for a slow machine."""
    text = "\n\n".join(TEXTS)
    text *= 500_000 // len(text)
    document = read_design_document(text, path="any.md")
    assert document.contracts
    assert_sound(document)
    assert _seconds(text) < 10
