"""The catalogue of changes as the page `docs/rules.md`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import orjson

from contracts.compatibility import Effect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.compatibility import Rule
    from contracts.keywords import Json

_WORDS = {Effect.SAFE: "safe", Effect.BREAKING: "**breaks**", Effect.DEPENDS: "depends"}
_PLACEHOLDER = re.compile(r"`?\{(field|old|new)\}`?")
_HEAD = """\
# Rules

What Bindery calls the differences between two versions. The verdict comes from [the proof](compatibility.md); a rule
explains it, and says what to do if the change was not meant. Ids never change their meaning.

This page is written by `bindery rules --format markdown > docs/rules.md`.

*Safe*, *breaks* and *depends* hold for the default content model, `closed-writer`. *Depends* means that the rest of the
schema decides; the proof does. FIELD, OLD and NEW stand for what the change is about. The first example of a row shows
the change; the second does not, and is there to tell the rule from its neighbours.

## Schemas
*New messages*: the new version writes and deployed readers read (FORWARD for an event). *Earlier messages*: the old
version writes and new readers read (BACKWARD for an event). A request is written by the caller, a response by the
provider.

"""
_OPERATIONS = """
## Operations
*Deployed callers* meet the new provider (BACKWARD); *new callers* meet the deployed provider (FORWARD).

"""


def rules_page(rules: Iterable[Rule]) -> str:
    """The page: one table for schemas, one for operations, a row per rule."""
    listed = list(rules)
    schemas = [rule for rule in listed if not rule.of_operations]
    return _HEAD + _table(schemas) + _OPERATIONS + _table([rule for rule in listed if rule.of_operations])


def _table(rules: list[Rule]) -> str:
    sides = " | ".join(side for side, _ in rules[0].effects)
    head = f"| rule | {sides} | what it says | what to do | shows it: old → new | does not |\n"
    return head + "|---|---|---|---|---|---|---|\n" + "".join(map(_row, rules))


def _row(rule: Rule) -> str:
    cells = (
        f"`{rule.id}`",
        *(_WORDS[effect] for _, effect in rule.effects),
        _sentence(rule.sentence),
        _sentence(rule.fix),
        _pair(rule.example),
        _pair(rule.counterexample),
    )
    return f"| {' | '.join(cells)} |\n"


def _sentence(template: str) -> str:
    """The template with its placeholders in capitals."""
    return _PLACEHOLDER.sub(lambda found: found[1].upper(), template)


def _pair(pair: tuple[Json, Json]) -> str:
    """Old and new as code; a bar would end the cell of the table."""
    return " → ".join(f"`{orjson.dumps(side).decode()}`".replace("|", r"\|") for side in pair)
