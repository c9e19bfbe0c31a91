"""Documents in a browser: previewed, registered, followed while they are edited."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
import uvicorn
from playwright.sync_api import Browser, expect

from registry.entrance.listener import open_listener
from registry.services.workbench import Workbench
from registry.web.workbench import workbench_app
from registry.workers import ProofPool
from tests.browser import chromium, opened_page
from tests.command_line import Project
from tests.design_documents import BROKEN, order_document
from tests.running_registry import running_registry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this module."""
    with chromium() as made:
        yield made


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_document_is_registered_by_its_preview(browser: Browser, tmp_path: Path, has_scripts: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Pasted, seen, registered; a break of it is then refused, and nothing changes."""
    with running_registry(tmp_path) as url, opened_page(browser, url, has_scripts=has_scripts) as page:
        page.goto("/preview")
        page.get_by_label("Markdown, OpenAPI or AsyncAPI").fill(order_document())
        if not has_scripts:
            page.get_by_role("button", name="Preview").click()
        expect(page.get_by_role("heading", name="It can be registered")).to_be_visible()
        page.get_by_role("button", name="Register").click()
        expect(page.get_by_role("heading", name="Registered")).to_be_visible()
        page.get_by_label("Markdown, OpenAPI or AsyncAPI").fill(order_document(BROKEN))
        if not has_scripts:
            page.get_by_role("button", name="Preview").click()
        expect(page.get_by_role("heading", name="It would be refused")).to_be_visible()
        expect(page.get_by_text('"total" is a required property').first).to_be_visible()
        page.get_by_role("link", name="line", exact=False).first.click()
        expect(page.locator(".source li:target")).to_be_visible()


def test_an_open_page_follows_an_edit(browser: Browser, project: Project) -> None:
    """`bindery dev`: saved on disk, shown without a click."""
    done, listener = Event(), open_listener("127.0.0.1", 0)
    with ProofPool() as pool:
        workbench = Workbench(project.root / "docs", against="git:HEAD", pool=pool)
        workbench.refresh()
        server = uvicorn.Server(uvicorn.Config(workbench_app(workbench), log_config=None))
        threads = [
            Thread(target=workbench.follow, args=(lambda _snapshot: None,), kwargs={"until": done}),
            Thread(target=server.run, kwargs={"sockets": [listener]}),
        ]
        for thread in threads:
            thread.start()
        try:
            with opened_page(browser, f"http://127.0.0.1:{listener.getsockname()[1]}") as page:
                page.goto("/")
                expect(page.get_by_role("heading", name="Nothing has changed")).to_be_visible()
                project.write(order_document(BROKEN))
                expect(page.get_by_role("heading", name="would break what git:HEAD has")).to_be_visible(timeout=60_000)
        finally:
            done.set()
            server.should_exit = True
            for thread in threads:
                thread.join(timeout=60)
            listener.close()
