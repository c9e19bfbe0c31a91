'''The contract tests of a service as Python text: one test per contract and role, and the fixtures that they need.

    @consumes("order.created")
    def test_consumes_order_created(contract_message, handle_order_created):
        """Whatever order.created allows is handled."""
        finish(handle_order_created(contract_message))

The tests are written again whenever contracts come or go. What connects them to the service are fixtures, which
belong to the service: their text is a start, with bodies that fail until somebody fills them in.
'''

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.keywords import Json

MODULE = '''"""Contract tests of {service}: one test per contract and role.

Written by `bindery generate tests` from the lock file. Do not edit: it is written again when contracts come or go.
What connects these tests to the code of {service} are the fixtures in conftest.py, which is yours.
"""
{imports}{tests}'''

CONFTEST = '''"""What connects the contract tests to the code of {service}.

This file is yours: `bindery generate tests` writes it when there is none, and never touches it again.
"""

import pytest
{fixtures}'''


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """How a role is tested: `{name}` is the name of the contract, `{slug}` the same as an identifier."""

    decorator: str
    fixture: str
    arguments: str
    claim: str
    body: str
    asked: str
    advice: str


_KINDS = {
    "consumer": _Kind(
        decorator="consumes",
        fixture="handle_{slug}",
        arguments="contract_message, {fixture}",
        claim="Whatever {name} allows is handled.",
        body="finish({fixture}(contract_message))",
        asked="The function that handles one message of {name}, a dictionary; it may be a coroutine function.",
        advice="return the function that handles {name}",
    ),
    "producer": _Kind(
        decorator="produces",
        fixture="publish_{slug}",
        arguments="published, {fixture}",
        claim="What is published as {name} conforms.",
        body="finish({fixture}(published))",
        asked="A function that makes the service publish {name} through the publish function that it is given.",
        advice="return a function of publish that makes the service publish {name}",
    ),
    "provider": _Kind(
        decorator="provides",
        fixture="app",
        arguments="contract_api, {fixture}",
        claim="{name} takes every request that the contract allows, and answers as it says.",
        body="contract_api.verify({fixture})",
        asked="The ASGI application of the service, or the base URL at which it runs.",
        advice="return the application",
    ),
    "caller": _Kind(
        decorator="calls",
        fixture="call_{slug}",
        arguments="contract_server, {fixture}",
        claim="Requests to {name} conform, and every answer that it may give is understood.",
        body="{fixture}(contract_server.client)",
        asked="A function that makes the service call {name} with the HTTP client that it is given.",
        advice="return a function of client that makes the service call {name}",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixture:
    """A fixture that a generated test needs from the service; `text` is how it may begin."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTests:
    """The texts: `module` (a file called `name`) is written again, `conftest` once; `fixtures` are its parts."""

    name: str
    module: str
    conftest: str
    fixtures: tuple[Fixture, ...]


def contract_tests(lock: dict[str, Json]) -> ContractTests:
    """The contract tests for the contracts of a lock file; the same contracts and roles give the same text."""
    service = _shown(lock["service"])
    slugs = _slugs(lock["contracts"])
    fixtures = {found.name: found for entry in lock["contracts"] for found in [_fixture(entry, slugs)]}
    tests = "".join(_test(entry, slugs) for entry in lock["contracts"])
    names = {name for entry in lock["contracts"] for name in _imports(_KINDS[entry["role"]])}
    imports = f"\nfrom bindery_client.testing import {', '.join(sorted(names))}\n" if names else ""
    return ContractTests(
        name=f"test_{_slug(lock['service'])}_contracts.py",
        module=MODULE.format(service=service, imports=imports, tests=tests),
        conftest=CONFTEST.format(service=service, fixtures="".join(found.text for found in fixtures.values())),
        fixtures=tuple(fixtures.values()),
    )


def _imports(kind: _Kind) -> set[str]:
    return {kind.decorator, "finish"} if kind.body.startswith("finish(") else {kind.decorator}


def _test(entry: dict[str, Json], slugs: dict[tuple[str, str], str]) -> str:
    kind, words = _KINDS[entry["role"]], _words(entry, slugs)
    name = f"test_{kind.decorator}_{words['slug']}"
    arguments, body, claim = (text.format(**words) for text in (kind.arguments, kind.body, kind.claim))
    decorator = f"@{kind.decorator}({json.dumps(entry['name'], ensure_ascii=False)})"
    return f'\n\n{decorator}\ndef {name}({arguments}):\n    """{claim}"""\n    {body}\n'


def _fixture(entry: dict[str, Json], slugs: dict[tuple[str, str], str]) -> Fixture:
    kind, words = _KINDS[entry["role"]], _words(entry, slugs)
    asked, advice = kind.asked.format(**words), kind.advice.format(**words)
    head = f'\n\n@pytest.fixture\ndef {words["fixture"]}():\n    """{asked}"""\n'
    return Fixture(
        name=words["fixture"], text=f'{head}    pytest.fail("{advice}: {words["fixture"]} in conftest.py")\n'
    )


def _words(entry: dict[str, Json], slugs: dict[tuple[str, str], str]) -> dict[str, str]:
    slug = slugs[entry["kind"], entry["name"]]
    fixture = _KINDS[entry["role"]].fixture.format(slug=slug)
    return {"name": _shown(entry["name"]), "slug": slug, "fixture": fixture}


def _slugs(entries: Iterable[dict[str, Json]]) -> dict[tuple[str, str], str]:
    """An identifier for each contract; where two names give the same one, the later is numbered."""
    found: dict[tuple[str, str], str] = {}
    for kind, name in sorted({(entry["kind"], entry["name"]) for entry in entries}):
        plain = slug = _slug(name)
        number = 1
        while slug in found.values():
            number += 1
            slug = f"{plain}_{number}"
        found[kind, name] = slug
    return found


def _slug(name: str) -> str:
    text = "".join(char if f"a{char}".isidentifier() else "_" for char in unicodedata.normalize("NFKC", name).lower())
    return re.sub("_+", "_", unicodedata.normalize("NFKC", text)).strip("_") or "contract"


def _shown(name: str) -> str:
    """The name as it may stand inside a Python string of any kind."""
    return "".join(char if char.isprintable() and char not in "\\\"'" else "_" for char in name)
