"""What the README of the client says of the library and of HTTP: each snippet is run, in the order of the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bindery_client import errors
from contracts.model import Role
from tests.client_locks import event_entry, operation_entry, write_lock

README = Path(__file__).parents[3] / "clients" / "python" / "README.md"
SECTIONS = (
    "Five minutes: the library",
    "Five minutes: HTTP",
    "Introducing it to a running system",
    "Without a lock file",
)


def blocks() -> list[tuple[str, str]]:
    """Language and text of each block of the sections that are run here; others have tests of their own."""
    parts = dict(part.split("\n", 1) for part in README.read_text("utf-8").split("\n## ")[1:])
    text = "\n".join(parts[section] for section in SECTIONS)
    return re.findall(r"^```(python|text)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_each_snippet_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Snippets build on each other; a text block is what was printed before it."""
    monkeypatch.chdir(tmp_path)
    entries = [event_entry(role) for role in (Role.CONSUMER, Role.PRODUCER)]
    write_lock(tmp_path, *entries, *(operation_entry(role) for role in (Role.CALLER, Role.PROVIDER)))
    names: dict[str, object] = {}
    for language, text in blocks():
        if language == "text":
            assert capsys.readouterr().out == text
        else:
            exec(compile(text, str(README), "exec"), names)  # noqa: S102 - our own README
    started = names["start"]
    assert callable(started)
    assert started().service == "billing"
    app = names["app"]
    assert callable(app)
    with TestClient(app) as caller:
        assert caller.post("/internal/reservations", json={}).status_code == 422


def test_each_error_is_in_the_readme() -> None:
    """The table of errors is complete."""
    listed = set(re.findall(r"^\| `([A-Z]\w+)` \|", README.read_text("utf-8"), re.MULTILINE))
    assert listed == {name for name, found in vars(errors).items() if isinstance(found, type)} - {"BinderyClientError"}
