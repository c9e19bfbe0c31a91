"""The commands that pages tell people to type."""

from __future__ import annotations

import re
import shlex
from html import unescape
from typing import TYPE_CHECKING

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from registry.cli import app
from tests.registry_texts import events_document
from tests.running_registry import register
from tests.web_pages import page

if TYPE_CHECKING:
    from starlette.testclient import TestClient

BLOCK = re.compile(r"<pre[^>]*>(.*?)</pre>|<code>(bindery .*?)</code>", re.DOTALL)
EMPTY = ("/", "/environments", "/environments/production", "/can-i-deploy", "/sign-in")


def commands(text: str) -> list[list[str]]:
    """The arguments of each `bindery` command of a page."""
    lines = (line for block in BLOCK.findall(text) for line in unescape("".join(block)).splitlines())
    return [shlex.split(line)[1:] for line in lines if line.startswith("bindery ")]


def check(arguments: list[str]) -> None:
    """Return if the command line takes these arguments."""
    found, rest = get_command(app), list(arguments)
    while isinstance(found, TyperGroup):
        found = found.commands[rest.pop(0)]
    found.make_context("bindery", rest)


@pytest.mark.parametrize("path", EMPTY)
def test_a_command_of_an_empty_page_can_be_typed(client: TestClient, path: str) -> None:
    """Its options are those of the release."""
    found = commands(page(client, path).text)
    assert found
    for arguments in found:
        check(arguments)


def test_a_command_of_a_service_can_be_typed(client: TestClient) -> None:
    """The one that records a deployment of it."""
    register(client, {"orders.md": events_document({"order.created": {"orderId": "uuid"}})})
    (arguments,) = commands(page(client, "/services/orders").text)
    assert "orders" in arguments
    check(arguments)
