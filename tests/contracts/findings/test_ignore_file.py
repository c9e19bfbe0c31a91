"""`.bindery-ignore.yaml`, read."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.findings import InvalidIgnoreFile, read_ignore_file

FULL = """\
# why we live with this
ignore:
  - rule: missing-consumer
    path: docs/orders.md
    reason: billing follows
    until: 2026-12-31
  - {rule: required-property-removed, contract: order.created, pointer: /properties/a, reason: nobody reads it}
"""


def test_an_entry_is_read_with_its_line() -> None:
    """Rule, what it is about, reason and last day."""
    first, second = read_ignore_file(FULL)
    assert (first.rule.id, first.path, first.until, first.line) == (
        "missing-consumer",
        "docs/orders.md",
        date(2026, 12, 31),
        3,
    )
    assert (second.contract, second.pointer, second.until, second.line) == ("order.created", "/properties/a", None, 7)
    assert str(first.mark) == "ignored until 2026-12-31 because billing follows"
    assert str(second.mark) == "ignored because nobody reads it"


def test_an_entry_ends_after_its_last_day() -> None:
    """The day itself still counts."""
    entry = read_ignore_file(FULL)[0]
    assert [entry.is_over(date(2026, 12, 31)), entry.is_over(date(2027, 1, 1))] == [False, True]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("ignore: [", 1, ""),
        ("rules: []", 1, "begins with `ignore:`"),
        ("ignore: all", 1, "no list"),
        ("ignore:\n  - missing-consumer", 2, "no mapping"),
        ("ignore:\n  - rule: no-schema\n    path: a.md", 2, "no `reason`"),
        ("ignore:\n  - rule: no-schema\n    reason: x", 2, "needs a `path` or a `contract`"),
        ("ignore:\n  - path: a.md\n    reason: x", 2, "no `rule`"),
        ("ignore:\n  - rule: no-shema\n    path: a.md\n    reason: x", 2, "did you mean `no-schema`?"),
        ("ignore:\n  - rule: could-not-check\n    path: a.md\n    reason: x", 2, "cannot be ignored"),
        ("ignore:\n  - rule: no-schema\n    path: a.md\n    reason: x\n    file: b", 5, "`file` is not known"),
        ("ignore:\n  - rule: no-schema\n    path: a.md\n    reason: 5", 4, "put it in quotes"),
        ("ignore:\n  - rule: no-schema\n    path: a.md\n    reason: x\n    until: soon", 5, "no day of the calendar"),
        ("ignore:\n  - {rule: no-schema, path: a, pointer: /a, reason: x}", 2, "narrows a change of a contract"),
    ],
)
def test_a_slip_is_told_with_its_line(text: str, line: int, words: str) -> None:
    """Nothing is passed over: an entry that does not do what it seems to would hide a finding or fail to."""
    with pytest.raises(InvalidIgnoreFile) as caught:
        read_ignore_file(text)
    assert caught.value.line == line
    assert words in caught.value.reason


@pytest.mark.parametrize(
    ("sentence", "is_named"),
    [
        ("order.created names no consumer", True),
        ("`order.created` has version 1 already", True),
        ("order.created: field a is an enum", True),
        ("see order.created.", True),
        ("order.created.v2 names no consumer", False),
        ("reorder.created names no consumer", False),
        ("order.created-again names no consumer", False),
    ],
)
def test_a_contract_is_named_by_its_whole_name(sentence: str, *, is_named: bool) -> None:
    """A name inside of another does not count."""
    entry = read_ignore_file("ignore: [{rule: missing-consumer, contract: order.created, reason: x}]")[0]
    assert entry.names(sentence) is is_named
