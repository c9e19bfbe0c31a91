"""A document that takes forever to be read ends the command with a sentence, not the patience of its user."""

from __future__ import annotations

import json

import pytest

from tests.command_line import Project, bindery
from tests.design_documents import order_document


def nest(levels: int) -> dict[str, object]:
    """A schema in which every level is asked for twice by the one before: 2 ** levels questions for one example."""
    twice = {f"a{level}": {"allOf": [{"$ref": f"#/$defs/a{level + 1}"}] * 2} for level in range(levels)}
    return {"type": "object", "$ref": "#/$defs/a0", "$defs": {**twice, f"a{levels}": {"type": "object"}}}


SLOW = f"""# Events

```json schema event=stock.moved producer=stock consumers=orders
{json.dumps(nest(50))}
```

```json example event=stock.moved
{{"sku": "A-1"}}
```
"""


@pytest.mark.parametrize("command", ["lint", "extract", "check"])
def test_a_nest_of_references_ends_the_command(project: Project, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 3 and the name of the document, among others that are read."""
    monkeypatch.setenv("BINDERY_READING_TIMEOUT_SECONDS", "1")
    project.write(SLOW, "stock.md")
    project.write(order_document(), "a.md")
    answer = bindery(command, project.docs)
    assert answer.code == 3
    assert "docs/stock.md: the reading of the documents was stopped after 1" in answer.err
