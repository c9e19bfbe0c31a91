"""How many there are of something, in words."""

from __future__ import annotations


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number and its noun.

    >>> counted(1, "contract"), counted(10_000, "contract"), counted(0, "party", "parties")
    ('1 contract', '10,000 contracts', '0 parties')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
