"""The graph as a table: a row for each two services, with what runs from the one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.services.graphs import NAMED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.model import ContractKey
    from registry.storage.graph_views import LinkView


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """From one service to another: so many contracts, some of them by name, and what is no contract."""

    source: str
    target: str
    contracts: int
    named: tuple[ContractKey, ...]
    protocols: tuple[str, ...]

    @property
    def unnamed(self) -> int:
        """How many contracts are not named here."""
        return self.contracts - len(self.named)


def table_rows(links: Iterable[LinkView], *, is_named: bool) -> list[TableRow]:
    """The rows of a graph, by source and target; `is_named`: the first contracts of each are named."""
    pairs: dict[tuple[str, str], list[LinkView]] = {}
    for link in links:
        pairs.setdefault((link.source, link.target), []).append(link)
    return [_row(pair, found, is_named=is_named) for pair, found in sorted(pairs.items())]


def _row(pair: tuple[str, str], links: list[LinkView], *, is_named: bool) -> TableRow:
    mentioned = [protocol for link in links if link.kind is None for protocol in link.protocols or ("a dependency",)]
    keys = (key for link in links for key in link.named if is_named)
    names = sorted(keys, key=lambda key: (key.kind, key.name))
    contracts = sum(link.contracts for link in links)
    return TableRow(
        source=pair[0],
        target=pair[1],
        contracts=contracts,
        named=tuple(names[:NAMED]),
        protocols=() if contracts else tuple(mentioned),  # what is said of a contract is said by it
    )
