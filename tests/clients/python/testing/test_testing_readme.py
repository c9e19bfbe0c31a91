"""The README's section on contract tests, run as a service would."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from bindery_client.testing.project import Settings
from tests.clients.python.planted.shop_contracts import CLIENT, run_pytest, write_contracts, write_variant

SECTION = (CLIENT.parent / "README.md").read_text("utf-8").partition("## Contract tests")[2]


def fence(language: str) -> str:
    """The first snippet in a language."""
    found = re.search(rf"```{language}\n(.*?)```", SECTION, re.DOTALL)
    assert found
    return found[1]


def test_the_tests_of_the_readme_pass_for_a_correct_service(tmp_path: Path) -> None:
    """Copied as they stand, beside a service of these names."""
    write_contracts(tmp_path)
    write_variant(tmp_path, "billing", ("def handle_with_dict_access", "def handle_order_created"))
    (tmp_path / "test_billing.py").write_text(fence("python"), "utf-8")
    done = run_pytest(tmp_path)
    assert done.code == 0, done.text
    assert "billing::test_handler[null:data.note]" in done.tests
    assert "billing::test_caller[409:minimal]" in done.tests


def test_the_settings_of_the_readme_are_read(tmp_path: Path) -> None:
    """Each is one that exists."""
    (tmp_path / "pyproject.toml").write_text(fence("toml"), "utf-8")
    told = tomllib.loads(fence("toml"))["tool"]["bindery"]
    assert Settings.nearest(tmp_path, tmp_path) == Settings(folder=tmp_path, **told)
