"""The dialects of JSON Schema that are judged, and which one a schema is written in."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from contracts.errors import InvalidSchema, UnsupportedSchema

if TYPE_CHECKING:
    from contracts.keywords import Schema


class Draft(StrEnum):
    """A dialect of JSON Schema."""

    DRAFT_4 = "draft-04"
    DRAFT_6 = "draft-06"
    DRAFT_7 = "draft-07"
    DRAFT_2019 = "2019-09"
    DRAFT_2020 = "2020-12"

    @property
    def order(self) -> int:
        """The place in time: 4, 6, 7, 2019, 2020."""
        return int(re.sub(r"^draft-0|-\d+$", "", self.value))


_YEAR_OR_NUMBER = re.compile(r"(?:draft[-/]?)?0?(?P<number>4|6|7|(?:20)?19(?:-?09)?|(?:20)?20(?:-?12)?)")
_META_SCHEMA = re.compile(r"https?://json-schema\.org/(?P<name>draft-0[467]|draft/2019-09|draft/2020-12)/schema#?")


def draft_of(schema: Schema, named: str | int | None = None) -> Draft:
    """The dialect called `named` (`draft-07`, `7`, `2019-09`, `202012` ...), else that of `$schema`, else 2020-12.

    Raises:
        InvalidSchema: `$schema` is not a string.
        UnsupportedSchema: no dialect that is judged here has this name.
    """
    if named is not None:
        return _draft_named(str(named), _YEAR_OR_NUMBER.fullmatch(str(named).lower()))
    declared = schema.get("$schema") if isinstance(schema, dict) else None
    if declared is None:
        return Draft.DRAFT_2020
    if not isinstance(declared, str):
        raise InvalidSchema(f"$schema is {declared!r}; it names a meta-schema by its URI", pointer="/$schema")
    meta = _META_SCHEMA.fullmatch(declared)
    return _draft_named(declared, meta and _YEAR_OR_NUMBER.fullmatch(meta["name"]))


def _draft_named(name: str, match: re.Match[str] | None) -> Draft:
    if match is None:
        raise UnsupportedSchema(
            f"{name!r} names no dialect judged here: use draft 4, 6, 7, 2019-09 or 2020-12", pointer="/$schema"
        )
    number = match["number"].removeprefix("20") or "20"
    short = {"19": Draft.DRAFT_2019, "4": Draft.DRAFT_4, "6": Draft.DRAFT_6, "7": Draft.DRAFT_7}
    return short.get(number.replace("-", "").removesuffix("09"), Draft.DRAFT_2020)
