"""The pages of `bindery dev` in a browser: for everybody, large and small, light and dark."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest
import uvicorn

from registry.entrance.listener import open_listener
from registry.services.workbench import Workbench
from registry.web.workbench import workbench_app
from registry.workers import ProofPool
from tests.browser import chromium, grave_violations, opened_page
from tests.command_line import Project, git
from tests.design_documents import BROKEN, UNCLOSED, order_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

BROKEN_PAGE = "/document?path=docs%2Forders.md"
PAGES = ("/", BROKEN_PAGE, "/document?path=docs%2Fopen.md", "/document?path=nowhere", "/rules", "/nowhere")
LONG = "very-long-segment." * 8


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workbench with a break, an error, an ignored problem and a long name; these tests only look."""
    root = tmp_path_factory.mktemp("dev") / "shop"
    (root / "docs").mkdir(parents=True)
    git(root.parent, "init", "-q", "-b", "main", str(root))
    project = Project(root=root)
    project.write(order_document())
    project.commit()
    project.write(order_document(BROKEN))
    project.write(UNCLOSED, "open.md")
    project.write(f"# Events\n\n| Event | Producer | Consumer |\n|---|---|---|\n| {LONG}packed | x | - |\n", "long.md")
    entry = "{rule: no-schema, path: docs/long.md, reason: it follows}"
    (root / ".bindery-ignore.yaml").write_text(f"ignore:\n  - {entry}\n", "utf-8")
    with ProofPool() as pool:
        workbench = Workbench(root / "docs", against="git:HEAD", pool=pool)
        workbench.refresh()
        listener = open_listener("127.0.0.1", 0)
        server = uvicorn.Server(uvicorn.Config(workbench_app(workbench), log_config=None))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this module."""
    with chromium() as made:
        yield made


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible(browser: Browser, url: str, path: str) -> None:
    """Contrast, names, roles, order of headings: axe-core finds nothing serious, be it light or dark."""
    with opened_page(browser, url) as page:
        page.goto(path)
        assert grave_violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert grave_violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_telephone(browser: Browser, url: str, path: str) -> None:
    """At 400 pixels nothing sticks out to the right."""
    with opened_page(browser, url, width=400) as page:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 400
