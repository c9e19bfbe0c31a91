"""The snippets of the client's README that talk to a broker, run as they stand there."""

from __future__ import annotations

import asyncio
import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.order_contracts import order, order_lock_file
from tests.rabbitmq import URL, Wiring

if TYPE_CHECKING:
    from contracts.keywords import Json

README = Path(__file__).parents[4] / "clients" / "python" / "README.md"
SECTIONS = ("RabbitMQ with pika", "RabbitMQ with aio-pika", "FastStream", "Tests without a broker", "CloudEvents")

pytestmark = pytest.mark.rabbitmq


def snippet_of(section: str) -> str:
    """The Python of a section."""
    text = README.read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(section)}$.*?```python\n(.*?)```", text, re.MULTILINE | re.DOTALL)
    assert found, section
    return found[1]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_snippet_does_what_it_shows(
    section: str, wiring: Wiring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run on a real broker; where a snippet publishes and consumes, its handler is called."""
    if section == "FastStream" and importlib.util.find_spec("faststream") is None:
        pytest.skip("FastStream is not installed")
    order_lock_file(tmp_path)
    monkeypatch.chdir(tmp_path)
    code = snippet_of(section)
    for name, real in {'"orders"': wiring.orders, '"dead"': wiring.dead, '"billing-orders"': wiring.queue}.items():
        code = code.replace(name, repr(real))
    seen: list[Json] = []
    names: dict[str, Json] = {"amqp_url": URL, "message": order(), "handle": seen.append}
    exec(compile(code, f"{README.name}: {section}", "exec"), names)  # noqa: S102 - our own README
    if "main" in names:
        asyncio.run(names["main"]())
    if "connection" in names:
        names["connection"].close()
    assert seen == ([order()] if "handle" in code else [])
