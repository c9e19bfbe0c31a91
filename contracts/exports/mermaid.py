"""The graph of services as a Mermaid flowchart, for pages that render it: GitHub, GitLab, wikis.

Source: Mermaid flowchart syntax, https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Arrow:
    """One contract from the service that writes or calls to the one that reads or provides; `label` names it.

    `is_contract`: False for a dependency that documents only mention.
    """

    source: str
    target: str
    label: str
    is_contract: bool = True


def mermaid(services: Iterable[str], arrows: Iterable[Arrow]) -> str:
    """The flowchart of these services: one line per arrow, dotted where it is no contract.

    >>> print(mermaid(["billing", "orders"], [Arrow(source="orders", target="billing", label="order.created")]), end="")
    flowchart LR
        s0["billing"]
        s1["orders"]
        s1 -->|"order.created"| s0
    """
    drawn = sorted(set(arrows))
    names = sorted({*services, *(arrow.source for arrow in drawn), *(arrow.target for arrow in drawn)})
    ids = {name: f"s{number}" for number, name in enumerate(names)}
    lines = ["flowchart LR", *(f'    {ids[name]}["{_quoted(name)}"]' for name in names)]
    lines += [f"    {ids[arrow.source]} {_line(arrow)} {ids[arrow.target]}" for arrow in drawn]
    return "\n".join(lines) + "\n"


def _line(arrow: Arrow) -> str:
    line = "-->" if arrow.is_contract else "-.->"
    return f'{line}|"{_quoted(arrow.label)}"|' if arrow.label else line


def _quoted(text: str) -> str:
    """The text inside of quotes, where Mermaid knows entities only: `#quot;` is a quotation mark."""
    return "".join(f"#{ord(char)};" if char in '#"<>&`\\' or not char.isprintable() else char for char in text)
