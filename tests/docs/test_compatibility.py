"""The page about compatibility says what the engine does: every table in it is run."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # the library has no type hints

from contracts.compatibility import Check, Outcome, Verdict, check_schemas, close_writer
from contracts.compatibility.limits import MAX_DEPTH, MAX_NODES
from contracts.documents import read_design_document
from contracts.errors import InvalidSchema, UnsupportedSchema
from contracts.keywords import Json
from contracts.model import ContentModel, Direction, Formats, Kind, Mode, Policy
from contracts.validation import Referee, Validator, draft_of
from tests.command_line import bindery
from tests.compatibility_claims import CLAIMS, Claim

TEXT = (Path(__file__).parents[2] / "docs" / "compatibility.md").read_text(encoding="utf-8")
META_SCHEMAS = (
    *(f"http://json-schema.org/draft-0{number}/schema#" for number in (4, 6, 7)),
    *(
        f"https://json-schema.org/draft/{draft}/meta/{name}"
        for draft, last in (("2019-09", "format"), ("2020-12", "format-annotation"))
        for name in ("core", "applicator", "validation", "meta-data", "content", last)
    ),
    "https://json-schema.org/draft/2020-12/meta/unevaluated",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the page."""

    head: list[str]
    rows: list[list[str]]


def _tables() -> list[Table]:
    found = []
    for block in re.findall(r"(?:^\|.*\n)+", TEXT, re.MULTILINE):
        head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines())
        found.append(Table(head=head, rows=rows))
    return found


def _rows(*heads: str) -> list[tuple[str, list[str]]]:
    """The rows of the tables whose first column has one of these heads, each with it."""
    return [(table.head[0], row) for table in _tables() if table.head[0] in heads for row in table.rows]


def _json(cell: str) -> Json:
    return json.loads(cell.strip("`"))


def _blocks(language: str) -> list[str]:
    """The code blocks of a language."""
    found = re.findall(r"^(```+)(\w*)\n(.*?)^\1$", TEXT, re.MULTILINE | re.DOTALL)
    return [text for _, named, text in found if named == language]


EXAMPLES = _rows("writer", "writer, closed-writer", "writer, open")


@pytest.mark.parametrize(("head", "row"), EXAMPLES)
def test_an_example_is_answered_as_the_page_says(head: str, row: list[str]) -> None:
    """Writer and reader of a row have the verdict that the row names."""
    assert _answer(head, row).outcome == row[2]


@pytest.mark.parametrize(("head", "row"), [(head, row) for head, row in EXAMPLES if row[2] == Outcome.INCOMPATIBLE])
def test_a_witness_on_the_page_is_one(head: str, row: list[str]) -> None:
    """Two validators accept the message under the writer, as written and as sent, and reject it under the reader."""
    writer, reader, message = _json(row[0]), _json(row[1]), _json(row[3])
    sent = writer if head.endswith("open") else close_writer(writer)
    for schema, is_accepted in ((writer, True), (sent, True), (reader, False)):
        draft = draft_of(schema)
        assert Validator(schema, formats=Formats.ASSERT, draft=draft).accepts(message) is is_accepted
        assert Referee(schema, formats=Formats.ASSERT, draft=draft).judge(message) is is_accepted


def _answer(head: str, row: list[str]) -> Verdict:
    content_model = ContentModel.OPEN if head.endswith("open") else ContentModel.CLOSED_WRITER
    return check_schemas(writer=_json(row[0]), reader=_json(row[1]), content_model=content_model)


@pytest.mark.parametrize("row", [row for _, row in _rows("rule")])
def test_a_rule_of_closing_does_what_the_page_says(row: list[str]) -> None:
    """The schema as written, closed, is the schema as sent."""
    assert close_writer(_json(row[1])) == _json(row[2])


@pytest.mark.parametrize("row", [row for _, row in _rows("")])
def test_a_direction_has_the_writer_that_the_page_names(row: list[str]) -> None:
    """Who writes in a direction, and who reads."""
    part, direction = row[0].replace("`", "").split(", ")
    name = {"event": "message", "request": "request", "response": "response 200 application/json"}[part]
    check = Check(
        direction=Direction(direction), part=name, verdict=Verdict(outcome=Outcome.COMPATIBLE), is_blocking=False
    )
    assert row[1:3] == (["old", "new"] if check.is_written_by_old else ["new", "old"])


@pytest.mark.parametrize(("kind", "words"), [(Kind.EVENT, "for events"), (Kind.OPERATION, "for operations")])
def test_the_default_modes_are_those_of_the_page(kind: Kind, words: str) -> None:
    """The page names the mode in force where a document declares none."""
    assert f"`{Policy().mode_for(kind)}` {words}" in " ".join(TEXT.split())


def test_the_limits_are_those_of_the_page() -> None:
    """The page names the largest schemas that are judged."""
    assert f"{MAX_NODES} values or {MAX_DEPTH} levels" in " ".join(TEXT.split())


def test_every_verdict_has_a_row() -> None:
    """The outcomes of the code are those of the page."""
    assert [row[0].strip("`") for _, row in _rows("verdict")] == [outcome.value for outcome in Outcome]


def test_the_front_matter_of_the_page_sets_the_policy() -> None:
    """A document with the page's front matter declares the policy that the page shows."""
    (front_matter,) = _blocks("yaml")
    (document,) = _blocks("markdown")
    (contract,) = read_design_document(front_matter + document, path="orders.md").contracts
    assert contract.policy == Policy(
        mode=Mode.FULL, content_model=ContentModel.OPEN, formats=Formats.ANNOTATE, allow_undecided=True
    )


def test_the_command_of_the_page_prints_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`bindery diff` on the page's document, edited as the page says."""
    (document,) = _blocks("markdown")
    (shown,) = _blocks("")
    command, _, answer = shown.partition("\n")
    monkeypatch.chdir(tmp_path)
    Path("old.md").write_text(document, encoding="utf-8")
    Path("new.md").write_text(document.replace('"totalCents":', '"totalCents?":'), encoding="utf-8")
    done = bindery(*command.split()[2:])
    assert (done.code, done.out) == (1, answer)


KEYWORD_ROWS = {tuple(re.findall(r"`([^`]+)`", row[0])): row for _, row in _rows("keyword")}
ROW_OF_KEYWORD = {keyword: row for keywords, row in KEYWORD_ROWS.items() for keyword in keywords}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.keyword} {claim.answer}")
def test_a_claim_about_a_keyword_holds(claim: Claim) -> None:
    """The engine answers as claimed; what it has learnt to decide moves to the other column of the page."""
    assert _claimed(claim) == claim.answer


def _claimed(claim: Claim) -> str:
    try:
        verdict = check_schemas(
            writer=claim.writer,
            reader=claim.reader,
            content_model=ContentModel.OPEN,
            writer_draft=claim.drafts[0],
            reader_draft=claim.drafts[1],
        )
    except (InvalidSchema, UnsupportedSchema):
        return "refused"
    return str(verdict.outcome)


@pytest.mark.parametrize("keywords", KEYWORD_ROWS, ids=" ".join)
def test_a_row_has_claims_that_bear_it_out(keywords: tuple[str, ...]) -> None:
    """Each row has decided pairs, and undecided ones exactly where its last column names some."""
    answers = {claim.answer for claim in CLAIMS if claim.keyword in keywords}
    assert answers & {"compatible", "incompatible"}
    assert bool(answers & {"undecided", "refused"}) is bool(KEYWORD_ROWS[keywords][2])


@pytest.mark.parametrize("uri", META_SCHEMAS)
def test_every_keyword_of_a_draft_has_a_row(uri: str) -> None:
    """The keywords that the meta-schemas of all drafts know stand on the page."""
    assert set(REGISTRY.contents(uri)["properties"]) - set(ROW_OF_KEYWORD) == set()
