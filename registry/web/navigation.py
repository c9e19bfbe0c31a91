"""What the head of every page leads to."""

from __future__ import annotations

from dataclasses import dataclass

from registry.auth.roles import AccessRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One way: shown to those whose role is at least `least`."""

    path: str
    label: str
    least: AccessRole = AccessRole.READER


NAVIGATION = (
    Entry(path="/contracts", label="Contracts"),
    Entry(path="/services", label="Services"),
    Entry(path="/graph", label="Graph"),
    Entry(path="/documents", label="Documents"),
    Entry(path="/preview", label="Preview"),
    Entry(path="/audit", label="Audit log", least=AccessRole.ADMIN),
)
