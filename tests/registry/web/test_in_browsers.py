"""The pages in a browser: for everybody, with and without JavaScript, large and small, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
import pytest
from playwright.sync_api import Browser, expect

from registry.services.keys import CreatedKey
from registry.settings import Settings
from tests.api_keys import created_key
from tests.browser import chromium, grave_violations, opened_page
from tests.running_registry import running_registry
from tests.web_registry import PAGES, fill

pytestmark = pytest.mark.browser

ORDER = "/contracts/event/order.created"


@dataclass(frozen=True, slots=True)
class Reader:
    """A browser, and what it looks at: an open registry with something on every page, and one behind a sign-in."""

    browser: Browser
    url: str
    guarded_url: str
    key: CreatedKey


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """What all tests of this module look at, for they only read."""
    guarded = tmp_path_factory.mktemp("guarded")
    key = created_key(Settings.of_sqlite_file(guarded / "registry.db"))
    with running_registry(tmp_path_factory.mktemp("open")) as url, running_registry(guarded) as guarded_url:
        with httpx2.Client(base_url=url, timeout=60) as client:
            fill(client)
        with chromium() as browser:
            yield Reader(browser, url, guarded_url, key)


def test_axe_finds_what_is_planted(reader: Reader) -> None:
    """The judge of the tests below is awake."""
    with opened_page(reader.browser, reader.url) as page:
        page.set_content('<html lang="en"><title>a</title><main><h1>a</h1><input></main></html>')
        assert [found.split(" ")[0] for found in grave_violations(page)] == ["label"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible(reader: Reader, path: str) -> None:
    """Contrast, names, roles, order of headings: axe-core finds nothing serious, be it light or dark."""
    with opened_page(reader.browser, reader.url) as page:
        page.goto(path)
        assert grave_violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert grave_violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_telephone(reader: Reader, path: str) -> None:
    """At 400 pixels nothing sticks out to the right: names of 190 characters, tables, schemas."""
    with opened_page(reader.browser, reader.url, width=400) as page:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 400


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_the_same_without_scripts(reader: Reader, path: str) -> None:
    """JavaScript adds buttons for copying, and nothing that is to be read."""
    shown = []
    for has_scripts in (True, False):
        with opened_page(reader.browser, reader.url, has_scripts=has_scripts) as page:
            page.goto(path)
            shown.append(page.locator("main").inner_text().replace("Copy\n", "").split())
    assert [word for word in shown[0] if word != "Copy"] == shown[1]


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_search_leads_to_a_contract_and_its_versions(reader: Reader, has_scripts: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """From the start page by the search field to the contract, its version, its schema, and up again."""
    with opened_page(reader.browser, reader.url, has_scripts=has_scripts) as page:
        page.goto("/")
        page.get_by_role("searchbox").fill("order.cr")
        page.get_by_role("searchbox").press("Enter")
        expect(page.locator(".entries .title")).to_have_count(1)
        page.get_by_role("link", name="order.created").click()
        page.get_by_role("link", name="Version 2").first.click()
        page.get_by_role("link", name="Schema", exact=True).click()
        expect(page.get_by_role("region", name="JSON Schema of message")).to_contain_text('"coupon"')
        page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="order.created").click()
        expect(page).to_have_url(f"{reader.url}{ORDER}")


def test_a_search_answers_while_somebody_types(reader: Reader) -> None:
    """The list follows the fields, the address follows the list, and the focus stays where it is."""
    with opened_page(reader.browser, reader.url) as page:
        page.goto("/contracts")
        page.get_by_label("Name", exact=True).press_sequentially("cancel")
        expect(page.locator(".entries .title")).to_have_count(1)
        expect(page.get_by_label("Name", exact=True)).to_be_focused()
        assert "q=cancel" in page.url


def test_a_case_is_shown_in_its_place(reader: Reader) -> None:
    """Choosing another case shows its message."""
    with opened_page(reader.browser, reader.url) as page:
        page.goto(f"{ORDER}/versions/2/cases")
        page.get_by_role("link", name="missing:data", exact=True).click()
        expect(page.get_by_role("heading", name="missing:data", exact=True)).to_be_visible()
        expect(page.get_by_role("region", name="Message of missing:data")).not_to_contain_text('"data"')


def test_a_command_is_copied(reader: Reader) -> None:
    """The button puts the text on the clipboard, and says so."""
    with opened_page(reader.browser, reader.url) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{ORDER}/versions/2/schema")
        page.get_by_role("button", name="Copy").last.click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()").startswith(f"curl '{reader.url}/api/v1{ORDER}")


def test_a_page_is_used_with_the_keyboard_alone(reader: Reader) -> None:
    """The first stop skips to the content, each stop can be seen, and every link of the page is one."""
    with opened_page(reader.browser, reader.url) as page:
        page.goto(ORDER)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
        reached = set()
        for _ in range(80):
            page.keyboard.press("Tab")
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert page.evaluate("document.activeElement === document.body") or outline != "none"
            reached.add(page.evaluate("document.activeElement.getAttribute('href')"))
    with opened_page(reader.browser, reader.url) as page:
        page.goto(ORDER)
        links = {link.get_attribute("href") for link in page.locator("a").all()}
    assert links <= reached | {"#content"}


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_somebody_signs_in_and_out(reader: Reader, has_scripts: bool) -> None:  # noqa: FBT001 - the same
    """A browser keeps the cookie, sends the origin, carries the token, and forgets all of it at the end."""
    with opened_page(reader.browser, reader.guarded_url, has_scripts=has_scripts) as page:
        page.goto("/services")
        page.get_by_label("API key").fill(reader.key.key)
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_url(f"{reader.guarded_url}/services")
        page.get_by_role("button", name="Sign out").click()
        expect(page).to_have_url(f"{reader.guarded_url}/sign-in")
        page.goto("/services")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
