"""Write the pictures of `docs/images`, of a registry that holds the shop: `make screenshots`.

Nothing in them is drawn by hand: the pages are those of `bindery serve`, seen by Chromium, and the terminal shows what
`bindery check` prints.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.text import Text

from examples.shop.demo import served
from examples.shop.tour.at_deploy_time import ask_and_deploy
from examples.shop.tour.at_design_time import DOCUMENTS, ORDERS, TOTAL, register_and_break
from examples.shop.tour.terminal import BINDERY, Terminal

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

IMAGES = Path(__file__).parents[1] / "images"
COLUMNS = 108
CHANNEL = '    "channel": "web | app | phone",\n'
STAGED = (
    ("orders", "1.0", "orders-1.0.lock.json"),
    ("notifications", "1.0", "notifications-1.0.lock.json"),
    ("billing", "2.0", "billing-2.0.lock.json"),
)
CHECK = ("check", "docs", "--against", "registry")
# it looks nothing up, updates nothing, and runs where there is no sandbox, as in a container
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars"),
)
ORDER = "/contracts/event/order.created"
# name of the picture -> the page, and the last thing that is in the picture; without one as much as a window shows
PAGES = {
    "start": ("/", ""),
    "contract": (ORDER, ""),
    "compare": (f"{ORDER}/compare?old=3&new=4", ".answer"),
    "graph": ("/graph", ".graph"),
    "can-i-deploy": ("/can-i-deploy?service=billing&version=2.0&environment=staging", ".answer"),
}
WINDOW: ViewportSize = {"width": 1120, "height": 820}
MARGIN = 28
# a page without scripts and styles of a host elsewhere: the picture is one file
SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""  # noqa: E501 - one rule of a stylesheet


def main() -> None:
    """Fill two registries as the tour does, and take the pictures."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bindery-screens-") as folder, served(Path(folder)) as url:
        refuse(Terminal(folder=Path(folder), url=url))
    with tempfile.TemporaryDirectory(prefix="bindery-screens-") as folder, served(Path(folder)) as url:
        broken = prepare(Terminal(folder=Path(folder), url=url))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
            take(browser.new_page(base_url=url, viewport=WINDOW, color_scheme="light"), broken)
            browser.close()


def refuse(terminal: Terminal) -> None:
    """Take the picture of what the check of a pull request prints."""
    shutil.copytree(DOCUMENTS, terminal.folder / "docs")
    terminal.bindery("register", "docs", quiet=True)
    terminal.edit(ORDERS, TOTAL, "")
    environment = {**os.environ, "BINDERY_URL": terminal.url, "COLUMNS": str(COLUMNS), "FORCE_COLOR": "1"}
    done = subprocess.run(  # noqa: S603 - our own command
        [str(BINDERY), *CHECK, "--source", "shop"],
        cwd=terminal.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    console = Console(record=True, width=COLUMNS, file=StringIO())
    console.print(f"$ bindery {' '.join(CHECK)}", style="bold", highlight=False)
    console.print(Text.from_ansi(done.stdout))
    console.save_svg(str(IMAGES / "refused.svg"), title="bindery check", code_format=SVG, unique_id="refused")


def prepare(terminal: Terminal) -> str:
    """Register, deploy, and accept a break, so that there is something to compare; the document with another break."""
    register_and_break(terminal)
    ask_and_deploy(terminal)
    for service, version, lock in STAGED:
        named = ("--service", service, "--version", version, "--environment", "staging")
        if not (terminal.folder / lock).exists():
            terminal.bindery("pull", "--service", service, "--lock", lock, quiet=True)
        terminal.bindery("record-deployment", *named, "--lock", lock, quiet=True)
    terminal.edit(ORDERS, TOTAL, "")
    accepted = ("--accept-breaking", "order.created", "--reason", "billing reads the total of the payment")
    terminal.bindery("register", "docs", *accepted, quiet=True)
    terminal.edit(ORDERS, CHANNEL, "")
    return (terminal.folder / ORDERS).read_text(encoding="utf-8")


def take(page: Page, broken: str) -> None:
    """A picture of each page, and of a document under review."""
    for name, (path, last) in PAGES.items():
        page.goto(path)
        picture(page, name, last)
    page.goto("/preview")
    page.get_by_label("Repository").fill("shop")
    page.get_by_label("Path in it").fill(ORDERS)
    page.get_by_label("Markdown, OpenAPI or AsyncAPI").fill(broken)
    page.get_by_role("heading", name="It would be refused").wait_for()
    page.locator("#line-160").scroll_into_view_if_needed()
    page.locator("#preview").evaluate("element => scrollTo(0, element.offsetTop - 24)")
    picture(page, "preview", "")


def picture(page: Page, name: str, last: str) -> None:
    """Take the picture of a page, down to the first element of a selector or as much as a window shows."""
    path = IMAGES / f"{name}.png"
    box = page.locator(last).first.bounding_box() if last else None
    if box is None:
        page.screenshot(path=path)
        return
    height = box["y"] + box["height"] + MARGIN
    page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": WINDOW["width"], "height": height})


if __name__ == "__main__":
    main()
