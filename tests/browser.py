"""Chromium in front of a running registry; tests that use it are skipped, with the reason, where there is none."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

# it looks nothing up, updates nothing, and runs where there is no sandbox, as in a container
_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that is installed on this machine."""
    executable = shutil.which("chromium")
    if executable is None:
        if os.environ.get("BINDERY_REQUIRE_SERVICES"):
            raise AssertionError("no chromium is installed: .ci/services installs it")
        pytest.skip("no chromium is installed: .ci/services installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened_page(browser: Browser, url: str, *, width: int = 1280, has_scripts: bool = True) -> Iterator[Page]:
    """A tab of a browser of its own, whose paths are those of a registry; what its pages complain of is an error."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": 800},
        color_scheme="light",
        java_script_enabled=has_scripts,
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said.type, said.text) else None)
    page.on("dialog", lambda dialog: complaints.append(f"a script ran: {dialog.message}"))
    try:
        yield page
        assert complaints == []
    finally:
        context.close()


def grave_violations(page: Page) -> list[str]:
    """What axe-core finds serious or critical: rule, place, advice."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{violation['id']} {node['target']}: {node['failureSummary']}"
        for violation in violations
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def _is_complaint(kind: str, text: str) -> bool:
    """An answer that is an error page is no error of the page."""
    return kind == "error" and not text.startswith("Failed to load resource: the server responded with a status of 4")
