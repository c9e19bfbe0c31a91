"""Workflow commands of GitHub."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from hypothesis import given

from contracts.findings import Finding, Summary
from registry.cli.formats import github
from tests.findings import IGNORED, REMOVED, SUMMARIES, WARNING, case, summary

COMMAND = re.compile(r"::(?P<level>error|warning|notice) (?P<properties>[^:]*)::(?P<message>.*)", re.DOTALL)
PROPERTY = re.compile(r"(?:file|line|col|title)=[^,:\r\n]+")


def lines_of(*findings: Finding) -> list[str]:
    """The lines for some findings."""
    return github.workflow_commands(summary(case(*findings))).splitlines()


@given(told=SUMMARIES)
def test_every_line_is_a_command(told: Summary) -> None:
    """No text can end a property, a command or a line; what it said can be read back."""
    written = github.workflow_commands(told).split("\n")[:-1]
    shown = [finding for finding in told.findings if not finding.ignored]
    for line, finding in zip(written, shown, strict=False):
        if (found := COMMAND.fullmatch(line)) is not None:
            properties = found["properties"].split(",")
            assert all(PROPERTY.fullmatch(part) for part in properties)
            assert unquote(found["message"]).startswith(finding.sentence)
        else:
            assert "more: GitHub shows" in line


def test_a_command_names_file_line_column_and_title() -> None:
    """As GitHub's documentation writes it; a message of several lines is one line."""
    (line,) = lines_of(WARNING)
    assert line == (
        "::warning file=docs/orders.md,line=7,col=3,title=missing-consumer::"
        "order.paid names no consumer%0AFix: <!-- contract: event=order.paid consumers=SERVICE -->"
    )


def test_the_worst_come_first() -> None:
    """GitHub drops what comes after the tenth of a kind."""
    assert [line.split(" ")[0] for line in lines_of(WARNING, REMOVED)] == ["::error", "::warning"]


def test_what_github_would_drop_is_counted() -> None:
    """Ten of each kind are shown, and a line says how many are not."""
    errors, warnings = [replace(REMOVED, line=n) for n in range(12)], [replace(WARNING, line=n) for n in range(11)]
    lines = lines_of(*warnings, *errors)
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::error"] * 10 + ["::warning"] * 10
    assert lines[-1].startswith("3 more: ")


def test_what_is_ignored_is_no_annotation() -> None:
    """It is told in the summary of the step."""
    assert lines_of(IGNORED) == []
