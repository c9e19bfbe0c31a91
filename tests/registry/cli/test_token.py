"""Commands that ask a registry which wants to know who asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.auth.api_keys import new_key
from registry.auth.roles import AccessRole
from registry.settings import Settings
from tests.api_keys import created_key
from tests.command_line import Project, bindery
from tests.running_registry import running_registry


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A registry that requires credentials."""
    with running_registry(tmp_path, authentication="required") as running:
        yield running


def key_of(folder: Path, role: AccessRole) -> str:
    """A key for the registry in this folder."""
    return created_key(Settings.of_sqlite_file(folder / "registry.db"), role).key


def test_a_token_registers(url: str, tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable is all that a pipeline sets."""
    monkeypatch.setenv("BINDERY_TOKEN", key_of(tmp_path, AccessRole.REGISTRAR))
    assert bindery("register", project.docs, "--url", url).code == 0
    assert bindery("check", project.docs, "--against", "registry", "--url", url).code == 0


def test_a_token_may_stand_in_a_file(
    url: str, tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As orchestrators hand secrets out."""
    (tmp_path / "token").write_text(key_of(tmp_path, AccessRole.REGISTRAR) + "\n", encoding="utf-8")
    monkeypatch.setenv("BINDERY_TOKEN_FILE", str(tmp_path / "token"))
    assert bindery("register", project.docs, "--url", url).code == 0


def test_a_token_file_that_is_not_there_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret that was not mounted is a usage error, not a request without it."""
    monkeypatch.setenv("BINDERY_TOKEN_FILE", "/nowhere/token")
    answer = bindery("register", project.docs)
    assert (answer.code, "BINDERY_TOKEN_FILE" in answer.err) == (2, True)


@pytest.mark.parametrize(
    "command", [("register",), ("check", "--against", "registry"), ("pull", "--service", "orders")]
)
def test_without_a_token_the_exit_code_is_four(url: str, project: Project, command: tuple[str, ...]) -> None:
    """Scripts can tell a lock from an outage; people are told which variable opens it."""
    answer = bindery(command[0], project.docs, *command[1:], "--url", url)
    assert (answer.code, "BINDERY_TOKEN" in answer.err) == (4, True)


def test_a_wrong_token_is_not_shown(url: str, project: Project) -> None:
    """A refused token may be good elsewhere: no message repeats it."""
    token = new_key()
    answer = bindery("register", project.docs, "--url", url, "--token", token)
    assert answer.code == 4
    assert "does not know this key" in answer.err
    assert token not in answer.err + answer.out


def test_too_low_a_role_is_told(url: str, tmp_path: Path, project: Project) -> None:
    """Who is known and may not do this hears which role it takes."""
    token = key_of(tmp_path, AccessRole.READER)
    answer = bindery("register", project.docs, "--url", url, "--token", token)
    assert (answer.code, "registrar" in answer.err, "BINDERY_TOKEN" in answer.err) == (4, True, False)
