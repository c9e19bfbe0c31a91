"""The README agrees with what it speaks of."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from docs.pages.benchmarks import README, benchmarks_table, with_benchmarks
from tests.command_line import git
from tests.documented_session import Session, Step

if TYPE_CHECKING:
    from pathlib import Path


def test_the_refusal_is_what_the_command_prints(tmp_path: Path) -> None:
    """The shop's orders without their total, in a branch of a repository that holds them."""
    folder = tmp_path / "shop"
    shutil.copytree(README.parent / "examples" / "shop" / "docs", folder / "docs")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "docs")
    orders = folder / "docs" / "orders.design.md"
    before, event, after = orders.read_text("utf-8").partition('"eventType": "order.created"')
    orders.write_text(before + event + re.sub(r'^ *"totalCents".*\n', "", after, count=1, flags=re.MULTILINE), "utf-8")
    (block,) = re.findall(r"^```\n(\$ bindery check .*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    with ExitStack() as stack:
        session = Session(folder=folder, stack=stack)
        assert session.follow(Step(language="console", name="", body=block)) == []


def test_the_figures_are_those_of_the_last_benchmarks() -> None:
    """`make reference` would change nothing."""
    text = README.read_text("utf-8")
    assert with_benchmarks(text) == text
    assert "times faster than" in text


def test_a_figure_that_is_no_longer_measured_is_missed() -> None:
    """A row that was renamed does not silently leave the table."""
    results = json.loads((README.parent / "benchmarks" / "results.json").read_bytes())
    for row in results["deployment"]["rows"]:
        row["what"] = "something else"
    with pytest.raises(LookupError, match="can-i-deploy p95"):
        benchmarks_table(results)


def test_a_missed_bar_is_told() -> None:
    """The worst verdict of a line is its verdict, with how many of its rows it is."""
    results = json.loads((README.parent / "benchmarks" / "results.json").read_bytes())
    rows = [row for row in results["client"]["rows"] if re.match("validate / jsonschema,", row["what"])]
    rows[0]["verdict"] = "missed"
    assert f"1 of {len(rows)} missed" in benchmarks_table(results)
